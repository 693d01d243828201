# Plenum on a machine with Python 3.11 to 3.13 and make. `make help` lists what can be done.

VENV := .venv
LAKE := .venv-lake
BIN  := $(VENV)/bin
UV   ?= uv
PORT ?=
ARGS ?=

PIP     := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCKED  := $(PIP) install --require-hashes --requirement
PROJECT := $(PIP) install --no-index --no-deps --no-build-isolation --editable .
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
           --custom-compile-command "make lock" pyproject.toml

# Tests run on every core; what one finds slow another takes over.
AT_ONCE := --numprocesses auto --dist worksteal

# What a store holds and answers, on the oldest DuckDB it may be kept in and on a DuckLake.
ON_LAKE := $(addprefix tests/test_,ducklake.py store.py store_shared.py indicators.py indicator_scopes.py gaps.py \
           gap_types.py oracle.py)

.DEFAULT_GOAL := help
.PHONY: help run test checks lake nightly bench browser fmt lock wheel clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/run.stamp ## the dashboard, beginning with the example while nothing is recorded (PORT=8600, ARGS="--store DIR")
	@$(BIN)/engagement dashboard --demo $(if $(PORT),--port $(PORT)) $(ARGS)

# Every check runs even if one before it fails; what is checked beside the first tests is said when these are done, and
# the summary of pytest comes last.
test: $(VENV)/dev.stamp $(LAKE)/made.stamp browser ## everything: format, lint, types, import law, tests in the browser too (ARGS="-k gaps")
	@status=0; said=$$(mktemp); \
	$(MAKE) --no-print-directory checks > $$said 2>&1 & checks=$$!; \
	$(if $(ARGS),,$(MAKE) --no-print-directory lake || status=1;) \
	wait $$checks || status=1; cat $$said; rm $$said; \
	$(BIN)/pytest $(AT_ONCE) $(ARGS) || status=1; \
	exit $$status

checks: $(VENV)/dev.stamp ## format, lint, types and import law
	@status=0; \
	$(BIN)/ruff format --check . || status=1; \
	$(BIN)/ruff check . || status=1; \
	$(BIN)/mypy || status=1; \
	$(BIN)/lint-imports || status=1; \
	exit $$status

lake: $(LAKE)/made.stamp ## the store and its figures on DuckDB 1.5 and on a DuckLake
	@$(LAKE)/bin/python -m pytest -q -p no:cacheprovider $(AT_ONCE) $(ON_LAKE)

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
	sed -n 's/^\([a-z][^ ]*==[^\\]*\)\\*$$/\1/p' locks/dev.txt | grep -v '^duckdb==' > $(LAKE).in
	$(COMPILE) --group lake --constraint $(LAKE).in --no-annotate --upgrade --output-file locks/lake.txt
	rm $(LAKE).in

wheel: $(VENV)/run.stamp ## dist/*.whl
	@$(PIP) wheel --no-index --no-deps --no-build-isolation --wheel-dir dist . && ls dist/*.whl

clean: ## remove what was made; the store in data/ stays
	rm -rf $(VENV) $(LAKE) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
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

$(LAKE)/made.stamp: locks/lake.txt
	@echo "Installing DuckDB 1.5 and what its tests need (once; a minute) ..."
	@.ci/venv $(LAKE)
	@$(LAKE)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement locks/lake.txt
	@touch $@
