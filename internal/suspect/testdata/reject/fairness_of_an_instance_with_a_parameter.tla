\* want: NotRead: fairness_of_an_instance_with_a_parameter:3:1: an INSTANCE with parameters is not known
F(n) == INSTANCE Fair WITH x <- y[n]
Refines == F(1)!Live
