# Everything that is done with the portal, from the top of the repository.

STATIC := officer/web/static
KERN   := $(STATIC)/node_modules/@kern-ux/native
FUZZTIME ?= 30s
ROUNDS ?= 20

.DEFAULT_GOAL := help
.PHONY: help run build test lint bench soak fuzz assets generate install

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: build ## build and run the portal with demo data; ARGS="--listen 127.0.0.1:9000" for options
	exec bin/officer-portal serve --demo $(ARGS)

build: assets ## build bin/officer-portal
	go build -trimpath -o bin/ ./cmd/officer-portal

test: assets ## install what tests need and run them all
	@.ci/install test
	go vet ./...
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "not gofmt'ed:" $$unformatted; exit 1; }
	go test -race -shuffle=on -timeout 20m ./...

lint: ## vet, format, staticcheck, and whether generated code is up to date
	go vet ./...
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "not gofmt'ed:" $$unformatted; exit 1; }
	go tool -modfile=tools/go.mod staticcheck ./...
	@before=$$(find officer -name '*_templ.go' -exec cksum {} + | sort); go generate ./officer/web/page 2>/dev/null; \
	test "$$before" = "$$(find officer -name '*_templ.go' -exec cksum {} + | sort)" || { echo "generated code was not up to date: commit it"; exit 1; }

bench: assets ## measure; what the figures mean is in BENCHMARKS.md
	@.ci/install test
	go test -run '^$$' -bench . -benchmem -timeout 0 ./...

soak: assets ## the tests of crashes, kills and races, ROUNDS=20 times
	@.ci/install test
	go test -race -shuffle=on -count=$(ROUNDS) -timeout 0 -run 'Kill|Crash|Race|TakesOver|Share' ./...

fuzz: ## each fuzz test for FUZZTIME=30s
	@grep -rl --include=*_test.go '^func Fuzz' . | xargs -n1 dirname | sort -u | while read -r package; do \
		for name in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' $$package/*_test.go); do \
			echo "$$package $$name"; \
			go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
		done; \
	done

generate: ## make the Go code of the pages from their templates
	go generate ./officer/web/page

install: ## install what building and running need from the system
	@.ci/install run

assets: $(STATIC)/vendor/.stamp ## bring the front-end files of others

# What the lock file fixes, by its hashes, without running scripts of theirs; the
# needed ones are copied unmodified.
$(STATIC)/vendor/.stamp: $(STATIC)/package-lock.json | install
	cd $(STATIC) && npm ci --ignore-scripts --include=dev --no-audit --no-fund --loglevel=error
	mkdir -p $(@D)
	cp $(KERN)/dist/kern.min.css $(@D)/
	cp $(addprefix $(KERN)/dist/fonts/fira-sans/FiraSans-,Regular.woff2 Medium.woff2 SemiBold.woff2 Bold.woff2) $(@D)/
	cp $(addprefix $(KERN)/dist/fonts/noto-sans/NotoSans-,Regular.woff2 Bold.woff2) $(@D)/
	cp $(KERN)/LICENSE.md $(@D)/KERN-LICENSE.txt
	touch $@
