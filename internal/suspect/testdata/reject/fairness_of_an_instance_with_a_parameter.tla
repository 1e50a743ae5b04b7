\* want: EnabledInInstance: F(1)!Live
F(n) == INSTANCE Fair WITH x <- y[n]
Refines == F(1)!Live
