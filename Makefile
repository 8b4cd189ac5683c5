# One word for each daily task; `make` alone lists them. Every word sets up what it needs.

PYTHON ?= python3
WORKERS ?= 2

VENV := .venv
READY := $(VENV)/.ready
RUN := $(VENV)/bin
SPECS := $(patsubst specs/%/,%,$(wildcard specs/*/))
CODE := generator benchmarks tests

# Tests start many programs, which load quicker what has been compiled once.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

.PHONY: help
help:
	@echo "make WORD, where WORD is one of"
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' $(MAKEFILE_LIST) | expand -t 14
	@echo "PYTHON=... chooses the interpreter that .venv is made with, WORKERS=... the number of test processes."

.PHONY: setup
setup: $(READY) ## make .venv with all that the other words need

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "proxysmith needs Python 3.11 or newer, but \`$(PYTHON)\` is $$($(PYTHON) --version 2>&1)." >&2; \
	    echo "Name another one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@test -x $(RUN)/python || $(PYTHON) -m venv $(VENV) || { \
	    echo "$(PYTHON) -m venv failed; on Debian and Ubuntu, the package python3-venv holds it." >&2; exit 1; }
	@echo "setting up $(VENV)"
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

.PHONY: generate
generate: $(READY) ## write packages, stubs and reference of specs/ to output/
	@for release in $(SPECS); do \
	    echo "specs/$$release -> output/$$release"; \
	    $(RUN)/proxysmith generate specs/$$release --out output/$$release --emit proxies,stubs,docs --history specs || exit; \
	done

.PHONY: docs
docs: generate ## the same, and say where the reference of each release begins
	@for release in $(SPECS); do echo "output/$$release/docs/index.html"; done

.PHONY: diff
diff: $(READY) ## tell what changes between two releases: OLD=specs/12.1 NEW=specs/12.2, and FORMAT=html or another
	@test -n "$(OLD)" && test -n "$(NEW)" || { \
	    echo "make diff OLD=specs/12.1 NEW=specs/12.2" >&2; \
	    echo "OLD and NEW are a file, a folder or a zip each; FORMAT=markdown (json, html, junit, github) prints another form." >&2; exit 2; }
	@$(RUN)/proxysmith diff "$(OLD)" "$(NEW)" $(if $(FORMAT),--format "$(FORMAT)")

.PHONY: test
test: $(READY) ## run the tests, but for the slow ones
	@$(RUN)/python -m pytest -q -n $(WORKERS) -m "not slow"

.PHONY: test-all
test-all: $(READY) ## run all tests, whole releases and installed wheels too
	@$(RUN)/python -m pytest -q -n $(WORKERS) --dist loadfile

.PHONY: format
format: $(READY) ## lay out the code with black, sort imports with ruff
	@$(RUN)/ruff check --quiet --select I --fix $(CODE)
	@$(RUN)/black --quiet $(CODE)

.PHONY: lint
lint: $(READY) ## ask ruff and black for their opinion, of output/ too
	@$(RUN)/ruff check --quiet $(CODE)
	@$(RUN)/black --check --quiet $(CODE) || { \
	    $(RUN)/black --check $(CODE) 2>&1 | grep would; echo "make format lays these out" >&2; exit 1; }
	@$(RUN)/black --check --quiet output

.PHONY: types
types: $(READY) ## let pyright, in strict mode, read the generator and the packages in output/
	@$(RUN)/pyright
	@for project in output/*/proxies; do \
	    test ! -d $$project || $(RUN)/pyright --pythonpath $(RUN)/python --project $$project || exit; \
	done

.PHONY: golden
golden: generate ## write output/ anew and show how it differs from what git holds
	@git status --short -- output
	@git --no-pager diff --stat -- output

# What `make generate` writes must be what is in the index of git.
.PHONY: golden-is-clean
golden-is-clean: generate
	@test -z "$$(git ls-files --others --exclude-standard -- output)" && git --no-pager diff --exit-code --stat -- output || { \
	    git ls-files --others --exclude-standard -- output; \
	    echo "output/ is not what make generate writes: run it, read the difference, and git add output" >&2; exit 1; }

.PHONY: check
check: ## all of the above that CI runs: lint, types, a clean output/, all tests
	@$(MAKE) lint
	@$(MAKE) types
	@$(MAKE) golden-is-clean
	@$(MAKE) test-all

.PHONY: bench
bench: $(READY) ## measure, and print ratios to the floors measured in the same run
	@$(RUN)/python -m benchmarks

.PHONY: clean
clean: ## remove what these words have made, but for output/
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
