.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
PYPROJECTS := $(wildcard */pyproject.toml services/*/pyproject.toml deploy/local/pyproject.toml)
IMAGE_PYPROJECTS := $(foreach part,contracts chassis cli,$(part)/pyproject.toml) $(wildcard services/*/pyproject.toml)
OURS := contracts chassis customers billing delivery tasks web cli local bench

.PHONY: vendor shots wording help setup lock describe run demo test faults check bench clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make .venv and fetch every part, or only what changed
	@python3 deploy/local/setup.py

lock: setup ## Write requirements.lock anew from every pyproject.toml
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		$(addprefix --no-emit-package kontor-,$(OURS)) \
		--output-file requirements.lock --group pyproject.toml:dev $(PYPROJECTS)
	@.venv/bin/uv pip compile --quiet --python-platform linux --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links --constraint requirements.lock \
		$(addprefix --no-emit-package kontor-,$(OURS)) \
		--output-file deploy/image/requirements.lock $(IMAGE_PYPROJECTS) deploy/image/build.in

describe: setup ## Write anew what is made from code: schemas, catalogue, AsyncAPI, OpenAPI, manifests
	@$(PYTHON) contracts/write_schemas.py
	@$(PYTHON) -m kontor_local.apis
	@$(PYTHON) -m kontor_local.access
	@$(PYTHON) -m kontor_local.cluster.writing

vendor: ## Fetch the pages' script, icons and axe anew, with npm
	@python3 services/web/vendor.py

wording: setup ## Bring the pages' catalogues up to date with their texts
	@$(PYTHON) services/web/wording.py

shots: setup ## Write pictures of the pages to var/shots
	@$(PYTHON) -m pytest -q tests/browser/shots.py

run: setup ## Start all of Kontor on this machine until Ctrl-C
	@$(PYTHON) -m kontor_local.run

demo: setup ## Bill a month of the sample company (FRESH=1 empties first, CUSTOMERS=n generates)
	@$(PYTHON) -m kontor_local.demo $(if $(FRESH),--fresh) $(if $(CUSTOMERS),--customers $(CUSTOMERS))

test: setup ## Run all tests, on a real Kafka and a real MongoDB
	@$(PYTHON) -m pytest -n 2 --dist loadscope --no-loadscope-reorder

faults: setup ## Kill every kind of process amid a month, cut the broker off for a minute, ask the APIs at length; write the figures
	@KONTOR_FAULT_FIGURES=1 KONTOR_FAULT_CUSTOMERS=$(or $(CUSTOMERS),1000) KONTOR_FAULT_KILLED=100 KONTOR_FAULT_CUT_SECONDS=60 \
		$(PYTHON) -m pytest -q -s tests/faults/test_plan.py
	@KONTOR_ASKED_SECONDS=60 KONTOR_ASKED_TIMES=50 $(PYTHON) -m pytest -q -k openapi services

check: setup ## Run linters, formatter, types and the rules on who may import whom
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@.venv/bin/codespell

bench: setup ## Measure the README's figures (ONLY=growth: 1 000 to 50 000 customers, 1 to 4 workers; CUSTOMERS=n for another size)
	@$(PYTHON) -m kontor_bench $(if $(ONLY),--only $(ONLY)) $(if $(CUSTOMERS),--customers $(CUSTOMERS))

clean: ## Remove caches and test leftovers; var/ (data) and .venv stay
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
