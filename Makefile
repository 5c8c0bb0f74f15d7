# `make run` and `make test` need Python 3.11 or newer and nothing else.
PYTHON ?= python3
VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := $(VENV)/bin
UV_COMPILE = $(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url \
	--no-emit-find-links --python-version 3.11 --quiet --custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.PHONY: help run test test-slow lint bench lock clean

help:
	@echo "make run     the site at http://$(HOST):$(PORT)/, its desk at /admin/; Ctrl-C stops it"
	@echo "make test    the tests on all cores; T=tests/models for a part"
	@echo "make test-slow  the tests that take long: real servers, killed and started again"
	@echo "make lint    lint, format and migration checks"
	@echo "make bench   measurements, with their tables"
	@echo "make lock    new requirements files from pyproject.toml (needs the package index)"
	@echo "make clean   removes the virtual environment; your data in var/ stays"

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Curation Desk needs Python 3.11 or newer; try: make PYTHON=python3.13 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.installed: requirements.txt | $(VENV)/pyvenv.cfg
	@echo "Installing what the site needs ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/test.installed: requirements-dev.txt | $(VENV)/pyvenv.cfg
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/run.installed

run: $(VENV)/run.installed
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/gunicorn --config config/gunicorn.py --bind $(HOST):$(PORT) config.wsgi

# A part: make test T=tests/models. One process, with a debugger: make test T="tests/models -n0 --pdb"
test: $(VENV)/test.installed
	@$(BIN)/python -m pytest -n auto -m "not slow" $(T)

test-slow: $(VENV)/test.installed
	@$(BIN)/python -m pytest -n auto -m slow $(T)

lint: $(VENV)/test.installed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@find templates -name '*.html' -exec $(BIN)/djade --check {} +
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@SITE_URL=https://news.example.org MAIL_URL=smtps://mail.example.org $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(VENV)/test.installed
	@for bench in benchmarks/*.py; do echo "== $$bench"; $(BIN)/python $$bench || exit 1; done

lock: | $(VENV)/pyvenv.cfg
	@$(BIN)/python -m pip install --quiet uv
	@$(UV_COMPILE) --extra production --group dev pyproject.toml --output-file requirements-dev.txt
	@$(UV_COMPILE) --constraint requirements-dev.txt pyproject.toml --output-file requirements.txt
	@$(UV_COMPILE) --constraint requirements-dev.txt --extra production pyproject.toml \
		--output-file requirements-production.txt

clean:
	rm -rf $(VENV)
