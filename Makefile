# Everything a fresh machine needs is made here: Python 3.11+, make and the package registries are enough.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q
NPM_BOT := tests/sandbox/npm

.PHONY: setup dev sandbox run test lint types imports pytest browser npm lock clean help

help:
	@echo "make sandbox   try everything in a browser: the bot and a local Telegram on http://127.0.0.1:8081"
	@echo "make run       run against Telegram (needs TAPROSE_TELEGRAM__TOKEN)"
	@echo "make test      lint, types, floors and all tests"
	@echo "make setup     only set up; .venv/bin/taprose stands afterwards"
	@echo "make lock      pin the dependencies anew"

setup: $(VENV)/.runtime
dev: $(VENV)/.dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Taprose needs Python 3.11 or newer; point PYTHON at one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Setting up (once; about a minute) ..."
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@$(BIN)/python -m compileall -q bot handlers reports sandbox storage
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "Setting up the tools for the tests (once) ..."
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

sandbox: $(VENV)/.runtime
	$(BIN)/taprose sandbox $(ARGS)

run: $(VENV)/.runtime
	$(BIN)/taprose run

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports --no-cache

browser:
	@sh tests/browser.sh

# A foreign bot for the local Telegram. Where node is missing, its test says what to install.
npm:
	@if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1; then $(MAKE) -s $(NPM_BOT)/node_modules/.installed || echo "npm could not set it up; its test will say so." >&2; fi

$(NPM_BOT)/node_modules/.installed: $(NPM_BOT)/package.json $(NPM_BOT)/package-lock.json
	@echo "Setting up a foreign bot for the tests (once) ..."
	cd $(NPM_BOT) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

pytest: $(VENV)/.dev browser npm
	$(BIN)/python -m pytest -n 3 --dist worksteal

test: lint types imports pytest

# How the lock files are written stands in pyproject.toml.
lock: | $(BIN)/python
	$(PIP) install pip-tools
	$(BIN)/pip-compile -q --upgrade --extra build --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile -q --upgrade --extra build --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean:
	rm -rf $(VENV) $(NPM_BOT)/node_modules build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
