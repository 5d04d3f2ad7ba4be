# `make help` lists the targets. Everything is installed into .venv, from exact versions (requirements.lock).
PYTHON ?= python3
PORT ?= 8001
VENV := .venv
BIN := $(VENV)/bin
NEXT := .venv-next
INSTALLED := $(VENV)/.installed
DATABASE := readouts.db
SOURCES := $(shell find etl seeds -type f -not -name '*.pyc') metadata.yml
LIST := $(VENV)/.sources

.DEFAULT_GOAL := help
.PHONY: help install build serve test test-next lint format lock check clean evaluate report bench export
FORCE:

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

install: $(INSTALLED) ## Make .venv and install the project with everything it needs

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with PYTHON=…" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python's venv module is needed (on Debian: apt-get install python3-venv)" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# The list of sources changes when one is added or taken away, which the sources' own dates do not show.
$(LIST): $(INSTALLED) FORCE
	@echo '$(sort $(SOURCES))' | cmp -s - $@ || echo '$(sort $(SOURCES))' > $@

# A document that is refused is named here and in the table `problems`; the others are built and served.
$(DATABASE): $(INSTALLED) $(SOURCES) $(LIST)
	$(BIN)/readouts build seeds/documents --db $(DATABASE) || test -f $(DATABASE)

build: $(DATABASE) ## Build readouts.db from seeds/documents

serve: $(DATABASE) ## Install, build, serve on http://127.0.0.1:8001 (PORT=…)
	$(BIN)/readouts serve $(DATABASE) --port $(PORT)

test: $(INSTALLED) ## Install, run every test
	$(BIN)/python -m pytest

# The alpha is looked for anew with every run, so that a new one is met as soon as it is there.
test-next: $(NEXT)/.installed ## Run the site's tests on an alpha of Datasette 1.0 (DATASETTE=1.0a41)
	$(NEXT)/bin/python -m pip install --quiet --disable-pip-version-check "datasette==$(or $(DATASETTE),1.0a41)"
	$(NEXT)/bin/python -m pytest tests/publish

$(NEXT)/.installed: requirements.lock pyproject.toml
	@test -x $(NEXT)/bin/python || $(PYTHON) -m venv $(NEXT)
	$(NEXT)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(NEXT)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lint: $(INSTALLED) ## Check style (ruff) and types (mypy)
	$(BIN)/ruff check etl tests
	$(BIN)/ruff format --check etl tests
	$(BIN)/mypy

format: $(INSTALLED) ## Format the code
	$(BIN)/ruff check --fix etl tests
	$(BIN)/ruff format etl tests

check: $(DATABASE) ## Check every span, key and count in readouts.db
	$(BIN)/readouts check $(DATABASE)

export: $(DATABASE) ## Write every table as .csv.gz and .parquet to exports/, with the database and checksums
	$(BIN)/readouts export $(DATABASE)

evaluate: $(INSTALLED) ## Hold the scores of public benchmarks against tests/floors.yml (BENCHMARKS=folder with score.py)
	$(BIN)/python -m tests.evaluate $(BENCHMARKS)

report: $(INSTALLED) ## Say what the layers make of a folder of real texts (CORPUS=folder; PARTS=, FIGURES=, TOPICS=, ENTITIES=, PASSAGES=, TURNS=: how many to draw, by SEED=; FRESH=1: none that was judged)
	$(BIN)/python -m tests.corpus $(CORPUS) --parts $(or $(PARTS),0) --figures $(or $(FIGURES),0) --topics $(or $(TOPICS),0) \
		--entities $(or $(ENTITIES),0) --passages $(or $(PASSAGES),0) --turns $(or $(TURNS),0) --seed $(or $(SEED),20261123) $(if $(FRESH),--fresh)

bench: $(INSTALLED) ## Time every layer on texts (CORPUS=folder) and the site beside stock Datasette (LARGE=large.db, made if it is not there)
	@test -n "$(CORPUS)$(LARGE)" || { echo "Say what to time: CORPUS=folder, LARGE=large.db, or both" >&2; exit 1; }
	$(if $(CORPUS),$(BIN)/python -m tests.bench $(CORPUS))
	$(if $(LARGE),test -f $(LARGE) || $(BIN)/python -m tests.large $(LARGE))
	$(if $(LARGE),$(BIN)/python -m tests.site_bench $(LARGE))

lock: ## Choose exact versions anew (needs uv)
	uv pip compile pyproject.toml build-requirements.in --extra dev --universal --python-version 3.11 --no-header --no-annotate --output-file requirements.lock

clean: ## Remove what the targets made
	rm -rf $(VENV) $(NEXT) $(DATABASE) exports build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
