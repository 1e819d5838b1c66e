# Everything that is done with the tree. Only Python (3.11 or newer), make and git are presumed:
# what else is needed is installed into .venv, or, as root on Debian, with apt-get; both say so.
#
#   make demo                 the daemon and the command at work on each other; needs Python alone
#   make test                 all checks and all tests
#   make PYTHON=python3.12 …  with another interpreter

PYTHON ?= python3
BIN := .venv/bin
BOOTSTRAP := $(PYTHON) tools/bootstrap.py
PYTEST := $(BIN)/python -m pytest
# A file's tests stay together: they share their daemons and machines.
PARALLEL := --numprocesses 2 --dist loadfile
ARGS ?=

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo demo-keep demo-libvirt demo-reach test test-quick check lint generate docs bench soak lock clean

help: ## Show the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 16

setup: ## Make .venv with what the command, the tests and the checks need
	@$(BOOTSTRAP) cli test check

demo: ## See virtreachd and the virtreach command at work: some seconds, no root, nothing to install
	@$(PYTHON) demo/run.py $(ARGS)

demo-keep: ## Keep that daemon running and print its URIs
	@$(PYTHON) demo/run.py --keep $(ARGS)

demo-libvirt: ## The same with a real libvirtd and a small QEMU guest (as root, at most 4 minutes)
	@$(BOOTSTRAP) cli
	@$(BOOTSTRAP) --debian demo
	@$(BIN)/python demo/libvirt.py $(ARGS)

demo-reach: ## A cluster of namespaces whose nodes are reached through two proxies (as root, some ten seconds)
	@$(BOOTSTRAP) cli reach
	@$(BOOTSTRAP) --debian reach
	@$(BIN)/python demo/reach.py $(ARGS)

test: setup ## Run all checks and all tests, two at a time (ARGS="-k name" selects)
	@$(BOOTSTRAP) --debian test
	@$(MAKE) --no-print-directory lint
	@$(PYTEST) $(PARALLEL) $(ARGS)

test-quick: setup ## Run the tests that need no daemon and take no time
	@$(PYTEST) -m "not slow" --ignore=tests/interop $(ARGS)

check: lint ## Linter, types, floors, and whether generated code is what its source says
	@$(PYTEST) --quiet tests/test_layering.py tests/test_imports.py tests/test_exports.py tests/test_repository.py

lint: setup
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/python tools/generate.py --check
	$(BIN)/python tools/names.py --check
	$(BIN)/python tools/manual.py --check
	$(BIN)/python tools/differences.py --check

generate: setup ## Write the generated code anew: codecs from spec/, blocking objects from asyncio ones
	$(BIN)/python tools/generate.py
	$(BIN)/python tools/names.py
	$(BIN)/python tools/manual.py
	$(BIN)/python tools/differences.py

docs: ## Build the documentation site into site/
	@$(BOOTSTRAP) cli test check docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

bench: ## Measure beside libvirt-python (ARGS="calls --json" selects)
	@$(BOOTSTRAP) cli test
	@$(BOOTSTRAP) --debian bench
	$(BIN)/python -m benchmarks $(ARGS)

soak: ## Long fuzzing and kill loops
	@$(BOOTSTRAP) cli test
	@$(BOOTSTRAP) --debian test
	$(BIN)/python -m soak $(ARGS)

lock: ## Renew requirements/*.txt from *.in (needs the network)
	@$(BOOTSTRAP) build
	@test -x .cache/lock/bin/uv || { $(PYTHON) -m venv .cache/lock && .cache/lock/bin/pip install --quiet uv; }
	cd requirements && for group in build cli reach test check docs; do \
	  ../.cache/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --custom-compile-command "make lock" $(ARGS) $$group.in --output-file $$group.txt || exit 1; \
	done

clean: ## Remove what the targets above have made, .venv included
	rm -rf .venv .cache .state site dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
