# make help lists everything. On Windows, where there is no make: see README.md.
VENV ?= .venv
PORT ?= 8501
PY := $(VENV)/bin/python
# Empty means: write compiled modules, whatever the environment says. Without them a start takes twice as long.
export PYTHONDONTWRITEBYTECODE :=
.DEFAULT_GOAL := help
.PHONY: help run test lint types imports check browser build demo bench shots clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

run: $(VENV)/run.stamp ## Install, build the warehouse, start the app on 127.0.0.1
	@$(PY) serve.py --port $(PORT)

test: $(VENV)/test.stamp browser ## Install what the tests need, then lint, types, import contract, tests
	@$(MAKE) --no-print-directory lint types imports
	@$(PY) -m pytest

lint: $(VENV)/test.stamp ## Lint and format check
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .

types: $(VENV)/test.stamp ## Type check
	@$(PY) -m mypy

imports: $(VENV)/test.stamp ## Import contract
	@$(VENV)/bin/lint-imports --no-cache

browser: $(VENV)/test.stamp ## Find or install the browser of the tests
	@$(PY) -m tests.browser_setup

build: $(VENV)/run.stamp ## Build the warehouse from data/
	@$(PY) -m etl build

demo: $(VENV)/run.stamp ## Write the simulated district to data/demo
	@$(PY) -m etl demo

bench: $(VENV)/test.stamp ## Measure speed and size; prints one table
	@$(PY) -m bench

shots: $(VENV)/test.stamp browser ## Take the README's screenshots from the real app
	@$(PY) -m docs.shots

clean: ## Remove the environment, the warehouse and caches; keep data/reports
	rm -rf $(VENV) data/warehouse data/demo .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis

# A stamp is as new as its lock file: no reinstall until the lock changes.
$(VENV)/run.stamp: requirements.lock | $(VENV)/bin/python
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@touch $@

$(VENV)/test.stamp: requirements-dev.lock $(VENV)/run.stamp
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

$(VENV)/bin/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: python3 is $$(python3 -V)"; exit 1; }
	@python3 -m venv $(VENV) || { echo "python3 has no venv: apt-get install python3-venv"; exit 1; }
