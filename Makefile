# Onward. `make run` and `make test` do all set-up; running anything twice is harmless.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export ONWARD_ENV ?= development
export PORT

.PHONY: help run test bench kill kill-phone cut durable full lint messages content lock shots machine planted
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: .venv/run ## set everything up and serve on http://127.0.0.1:8000 (PORT=)
	@$(BIN)/python -m config.port $(PORT)
	@$(BIN)/python manage.py set_up
	@echo; echo "Onward is at http://127.0.0.1:$(PORT)  (the admin: http://127.0.0.1:$(PORT)/cms/). Stop with Ctrl-C."
	@$(BIN)/gunicorn -c config/gunicorn.py config.wsgi

test: .venv/test ## every test, in a browser too; DB=postgres: all but the browser's, on a throw-away PostgreSQL
	@$(BIN)/python -m tests.install_browser
	@$(BIN)/python -m tests.install_observatory || true
	@$(BIN)/python -m tests.on_database $(DB) -- $(BIN)/python -m pytest $(if $(DB),-m "not browser") $(ARGS)

machine: .venv/test ## phones, people and trainers in any order, for STEPS=1000000 steps (DB=postgres)
	@STEPS=$(or $(STEPS),1000000) $(BIN)/python -m tests.on_database $(DB) -- $(BIN)/python -m pytest -rP tests/records/test_machine.py $(ARGS)

planted: .venv/test ## plant bugs in the record one by one: the machine must catch each
	@$(BIN)/python -m tests.records.planted_bugs

bench: .venv/test ## weigh the pages and load the server; prints figures
	@$(BIN)/python -m tests.install_browser
	@$(BIN)/python -m bench $(ARGS)

kill: .venv/test ## kill -9 a busy site N=1000 times: nothing acknowledged may be lost (DB=postgres)
	@$(BIN)/python -m faults.kill --kills $(or $(N),1000) --db "$(DB)" $(ARGS)

kill-phone: .venv/test ## kill -9 a browser N=200 times while it answers: what its screen said it has is there, once
	@$(BIN)/python -m tests.install_browser
	@PHONE_KILLS=$(or $(N),200) $(BIN)/python -m pytest -n0 -rP tests/offline/test_killed.py -k killed $(ARGS)

cut: .venv/test ## break the way to the server after every byte: nothing may be lost or doubled
	@$(BIN)/python -m faults.cut $(ARGS)

durable: .venv/test ## watch by strace that every answer is sent after its statements are on disk (DB=postgres)
	@$(BIN)/python -m faults.durable --db "$(DB)" $(ARGS)

full: .venv/test ## fill the disk under a site: answers are refused, none is lost (needs root)
	@$(BIN)/python -m faults.full

lint: .venv/test ## style, types, migrations, content, deployment checks
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m courses.check_content

messages: .venv/test ## gather messages for translators (needs gettext's tools)
	@$(BIN)/python manage.py gather_messages

content: .venv/run ## check the starter course's files
	@$(BIN)/python -m courses.check_content

shots: .venv/test ## take the README's screenshots
	@$(BIN)/python -m tests.install_browser
	@$(BIN)/python -m bench.shots

lock: ## pin the newest dependencies that pyproject.toml allows, with hashes (needs uv)
	@uv pip compile pyproject.toml --generate-hashes --no-header --no-annotate --python-version 3.11 -q -o requirements.txt
	@uv pip compile pyproject.toml --group test --generate-hashes --no-header --no-annotate --python-version 3.11 -q -o requirements-test.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Onward needs Python 3.11 or newer; this is `$(PYTHON) --version 2>&1`. Say which to use: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing. On Debian: apt install python3-venv"; exit 1; }

# uv installs in seconds what takes pip a minute; where it cannot be had, pip does it.
INSTALL = ($(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.txt \
	&& $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r $(1)) 2>.venv/install.log \
	|| $(BIN)/pip install -q --disable-pip-version-check --require-hashes -r $(1)

.venv/run: .venv/bin/python requirements.txt
	@echo "Installing what Onward needs…"
	@$(call INSTALL,requirements.txt)
	@touch $@

.venv/test: .venv/bin/python requirements-test.txt
	@echo "Installing what the tests need…"
	@$(call INSTALL,requirements-test.txt)
	@touch .venv/run $@
