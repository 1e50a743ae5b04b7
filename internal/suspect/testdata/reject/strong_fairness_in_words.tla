\* want: ManyStrongFairness: Fair
Fair ==
  \A p \in Participant : (<>[]Waits(p)) \/ ([] <> Goes(p))
