.DEFAULT_GOAL := install
PYTHON ?= python3
BIN := .venv/bin
CATALOGUES := $(wildcard diagnoza/translations/*/LC_MESSAGES/messages.po)
COMPILED := $(CATALOGUES:.po=.mo)

.PHONY: install run test lint types bench bench-paper train-paper properties faults lighthouse translations pins browser clean help

install: .venv/.ready $(COMPILED) ## Make the virtual environment in .venv with everything that is needed

.venv/.ready: pyproject.toml requirements.txt
	@tools/make-venv $(PYTHON) .venv
	@$(BIN)/pip install -qq --disable-pip-version-check -r requirements.txt
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --editable .
	@touch $@

%.mo: %.po | .venv/.ready
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

run: install ## Serve the demo at http://127.0.0.1:5000
	@exec $(BIN)/diagnoza run --demo

browser:
	@tools/find-browser

test: install browser ## Pass all the tests
	@$(BIN)/pytest --numprocesses=auto --dist=loadfile --benchmark-disable

properties: install ## Try the recommender's properties on 1,000 examples each (minutes)
	@DIAGNOZA_EXAMPLES=1000 $(BIN)/pytest tests/analysis/recommender

faults: install browser ## Try every fault and every state of residents' pages (minutes)
	@$(BIN)/pytest -m "long or browser" tests/browser

lint: install ## Check the style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: install ## Check the types
	@$(BIN)/mypy

bench: install ## Measure speed; figures are for this machine
	@$(BIN)/pytest benchmarks --benchmark-only --benchmark-columns=min,median,rounds
	@$(BIN)/python -m benchmarks.analysis
	@$(BIN)/python -m benchmarks.coverage
	@$(BIN)/python -m benchmarks.paper_keys
	@$(BIN)/python -m benchmarks.submission

bench-paper: install ## Measure how well filled sheets of paper are read
	@$(BIN)/python -m benchmarks.paper

train-paper: install ## Train the reader of boxes on drawn sheets; writes diagnoza/scanning/classifier.json
	@$(BIN)/python -m benchmarks.paper.train

lighthouse: install ## Look at residents' pages with Lighthouse (needs Node; minutes)
	@tools/find-browser chromium
	@PYTHONPATH=. $(BIN)/python tools/lighthouse

translations: install ## Collect new texts into the catalogues
	@$(BIN)/pybabel --quiet extract --mapping-file babel.cfg --no-location --sort-output --project diagnoza \
		--output-file messages.pot diagnoza
	@$(BIN)/pybabel --quiet update --input-file messages.pot --output-dir diagnoza/translations --no-fuzzy-matching \
		--ignore-pot-creation-date --width 110
	@rm messages.pot

pins: ## Write requirements.txt anew from the newest versions
	@tools/pin-requirements $(PYTHON)

clean: ## Remove what make made; the database stays
	@rm -rf .venv build *.egg-info .mypy_cache .ruff_cache $(COMPILED)

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'
