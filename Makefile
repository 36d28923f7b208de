# Everything is set up by `make` itself in .venv, from hash-pinned requirements; nothing is
# installed globally. Works with GNU make 3.81 (macOS) and newer.

PY := .venv/bin/python
SITE := _build/html
PORT := 8000
# The tests that need nothing but Python, and of it little: no mark of tests/conftest.py.
FAST := not (long or site or browser or sandbox or registry or kernel)

# A Python path of the user's shell must not leak into the project's own environment, nor the wish
# to keep no compiled code: each worker of each `make check` would compile all tests anew.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help check format test test-all book zip pdf epub serve notebooks data practice links lock bench clean set-up system

help: ## List these targets
	@echo "Four Steps. Usage: make TARGET"
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' Makefile
	@echo "Another Python: make TARGET PYTHON=python3.12 (3.11 or newer)"

check: set-up ## Lint, format, types and the fast tests: an answer within a minute
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy & types=$$!; \
	$(PY) -m pytest -n logical --dist worksteal --durations=10 -m "$(FAST)" $(ARGS); tests=$$?; \
	wait $$types || { echo "The types do not hold: the reasons stand above."; exit 1; }; exit $$tests

format: set-up ## Format the code, and mend what ruff can mend by itself
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

test: set-up system ## Run every test (some only: make test ARGS="tests/marker -x")
	@$(PY) -m pytest -n auto --dist loadscope --no-loadscope-reorder $(ARGS)

test-all: set-up system ## Run every test at its most thorough, as once a week
	@FOURSTEPS_THOROUGH=1 $(PY) -m pytest -n auto --dist loadscope --no-loadscope-reorder $(ARGS)

book: set-up ## Build the site (warnings are errors) into _build/html
	@echo "Building the site; a warning is an error."
	@.venv/bin/jupyter-book build --warningiserror --nitpick --keep-going --quiet . \
		|| { echo "The site does not build: the reasons stand above, with file and line."; exit 1; }
	@echo "The site is in $(SITE). Open it with: make serve"

zip: book ## Pack the site into one file that works from disk: _build/html/four-steps.zip
	@.venv/bin/foursteps carry zip

pdf: book ## Make the book as PDF, with and without code (needs Chromium), beside the site
	@.venv/bin/foursteps carry pdf

epub: book ## Make the book as EPUB, beside the site
	@.venv/bin/foursteps carry epub

serve: set-up ## Show the built site on http://127.0.0.1:8000 (PORT=8001 for another)
	@test -f $(SITE)/index.html || { echo "There is no site yet. Build it with: make book"; exit 1; }
	@echo "The book is at http://127.0.0.1:$(PORT)/ (Ctrl-C stops it)"
	@$(PY) -m http.server --bind 127.0.0.1 --directory $(SITE) $(PORT) \
		|| { echo "The site cannot be shown. Is port $(PORT) taken? Then: make serve PORT=8001"; exit 1; }

notebooks: set-up ## Execute the notebooks, fill in the numbers in their prose, store the outputs
	@.venv/bin/foursteps notebooks $(FILES)

data: set-up ## Describe the tables anew; RAW=folder rebuilds them from publishers' files, FETCH=1
	@.venv/bin/foursteps data build $(if $(RAW),--raw "$(RAW:~/%=$(HOME)/%)") $(if $(FETCH),--fetch)

practice: set-up ## Make the practice editions anew, after a change of a set or of its tables
	@.venv/bin/foursteps release --practice --out src/foursteps/practice_editions
	@rm -f src/foursteps/practice_editions/*.ipynb

links: set-up ## Ask every outside address whether it still answers (needs the network)
	@.venv/bin/jupyter-book build --builder linkcheck --keep-going .

lock: set-up ## Renew the locks after a change of pyproject.toml (UPGRADE=1: newest versions)
	@PATH="$(CURDIR)/.venv/bin:$$PATH" sh requirements/lock.sh $(if $(UPGRADE),--upgrade)

bench: set-up system ## Measure the figures of docs/benchmarks.md
	@$(PY) -m tests.benchmarks $(ARGS)

clean: ## Remove the built site and caches (the environment in .venv stays)
	@rm -rf _build build dist .pytest_cache .ruff_cache .hypothesis data/*.md practice/*.md
	@find . -name .venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

set-up:
	@PYTHON="$(PYTHON)" sh requirements/set-up.sh

system:
	@sh requirements/system.sh
