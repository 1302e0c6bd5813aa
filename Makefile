## make demo   compare the study scenarios/ha-tinh-2022 (or STUDY=…): tables, charts and the report with its papers, from out/index.html
## make test   run the tests but those marked slow, which make check runs too; what needs a browser, an office suite or
##             graphviz skips where there is none
## make check  the one definition of done: format, lint, types, floors, studies, benchmarks (tiny), site, tests, notebooks
## make docs   set the documentation as a site under out/site/
## make bench  run the benchmarks, each beside its peer, and write out/bench.json
## make fuzz   run the fuzzers and the kills for SECONDS (600) with SEED (1); what fails is kept under out/fuzz/
## make format, make clean, make pins
## Each makes its own environment in .venv first: no root, Python 3.11 or newer.

VENV    ?= .venv
BIN     := $(VENV)/bin
PYTHON  ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
             $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
WORKERS ?= auto
STUDY   ?= scenarios/ha-tinh-2022
OUT     ?= out

# Of a study whose clauses one scenario puts together that one is drawn, of others what each of their scenarios changes.
DRAWN   := $(firstword $(wildcard $(STUDY)/conclusion.yaml) $(STUDY))

SECONDS ?= 600
SEED    ?= 1

# What a demo needs installs in half the time of the tools to develop, which serve for it too where they are.
FULL    := $(VENV)/.installed-dev
RUN     := $(if $(wildcard $(FULL)),$(FULL),$(VENV)/.installed-run)

SITE    := $(BIN)/sphinx-build -W --keep-going -E -q -b html -d $(OUT)/site-read

# Commands and tests start in two thirds of the time where modules stay compiled.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check docs bench fuzz format pins clean

help:
	@sed -n 's/^## //p' Makefile

demo: $(RUN)
	$(BIN)/orgmodel check $(STUDY)
	$(BIN)/orgmodel compare $(STUDY) -o $(OUT) --papers $(OUT)/papers || { \
	  echo 'make: see above; where $(OUT)/ is of an earlier version, move it away, or: make demo OUT=ANOTHER' >&2; exit 1; }
	$(BIN)/orgmodel chart $(DRAWN) --state changes -o $(OUT)/changes.pdf
	@$(BIN)/python scripts/demo_index.py $(STUDY) $(OUT)
	@echo 'Written: $(OUT)/index.html, which leads to the report with its papers, the chart and all tables'

test: $(FULL)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not slow" $(ARGS)

check: $(FULL)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/lint-imports --no-logo
	set -e; for study in scenarios/*/; do $(BIN)/orgmodel check $$study; done
	$(BIN)/python -m benchmarks --tiny
	@echo 'Types and site, beside each other'; mkdir -p $(OUT); $(BIN)/mypy >$(OUT)/types.txt 2>&1 & types=$$!; \
	  $(SITE) -D nb_execution_mode=off docs $(OUT)/site-unrun; site=$$?; \
	  wait $$types; types=$$?; cat $(OUT)/types.txt; [ $$types = 0 ] && [ $$site = 0 ]
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --nbmake --ignore=docs/generated orgmodel tests notebooks docs

docs: $(FULL)
	$(SITE) docs $(OUT)/site
	@echo 'Written: $(OUT)/site/index.html'

bench: $(FULL)
	$(BIN)/python -m benchmarks

fuzz: $(FULL)
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) --seed $(SEED)

format: $(FULL)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

pins: # the newest versions that the oldest Python allows; run it with PYTHON=python3.11
	rm -rf $(OUT)/pins && $(PYTHON) -m venv $(OUT)/pins
	$(OUT)/pins/bin/pip install --quiet --editable '.[all,dev]'
	{ head -n 1 constraints.txt; $(OUT)/pins/bin/pip freeze --exclude-editable | grep -E '^[A-Za-z0-9_.-]+==[^ ]+$$'; } > constraints.tmp
	mv constraints.tmp constraints.txt

clean:
	rm -rf $(VENV) $(OUT) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/.installed-run: EXTRAS := office
$(FULL): EXTRAS := all,dev
$(VENV)/.installed-run $(FULL): pyproject.toml constraints.txt
	@test -n '$(PYTHON)' || { echo 'make: no Python 3.11 or newer on the PATH; name one: make PYTHON=/path/to/python3' >&2; exit 1; }
	@test -x $(BIN)/python && $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { \
	  echo 'make: $(PYTHON) -m venv failed (see above); Debian and Ubuntu keep it in the package python3-venv' >&2; exit 1; }
	@$(BIN)/python -c 'import sys; sys.exit("make: $(VENV) needs Python 3.11 or newer, and has " + sys.version \
	  if sys.version_info < (3, 11) else 0)'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]' --constraint constraints.txt
	@touch $@
