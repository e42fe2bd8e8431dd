# The commands of the house. `make help` tells what each does.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
MADE := .made
PYTEST := $(BIN)/python -m pytest -q
export PATH := $(CURDIR)/$(BIN):$(PATH)
export FLASK_APP := wsgi

.PHONY: help run test check bench bench-rooms relevance screens demo translations clean

help: ## Say what each command does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(MADE)/run $(MADE)/assets $(MADE)/words ## Start Médiane with its demonstration on http://127.0.0.1:5000 (HOST, PORT, DATA_DIR)
	@$(BIN)/python deploy/start.py

test: $(MADE)/dev $(MADE)/assets $(MADE)/words ## Run the gates and every suite: unit, PostgreSQL, services, browser
	@$(MAKE) --no-print-directory check
	@$(BIN)/python tests/suites.py

check: $(MADE)/dev $(MADE)/words ## Run the gates: lint, types, floors, templates, catalogues, migrations, routes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint templates --lint --quiet
	$(PYTEST) tests/gates

bench: $(MADE)/dev $(MADE)/assets $(MADE)/words ## Measure pages in ratio to a bare Flask "hello" and print a table
	$(BIN)/python -m tests.bench

bench-rooms: $(MADE)/dev $(MADE)/assets $(MADE)/words ## Measure a full room beside a bare Socket.IO server (ROOMS="--people 100 --seconds 10", ROOMS="--rounds 200")
	$(BIN)/python -m tests.bench.rooms $(ROOMS)

relevance: $(MADE)/dev $(MADE)/words ## Ask the search judged questions with each engine, print nDCG@10 and MRR, fail below the floor
	$(BIN)/python -m tests.relevance

screens: $(MADE)/dev $(MADE)/assets $(MADE)/words ## Take the pictures of docs/screens with Chromium
	$(BIN)/python -m tests.browser.screens

translations: $(MADE)/dev ## Bring the English catalogue up to what code and templates say
	$(BIN)/python deploy/translations.py

clean: ## Throw away what was made: environment, assets, demonstration
	rm -rf .venv $(MADE) node_modules static/dist instance

$(MADE)/venv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	@mkdir -p $(MADE) && touch $@

$(MADE)/run: requirements.txt | $(MADE)/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(MADE)/node: requirements-node.txt | $(MADE)/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.txt
	@touch $@

$(MADE)/dev: requirements-dev.txt | $(MADE)/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(MADE)/run $(MADE)/node

node_modules/.package-lock.json: package.json package-lock.json $(MADE)/node
	npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

$(MADE)/assets: node_modules/.package-lock.json $(shell find static/src static/build.mjs -type f 2>/dev/null)
	node static/build.mjs
	@touch $@

$(MADE)/words: forum/translations/en/LC_MESSAGES/messages.po $(MADE)/run
	$(BIN)/pybabel -q compile -d forum/translations
	@touch $@
