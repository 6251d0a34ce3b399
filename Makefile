# `make run` and `make test` are the two commands of the README; the others serve the people who work on the code.
PORT ?= 8000
DEMO ?= 1
PY := .venv/bin/python
# --without-pip: a bare Debian has no ensurepip; its pip installs into the environment from outside.
PIP := python3 -m pip --python $(PY) install --quiet --disable-pip-version-check --no-deps --require-hashes

.PHONY: help setup setup-test run test check bench urn-demo mutants lock translations migration clean
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

.venv/bin/python:
	python3 -m venv --without-pip .venv

.venv/.run: requirements/run.txt requirements/htmx.txt | .venv/bin/python
	$(PIP) -r requirements/run.txt -r requirements/htmx.txt
	@touch $@

.venv/.test: requirements/test.txt .venv/.run
	$(PIP) -r requirements/test.txt
	@touch $@

translations/en/LC_MESSAGES/messages.mo: translations/en/LC_MESSAGES/messages.po | .venv/.run
	.venv/bin/pybabel --quiet compile --domain messages --directory translations

setup: .venv/.run translations/en/LC_MESSAGES/messages.mo ## install what running needs, into .venv

setup-test: setup .venv/.test
	@tests/system-packages

run: setup ## install, migrate, load the demonstration (DEMO=0: start empty) and serve on 127.0.0.1:$(PORT)
	@BLASON_DEMO=$(DEMO) PORT=$(PORT) $(PY) -m app.serve

test: setup-test ## install what tests need and run them all, on SQLite and on PostgreSQL
	@tests/run-all

check: setup-test ## only the static checks: format, lint, types, imports, templates
	@tests/static-checks

bench: setup-test ## measured speeds, as ratios in one run
	@$(PY) -m bench

urn-demo: setup ## a whole election of 60 voters in a verifiable urn, its archive in build/
	@$(PY) -m app.demo.urn

mutants: setup-test ## break the tallies in every small way, and see that a test notices (docs/mutations.md)
	.venv/bin/mutmut run

lock: ## resolve the dependencies again (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements/run.txt
	uv pip compile pyproject.toml --extra test -c requirements/run.txt --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements/test.txt

translations: setup-test ## collect the French sentences into the English catalogue
	.venv/bin/pybabel --quiet extract -F babel.cfg -k _l -k _ln:1,2 -k lazy_gettext --no-location --sort-output --no-wrap -o translations/messages.pot .
	.venv/bin/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --no-wrap -d translations -i translations/messages.pot
	@rm translations/messages.pot

clean: ## forget the environment and the embedded database
	rm -rf .venv instance build
