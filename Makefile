# Each target sets up what it needs in .venv by itself, and nothing twice.
# `make demo` shows what factbook does; `make test` runs every test that needs no other machine.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
CHECKED = factbook codegen/factbook_codegen $(wildcard generated deciders effects) tests

# `make test-long` in parts; the last one is whatever no other part has.
LONG_PARTS     := stores library generator shop rest
LONG_stores    := tests/factbook/stores
LONG_library   := tests/factbook --ignore=tests/factbook/stores
LONG_generator := tests/codegen
LONG_shop      := catalogue tests/deciders tests/effects
LONG_rest      := tests $(patsubst %,--ignore=tests/%,factbook codegen deciders effects)
LONG_TARGETS   := $(LONG_PARTS:%=test-long-%)

CHECKS := check-written check-pyright check-mypy

.PHONY: demo test test-long $(LONG_TARGETS) check $(CHECKS) bench docs chromium clean
.DELETE_ON_ERROR:

PLAYED := .factbook/demo

demo: $(READY)
	$(BIN)/factbook check
	$(BIN)/factbook generate
	@rm -rf $(PLAYED)
	$(BIN)/factbook play --store "sqlite:$(PLAYED)/{story}.db" --views "A first order from cart to doorstep"
	@rm -rf $(PLAYED)
	@echo
	@echo "All stories, each on a SQLite file of its own, told in a line:"
	$(BIN)/factbook play --store "sqlite:$(PLAYED)/{story}.db" --brief
	$(BIN)/factbook docs
	@echo
	@echo "Ask what happened:     $(BIN)/factbook events --limit 5 --store sqlite:$(PLAYED)/an-order-nobody-pays.db"
	@echo "What led to what:      $(BIN)/factbook events --tree 12 --store sqlite:$(PLAYED)/an-order-nobody-pays.db"
	@echo "Read about the shop:   site/index.html"
	@echo "Written by hand:       catalogue/shop/ordering.yaml and deciders/shop/order.py"
	@echo "What follows from it:  generated/shop/ordering/events.py and generated/shop/ordering/diagrams/flow.svg"
	@echo "A project of your own: $(BIN)/factbook new NAME   (then read README.md)"

# Three processes on two cores: tests also wait, for disks, servers and other processes.
test: $(READY)
	$(BIN)/pytest --numprocesses 3 --dist worksteal --quiet

# Everything, also what is marked `long`, with four times as many examples. Each part can be run by itself
# (`make test-long-stores`), and `make --keep-going test-long` goes on after a part that fails. A test that takes longer
# than an hour is ended, fails, and shows where it was.
test-long: $(LONG_TARGETS)

$(LONG_TARGETS): test-long-%: $(READY)
	@echo "── $@, one of $(words $(LONG_PARTS)) parts ($(LONG_PARTS)): some ten minutes each on two quiet cores (an estimate)"
	$(BIN)/pytest --numprocesses 3 --dist worksteal --verbose --durations 10 --hypothesis-profile thorough \
		--override-ini faulthandler_timeout=3600 -m "long or not long" $(LONG_$*)

# Independent of each other: `make -j 2 check` runs them side by side.
check: $(CHECKS)

check-written: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/factbook generate --check
	$(BIN)/factbook matrix --check

check-pyright: $(READY)
	$(BIN)/pyright

check-mypy: $(READY)
	$(BIN)/mypy $(CHECKED)

bench: $(READY)
	$(BIN)/python -m tests.benchmarks

# The project's own pages with the reference of its API, and the site of the shop.
docs: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt zensical mkdocstrings-python
	$(BIN)/python docs/stage_pages.py
	$(BIN)/zensical build --clean
	$(BIN)/factbook docs
	@echo "Open build/manual/index.html for factbook, site/index.html for the shop."

# Browser tests are skipped where there is no Chromium. On Debian, as root, this installs one.
chromium:
	@command -v chromium chromium-browser google-chrome chrome >/dev/null || \
		{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
		  apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; } || \
		echo "There is no Chromium here, so the browser tests are skipped."

clean:
	rm -rf $(VENV) .factbook build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

$(READY): pyproject.toml constraints.txt
	@$(BIN)/python -c "import pip" 2>/dev/null || $(PYTHON) -m venv --clear $(VENV) || \
		{ echo "This needs Python 3.11 or later with venv (on Debian: apt install python3-venv)."; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	@touch $@
