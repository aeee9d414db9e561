# Everything a newcomer, a developer and CI run. `make` alone lists it.
#
# Only relative paths: the project may live in a path with a space.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PORT ?= 8000
PYTHON ?= python3
PY := .venv/bin/python
PYTEST_ARGUMENTS ?=

LOCK := .venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock"
# uv is fast; pip may know a mirror (pip.conf) that uv does not.
INSTALL = $(PY) -m uv pip install --quiet --compile-bytecode --python $(PY) --require-hashes -r $(1) \
	|| $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
define VENV
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "Python 3.11 or newer is needed: install it, or name it: make PYTHON=python3.12" >&2; exit 1; }; \
$(PY) -c '' 2>/dev/null || { rm -rf .venv; $(PYTHON) -m venv .venv; } || \
	{ echo "$(PYTHON) makes no virtual environment. On Debian: apt install python3-venv" >&2; exit 1; }; \
$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install --quiet --disable-pip-version-check uv
endef

.PHONY: help demo test check format lock bench manage clean clean-data

help: ## list these targets
	@echo "Editorial review. Targets:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | while IFS='	' read -r name text; do \
		printf '  make %-11s %s\n' "$$name" "$$text"; done
	@echo "Settings: PORT=8001 (demo), DATABASE_URL, REDIS_URL, EMAIL_URL; see README.md"

demo: .venv/demo-ready ## set up and run everything with sample data; Ctrl-C stops it
	@exec $(PY) manage.py up --demo --port "$(PORT)" --with-parent

test: .venv/ready ## set up and run all tests
	$(PY) -m pytest -n 2 --dist loadgroup $(PYTEST_ARGUMENTS)

check: .venv/ready ## everything CI checks, but for the tests
	$(PY) -m ruff format --check --quiet .
	$(PY) -m ruff check --quiet .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-cache
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py lintmigrations --no-cache --sql-analyser postgresql --quiet ok ignore \
		--include-apps references articles editorial site_config \
		--ignore-name 0003_one_record_per_identifier 0006_notices_come_and_go 0016_keeping_current \
		# two have indexes in the place of stricter ones; one moves what policies held to the ladders
	SITE_URL=https://articles.example.org SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
		SIGNING_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))') \
		$(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m djlint --quiet --lint articles config editorial references

format: .venv/ready ## put code and templates into form
	$(PY) -m ruff check --fix --quiet . || true
	$(PY) -m ruff format --quiet .
	$(PY) -m djlint --quiet --reformat articles config editorial references || true

bench: .venv/ready ## measure; writes bench/results.json
	$(PY) -m bench

lock: .venv/ready ## resolve the newest allowed versions into requirements*.txt
	$(LOCK) --upgrade pyproject.toml \
		--output-file requirements.txt
	$(LOCK) --upgrade --constraint requirements.txt --group dev pyproject.toml \
		--output-file requirements-dev.txt

clean: ## remove what can be made again, keep the data
	rm -rf .venv static_collected .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

clean-data: .venv/demo-ready ## remove the demo's database, mail and key
	@$(PY) -m config.embedded.forget

# Two stamps: the demo needs no test tools. Each is older than the lock after an update.

.venv/demo-ready: requirements.txt
	@$(VENV)
	@echo "Installing what requirements.txt names"
	@$(call INSTALL,requirements.txt)
	@touch $@

.venv/ready: requirements-dev.txt
	@$(VENV)
	@echo "Installing what requirements-dev.txt names"
	@$(call INSTALL,requirements-dev.txt)
	@touch $@ .venv/demo-ready
