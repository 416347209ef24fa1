# Each target sets up what it needs: a machine with Python 3.11 or newer, make and git is enough.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

# The first interpreter that runs and is new enough; a version manager's shim may exist and fail.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' >/dev/null 2>&1 && { echo $$python; break; }; done)

.PHONY: setup demo test check proofs format bench faults picture requirements clean

setup: $(VENV)/.run  ## what the bot needs to run

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found: install it, or name it with make PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "This Python lacks ensurepip: install its venv package (on Debian and Ubuntu: apt install python3-venv)."; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version); this takes a minute the first time."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements.txt pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

PROOFS := .venv-proofs

$(PROOFS)/.made: $(VENV)/.made content/requirements.txt
	@echo "Setting up $(PROOFS), the libraries that the bank's answers are about."
	@$(PYTHON) -m venv $(PROOFS)
	@$(PROOFS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r content/requirements.txt
	@touch $@

proofs: $(PROOFS)/.made $(VENV)/.run  ## runs the proofs that changed: make proofs ARGS="--all", ARGS="--bite", ARGS="websocket-testing"
	@$(BIN)/interview-bot content prove $(ARGS)

demo: $(VENV)/.run  ## the bot in a small Slack on this machine: make demo ARGS="--port 8421 --no-open"
	@exec $(BIN)/interview-bot demo $(ARGS)

test: $(VENV)/.dev $(PROOFS)/.made  ## the whole suite
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

check: $(VENV)/.dev  ## lint, format, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.dev  ## mends what can be mended by machine
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev  ## ratios against a floor measured in the same run
	@$(BIN)/python -m tests.bench $(ARGS)

faults: $(VENV)/.dev  ## the longer fault runs
	@$(BIN)/python -m tests.faults $(ARGS)

requirements:  ## resolves the requirement files anew, with hashes and without addresses; needs uv
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --custom-compile-command "make requirements" \
		--group build pyproject.toml -o requirements.txt
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --custom-compile-command "make requirements" \
		--group build --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --custom-compile-command "make requirements" \
		content/requirements.in -o content/requirements.txt

picture: $(VENV)/.dev  ## draws the picture of the README from the running demo; needs chromium
	@$(BIN)/python -m tests.browser.picture deploy/playground.png

clean:  ## forgets everything that was set up
	rm -rf $(VENV) $(PROOFS) .venv-stale .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
