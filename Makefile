# Introloop. `make` alone lists what can be made; nothing but make, git and python3 is needed first.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test test-systemd test-image check lint cover measure kill soak bench bench-fleet mutate learn crossed lock clean

PYTHON := .venv/bin/python
INSTALL := $(PYTHON) -m pip --disable-pip-version-check --no-input install --quiet
PYTEST := $(PYTHON) -m pytest -n 2 --dist worksteal

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: .venv/run.stamp ## set everything up, read a mailbox of invented mail, and show its digest
	@.venv/bin/introloop demo

test: .venv/dev.stamp ## run all tests, against a real IMAP server (what CI runs)
	@.ci/dovecot
	@.ci/postgresql
	@$(PYTEST) $(ARGS)

check: lint cover ## the tests, and format, lint, types and coverage as well

test-systemd: .venv/dev.stamp ## really run the unit: a Debian with systemd, booted; needs root (part of CI)
	@.ci/dovecot
	@.ci/machine
	@$(PYTHON) -m pytest -p no:randomly tests/deploy/test_the_unit_at_work.py $(ARGS)

test-image: .venv/dev.stamp ## really build and run the container image; needs root (part of CI)
	@.ci/dovecot
	@.ci/machine
	@$(PYTHON) -m pytest -p no:randomly tests/deploy/test_the_image_at_work.py $(ARGS)

lint: .venv/dev.stamp ## format, lint and types
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy

# Each half has a floor of its own, so that one cannot pay for the other.
cover: .venv/dev.stamp ## the tests with coverage: every branch of rules/, 95 % of worker/
	@.ci/dovecot
	@.ci/postgresql
	@$(PYTEST) --cov --cov-report= $(ARGS)
	@$(PYTHON) -m coverage report --include='rules/*' --skip-covered --show-missing --fail-under=100
	@$(PYTHON) -m coverage report --include='worker/*' --skip-covered --show-missing --fail-under=95

measure: .venv/dev.stamp ## the figures on labelled mail: make measure CORPUS=DIR
	@test -n "$(CORPUS)" || { echo 'Say where the labelled mail is: make measure CORPUS=DIR' >&2; exit 2; }
	@$(PYTHON) -m tests.measure "$(CORPUS)" build/measure

kill: .venv/dev.stamp ## kill the process that sends at every point and by chance, and count the mails: make kill TRIALS=2000
	@.ci/dovecot
	@$(PYTHON) -m tests.kill --trials $(or $(TRIALS),2000)

soak: .venv/dev.stamp ## the service for half an hour, mail all the time and a fault a minute: make soak MINUTES=480
	@.ci/dovecot
	@$(PYTHON) -m tests.soak --minutes $(or $(MINUTES),30) $(ARGS)

bench: .venv/dev.stamp ## how fast, beside mbsync and notmuch where installed: make bench MESSAGES=100000 RUNS=5
	@.ci/dovecot
	@$(PYTHON) -m tests.bench --messages $(or $(MESSAGES),10000) --runs $(or $(RUNS),3)

bench-fleet: .venv/dev.stamp ## a fleet of small mailboxes, and a round over a million rows: make bench-fleet MAILBOXES=2000
	@.ci/dovecot
	@.ci/postgresql
	@$(PYTHON) -m tests.bench.fleet --mailboxes $(or $(MAILBOXES),200)

mutate: .venv/dev.stamp ## break the rules on purpose, and name what no test notices: make mutate EVERY=1 for all
	@$(PYTHON) -m tests.mutation --every $(or $(EVERY),8) $(ONLY)

learn: .venv/dev.stamp ## learn the weights of rules/packs/learned anew from tests/learning
	@$(PYTHON) -m tests.learning.learn

crossed: .venv/dev.stamp ## how well each writer's mails are read by weights learned from all others (minutes)
	@$(PYTHON) -m tests.learning.crossed

lock: .venv/dev.stamp ## resolve the dependencies anew and write both lock files (needs uv)
	@command -v uv >/dev/null || { echo 'uv is missing: python3 -m pip install uv' >&2; exit 1; }
	@$(COMPILE) --group build -o requirements.lock
	@$(COMPILE) --group build --group dev -o requirements-dev.lock

# --universal: one lock for every platform and Python. No index address is written into it.
COMPILE = uv pip compile --quiet --universal --upgrade --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock' pyproject.toml --all-extras

clean: ## remove everything that was made, the environment too
	@rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ── The environment: .venv, from lock files with hashes; a stamp makes the second call quick ──

.venv/run.stamp: requirements.lock pyproject.toml
	@.ci/environment
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements-dev.lock pyproject.toml
	@.ci/environment
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@ .venv/run.stamp
