\* want: EnabledInInstance: G!Spec
Refines == G!Spec
