module example.org/twophase

go 1.26.0

require github.com/lockstep-paxos/lockstep v0.0.0

require (
	github.com/anishathalye/porcupine v1.3.1 // indirect
	golang.org/x/sync v0.23.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace github.com/lockstep-paxos/lockstep => ../..
