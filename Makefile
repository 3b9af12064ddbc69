# Two commands matter: `make run` and `make test`. The rest is listed by `make`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install run train chat test check evaluate bench format catalogue clean

PYTHON := .venv/bin/python
export PYTHONDONTWRITEBYTECODE := 1
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export RASA_TELEMETRY_ENABLED := false

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

install: .venv/.installed ## install the locked packages (and uv, if there is none) into .venv

.venv/.installed: pyproject.toml uv.lock .python-version
	@bash deploy/install.sh
	@touch $@

run: install ## start everything, print where to click and what to say (Ctrl-C stops it)
	@$(PYTHON) -m bot run

train: install ## train the model, unless the one there is already made from these inputs
	@$(PYTHON) -m bot train

chat: install ## talk to the running assistant in this terminal
	@$(PYTHON) -m bot chat

catalogue: install ## check every service and figure in the catalogue
	@$(PYTHON) -m bot catalogue check

check: install ## formatting, lint, types, who imports whom, catalogue
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache
	@$(PYTHON) -m bot catalogue check

test: install ## every test, with coverage of bot and actions
	@bash deploy/debian.sh chromium
	@$(PYTHON) -m bot train
	@$(PYTHON) -m pytest --cov --cov-report=term $(ARGS)

evaluate: install ## measure how well unseen sentences are understood, against the floors
	@$(PYTHON) -m bot evaluate $(ARGS)

bench: install ## measure us beside Rasa's default pipeline (half an hour or more)
	@$(PYTHON) -m benchmarks.nlu $(ARGS)

format: install ## put the code in its standard shape
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

clean: ## remove models, databases, logs and installed packages
	rm -rf .venv .tools var models/*.tar.gz
