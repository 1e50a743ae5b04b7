\* want: EnabledInInstance: ENABLED
Inv == ENABLED Next
