# Hotline 1022. `make` alone lists the targets.
# Everything that is built or installed lies under .local/ (HOTLINE_LOCAL moves it).

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run stop status setup build test test-audio test-others check trace bench bench-tickets bench-knowledge bench-web bench-recordings generate fmt clean

# A checkout that belongs to another user (containers) is none that git answers
# questions about, and go build would fail over it.
export GOFLAGS := $(GOFLAGS) -buildvcs=false

LOCAL ?= $(or $(HOTLINE_LOCAL),$(CURDIR)/.local)
DEVSTACK := $(LOCAL)/bin/devstack
devstack = go build -o $(DEVSTACK) ./cmd/devstack
comma := ,
say = @echo "== $(1)"

TEST_FLAGS ?= -race -timeout 60m
# These have calls with audio every 20 ms, and spend most of their time waiting for it: one at a time, and before all else
# where that is permitted, for a sound that comes late is measured as lost. People's ways through the browser wait as long
# as need be. All others use the time that is left.
WITH_AUDIO := /(agentdesk|asterisk-conf|cmd/callsim|cmd/hotline|recordings|telephony|internal/callsim)(/|$$)
BROWSER := /internal/e2e$$
# How much earlier and later than the browser's they come, as nice counts.
BEFORE ?= -10
BESIDE ?= 5
BENCH ?= .
BENCH_PACKAGES ?= ./telephony/queue/... ./agentdesk/... ./recordings/... ./internal/callsim/...

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

run: ## install what is missing and run the whole demonstration
	@$(devstack)
	@$(DEVSTACK) up

stop: ## end what `make run` started, and nothing else
	@$(devstack)
	@$(DEVSTACK) down

status: ## say what runs of the demonstration
	@$(devstack)
	@$(DEVSTACK) status

setup: ## install all that tests and demonstration need
	$(call say,setup)
	@$(devstack)
	@$(DEVSTACK) setup

build: ## build the web application, hotline and callsim into .local/bin
	$(call say,build: web application)
	@$(devstack)
	@$(DEVSTACK) web
	$(call say,build: programs)
	@go build -trimpath -o $(LOCAL)/bin/ ./cmd/hotline ./cmd/callsim

test: setup ## run every test: unit, PostgreSQL, Asterisk, MinIO, Chromium, web
	$(call say,test: compile)
	@go build -race ./...
	$(call say,test: go test $(TEST_FLAGS): the browser; beside it packages with audio with the priority $(BEFORE)$(comma) all others and the web application with $(BESIDE)$(comma) told of after it)
	@mkdir -p $(LOCAL)/log; \
	  nice -n $(BEFORE) $(MAKE) test-audio >$(LOCAL)/log/test-audio 2>&1 & audio=$$!; \
	  nice -n $(BESIDE) $(MAKE) test-others >$(LOCAL)/log/test-others 2>&1 & others=$$!; \
	  trap 'kill $$audio $$others 2>/dev/null || true' EXIT; \
	  failed=0; go test $(TEST_FLAGS) $$(go list ./... | grep -E '$(BROWSER)') || failed=1; \
	  wait $$audio || failed=1; cat $(LOCAL)/log/test-audio; \
	  wait $$others || failed=1; trap - EXIT; cat $(LOCAL)/log/test-others; exit $$failed

test-audio: # what `make test` runs before all else
	$(call say,test: go test $(TEST_FLAGS): packages with audio)
	@go test $(TEST_FLAGS) -p 1 $$(go list ./... | grep -E '$(WITH_AUDIO)')

test-others: # what `make test` runs in the time that is left
	$(call say,test: web application)
	@$(DEVSTACK) npm test
	$(call say,test: go test $(TEST_FLAGS): packages without audio)
	@go test $(TEST_FLAGS) $$(go list ./... | grep -vE '$(WITH_AUDIO)|$(BROWSER)')

