SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PROTOS = $(shell find proto/comptoir -name '*.proto' 2>/dev/null)
TYPED = $(wildcard kit services demo deploy proto/generate.py tests benchmarks)
EDITABLE = -e kit -e proto -e deploy/local -e demo $(foreach s,$(wildcard services/*),-e $(s))
TYPED += docs

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/bin/uv:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9

.venv/.installed: requirements.lock .venv/bin/uv kit/pyproject.toml proto/pyproject.toml $(wildcard services/*/pyproject.toml) deploy/local/pyproject.toml demo/pyproject.toml
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps $(EDITABLE)
	@touch $@

setup: .venv/.installed proto/gen/.generated ## Install everything into .venv and generate the protobuf classes

lock: .venv/bin/uv ## Resolve the dependencies anew into requirements.lock
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --all-packages --all-groups --no-emit-workspace --format requirements-txt --no-header --quiet > requirements.lock

docs: setup ## Write the tables of docs/configuration.md from the settings in the code
	$(BIN)/python docs/configuration.py

.PHONY: docs

proto: .venv/.installed ## Generate proto/gen from the contracts
	@rm -f proto/gen/.generated
	@$(MAKE) --no-print-directory proto/gen/.generated

proto/gen/.generated: $(PROTOS) proto/generate.py .venv/.installed
	@$(BIN)/python proto/generate.py
	@touch $@

fmt: setup ## Format the code and mend what the linter can
	$(BIN)/ruff format --quiet .
	$(BIN)/ruff check --quiet --fix .

check: setup ## Check format, lint, types, contracts and migrations
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy $(TYPED)
	$(BIN)/pytest -q tests/contracts

test: setup ## Run every test, on real servers that it starts and stops
	$(BIN)/pytest -q

.PHONY: help setup lock proto fmt check test
