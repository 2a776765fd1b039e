SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PROTOS = $(shell find proto/comptoir -name '*.proto' 2>/dev/null)
TYPED = $(wildcard kit services demo deploy proto/*.py tests benchmarks web/*.py)
IN_IMAGE = kit proto $(notdir $(wildcard services/*))
EXPORT = $(BIN)/uv export --no-emit-workspace --format requirements-txt --no-header --quiet
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

lock: .venv/bin/uv ## Resolve the dependencies anew: requirements.lock for working here, requirements.services.lock for the image
	$(BIN)/uv lock --upgrade
	$(EXPORT) --all-packages --all-groups > requirements.lock
	$(EXPORT) --no-default-groups $(addprefix --package comptoir-,$(IN_IMAGE)) > requirements.services.lock

docs: setup ## Write the tables of docs/configuration.md from the settings in the code
	$(BIN)/python docs/configuration.py

.PHONY: docs

NODE_TOOLS = web/node_modules/.package-lock.json
CONSOLE = $(shell find web/src web/public -type f) $(addprefix web/,index.html package.json vite.config.ts tsconfig.json)

$(NODE_TOOLS): web/package-lock.json web/.npmrc
	@cd web && npm ci --no-progress --loglevel=error
	@touch $@

web: web/dist/index.html ## Build the console, where its sources changed

web/dist/index.html: $(NODE_TOOLS) $(CONSOLE)
	@cd web && npm run --silent build -- --logLevel=warn

web-client: setup $(NODE_TOOLS) ## Write the console's typed client from what the services offer
	$(BIN)/python web/openapi.py

proto: .venv/.installed ## Generate proto/gen from the contracts
	@rm -f proto/gen/.generated
	@$(MAKE) --no-print-directory proto/gen/.generated

proto/gen/.generated: $(PROTOS) proto/generate.py .venv/.installed
	@$(BIN)/python proto/generate.py
	@touch $@

events: setup ## Write docs/events from the contracts and the services' wiring
	$(BIN)/python proto/asyncapi.py

fmt: setup $(NODE_TOOLS) ## Format the code and mend what the linter can
	$(BIN)/ruff format --quiet .
	$(BIN)/ruff check --quiet --fix .
	cd web && npx prettier --write --log-level warn .

check: setup $(NODE_TOOLS) ## Check format, lint, types, contracts and migrations
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check-services check-web

check-services: setup
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy $(TYPED)
	$(BIN)/lint-imports --no-logo
	$(BIN)/python proto/check.py
	$(BIN)/pytest -q tests/contracts
	$(BIN)/python web/openapi.py --check

check-web: $(NODE_TOOLS)
	cd web && npm run --silent check

check-proto: setup ## Check the contracts: lint, format, and nothing that breaks who speaks them
	$(BIN)/python proto/check.py

up: setup web ## Start everything in the background; come back when it is ready
	@$(BIN)/python -m stack up

down: setup ## Stop everything
	@$(BIN)/python -m stack down

status: setup ## Show every part: ready, port, memory, restarts
	@$(BIN)/python -m stack status

logs: setup ## Follow the logs (SERVICE=sales: of one part)
	@$(BIN)/python -m stack logs $(SERVICE)

reset: setup ## Stop everything and delete its data
	@$(BIN)/python -m stack reset

invariants: setup ## Check on the running system that everything adds up across services
	@$(BIN)/python -m stack invariants

demo: setup web ## Start everything and play the wholesaler's documents (PERIOD=2013: the year)
	@$(BIN)/python -m stack demo

bench: setup web ## Measure what the platform costs, on data of its own (ONLY="hot-products pricing-lines": those)
	$(BIN)/python -m benchmarks $(ONLY)

test: setup web ## Run every test, on real servers that it starts and stops
	cd web && npm test --silent
	$(BIN)/pytest -q -n 2 -m "not integration"
	$(BIN)/pytest -q -n 2 -m integration

.PHONY: help setup lock web web-client proto events fmt check check-services check-web check-proto up down status logs reset invariants demo bench test