check: ## format, vet, linters, generated code, types, vulnerabilities
	@$(devstack)
	$(call say,check: format (gofumpt))
	@unformatted=$$($(DEVSTACK) tool gofumpt -l .); \
	  if [ -n "$$unformatted" ]; then echo "not formatted, run make fmt:"; echo "$$unformatted"; exit 1; fi
	$(call say,check: generated code is current)
	@$(MAKE) generate
	@if ! git diff --exit-code --stat -- $(GENERATED) || [ -n "$$(git ls-files --others --exclude-standard -- $(GENERATED))" ]; then \
	  echo "generated code is not current: run make generate and commit"; exit 1; fi
	$(call say,check: web application (types, eslint))
	@$(DEVSTACK) web
	@$(DEVSTACK) npm run check
	$(call say,check: go vet)
	@go vet -tags bench ./...
	$(call say,check: golangci-lint)
	@$(DEVSTACK) tool golangci-lint run ./...
	$(call say,check: every rule of the regulation has a test)
	@$(DEVSTACK) rules
	$(call say,check: known vulnerabilities (govulncheck))
	@$(DEVSTACK) vulnerabilities

GENERATED := internal/store/db agentdesk/web/openapi.json agentdesk/web/src/api/schema.d.ts dialplan/haiphong.svg

generate: ## generate SQL bindings, OpenAPI document, TypeScript client and the dialplan's picture
	@$(devstack)
	$(call say,generate: SQL bindings (sqlc))
	@$(DEVSTACK) tool sqlc generate -f internal/store/sqlc.yaml
	$(call say,generate: OpenAPI document)
	@go run ./cmd/hotline openapi > agentdesk/web/openapi.json.new && mv agentdesk/web/openapi.json.new agentdesk/web/openapi.json
	$(call say,generate: TypeScript client)
	@$(DEVSTACK) npm run --silent generate
	$(call say,generate: picture of the dialplan)
	@go run ./cmd/hotline dialplan draw > dialplan/haiphong.svg.new && mv dialplan/haiphong.svg.new dialplan/haiphong.svg

trace: setup ## lay the tests named after clauses beside the regulation: clause, test, result
	$(call say,trace)
	@$(DEVSTACK) trace

bench: setup ## measure the figures that the README quotes
	$(call say,bench: whole calls on the whole stack)
	@go test -tags bench -run '^TestBench' -count 1 -v -timeout 30m ./internal/e2e
	$(call say,bench: go test -bench $(BENCH) $(BENCH_PACKAGES))
	@go test -run '^$$' -bench '$(BENCH)' -p 1 -timeout 30m $(BENCH_PACKAGES)

bench-tickets: setup ## measure lists, searches and clocks on a million tickets, made once under .local/
	$(call say,bench-tickets: the tickets are there)
	@go test -tags bench -run '^TestBenchTickets' -count 1 -v -timeout 3h ./internal/ticketgen/million
	$(call say,bench-tickets: one ticket$(comma) lists$(comma) searches)
	@go test -tags bench -run '^TestBenchTickets' -count 1 -v -timeout 30m ./internal/api
	$(call say,bench-tickets: clocks)
	@go test -tags bench -run '^TestBenchTickets' -count 1 -v -timeout 30m ./internal/casework/clockwork

bench-recordings: setup ## measure how soon 200 conversations that end at once are in the archive, an hour's first sound, and how long 20,000 removals take
	$(call say,bench-recordings: archive and first sound)
	@go test -tags bench -run '^TestBench' -count 1 -v -timeout 15m ./recordings
	@go test -tags bench -run '^TestBenchFirstSoundInABrowser$$' -count 1 -v -timeout 15m ./internal/e2e
	$(call say,bench-recordings: retention)
	@go test -tags bench -run '^TestBenchRecordingsRetention$$' -count 1 -v -timeout 60m ./recordings/retention

bench-knowledge: ## measure the search of the knowledge base over 20,000 articles
	$(call say,bench-knowledge)
	@go test -run '^$$' -bench '^BenchmarkKnowledge$$' -count 1 ./internal/knowledge

bench-web: setup ## measure pages as people have them, on a million tickets: Lighthouse, lists, a slow telephone
	$(call say,bench-web: the tickets are there)
	@go test -tags bench -run '^TestBenchTickets' -count 1 -timeout 3h ./internal/ticketgen/million
	@$(DEVSTACK) web
	$(call say,bench-web)
	@go test -tags bench -run '^TestBenchWeb$$' -count 1 -v -timeout 15m ./internal/e2e

fmt: ## format the Go code
	@$(devstack)
	@$(DEVSTACK) tool gofumpt -w .

clean: stop ## end the demonstration and remove what was built (not its data)
	rm -rf $(LOCAL)/bin $(LOCAL)/stamps agentdesk/web/node_modules
	find agentdesk/web/dist -mindepth 1 ! -name .gitkeep -delete
