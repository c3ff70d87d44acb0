# The commands of the project. `make report` and `make test` are all a newcomer needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
WORKSPACE ?= build/sample
PYTEST := $(BIN)/python -m pytest -q

.PHONY: help report test test-all test-browser check lint types bench sample lock clean

help:  ## Say what there is.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /  -  /'

report: $(STAMP)  ## Take the sample municipality through the whole line; the last line names the newest index.html.
	@$(BIN)/python data/sample/run.py $(WORKSPACE)

test: $(STAMP)  ## Run every test that needs no browser and is not slow.
	$(PYTEST) -n 2 --dist worksteal -m "not browser and not slow"

test-all: $(STAMP)  ## Run the slow tests too.
	$(PYTEST) -n 2 --dist worksteal -m "not browser"

test-browser: $(STAMP)  ## Run the tests in a real browser.
	$(PYTEST) -m browser || test $$? -eq 5

check: lint types test  ## Lint, types and tests.

lint: $(STAMP)  ## Look at style.
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(STAMP)  ## Look at types.
	$(BIN)/mypy

bench: $(STAMP)  ## Measure what docs/performance.md says.
	for file in benchmarks/bench_*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

sample: $(STAMP)  ## Write data/sample anew: the same files each time.
	$(BIN)/python data/make_sample.py data/sample

lock:  ## Lock the dependencies with hashes, after a change in pyproject.toml. Needs uv.
	uv pip compile pyproject.toml --universal --group dev --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --output-file requirements.lock

clean:  ## Remove what was made, .venv included.
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $(STAMP)
