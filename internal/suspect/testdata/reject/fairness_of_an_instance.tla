\* want: EnabledInInstance: F!Spec
F == INSTANCE Fair WITH x <- y
Refines == F!Spec
