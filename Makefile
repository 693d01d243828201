# Plenum on a machine with Python 3.11 to 3.13 and make. `make help` lists what can be done.

VENV := .venv
BIN  := $(VENV)/bin
UV   ?= uv
PORT ?=
ARGS ?=

PIP     := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCKED  := $(PIP) install --require-hashes --requirement
PROJECT := $(PIP) install --no-index --no-deps --no-build-isolation --editable .
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
           --custom-compile-command "make lock" pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run test nightly bench browser fmt lock wheel clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/run.stamp ## the dashboard, with illustrative data if the store is empty (PORT=8600, ARGS="--store DIR")
	@$(BIN)/engagement dashboard --demo $(if $(PORT),--port $(PORT)) $(ARGS)

# Every check runs even if one before it fails; the summary of pytest comes last.
test: $(VENV)/dev.stamp browser ## everything: format, lint, types, import law, tests in the browser too (ARGS="-k gaps")
	@status=0; \
	$(BIN)/ruff format --check . || status=1; \
	$(BIN)/ruff check . || status=1; \
	$(BIN)/mypy || status=1; \
	$(BIN)/lint-imports || status=1; \
	$(BIN)/pytest $(ARGS) || status=1; \
	exit $$status

nightly: $(VENV)/dev.stamp ## ten thousand damaged files
	@FUZZ_MUTATIONS=10000 $(BIN)/pytest tests/test_fuzz.py

bench: $(VENV)/run.stamp ## an import beside DuckDB's bare read of the same file (ARGS="--large")
	@$(BIN)/python -m benchmarks $(ARGS)

browser: $(VENV)/dev.stamp ## a Chromium for the browser tests, unless there is one
	@.ci/browser $(BIN)/playwright

fmt: $(VENV)/dev.stamp ## format the code and mend what ruff can mend
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

lock: ## renew locks/ (needs uv); the development lock holds the same versions as the run lock
	$(COMPILE) --group build --upgrade --output-file locks/run.txt
	$(COMPILE) --group dev --constraint locks/run.txt --upgrade --output-file locks/dev.txt

wheel: $(VENV)/run.stamp ## dist/*.whl
	@$(PIP) wheel --no-index --no-deps --no-build-isolation --wheel-dir dist . && ls dist/*.whl

clean: ## remove what was made; the store in data/ stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	find engagement dashboard tests -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- the virtual environment: made once, renewed when a lock changes ----

$(VENV)/run.stamp: locks/run.txt pyproject.toml | $(VENV)/made.stamp
	@echo "Installing what Plenum needs (once; a minute or two) ..."
	@$(LOCKED) locks/run.txt
	@$(PROJECT)
	@touch $@

$(VENV)/dev.stamp: locks/dev.txt locks/run.txt pyproject.toml | $(VENV)/made.stamp
	@echo "Installing what Plenum and its tests need (once; a minute or two) ..."
	@$(LOCKED) locks/dev.txt
	@$(PROJECT)
	@touch $(VENV)/run.stamp $@

$(VENV)/made.stamp:
	@.ci/venv $(VENV)
	@touch $@
