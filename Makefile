# Each target sets up what it needs in .venv by itself, and nothing twice.
# `make demo` shows what factbook does; `make test` runs every test that needs no other machine.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
CHECKED = factbook codegen/factbook_codegen $(wildcard generated deciders effects) tests

.PHONY: demo test test-long check bench docs chromium clean
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

test: $(READY)
	$(BIN)/pytest --numprocesses 2 --dist worksteal --quiet

test-long: $(READY)
	$(BIN)/pytest --numprocesses 2 --dist worksteal --quiet --hypothesis-profile thorough -m "long or not long"

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/mypy $(CHECKED)
	$(BIN)/factbook generate --check
	$(BIN)/factbook matrix --check

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
