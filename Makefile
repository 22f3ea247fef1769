# Set up, try and test the program. `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/ready ## set up, read the sample corpus and show what one can ask
	@$(BIN)/papers ingest
	@echo; echo '$$ papers search "library opening hours" --limit 3 --facets'
	@$(BIN)/papers search "library opening hours" --limit 3 --facets
	@echo; echo 'Try next: $(BIN)/papers trace "sandbag store"   (what became of an action, over the years)'

test: $(VENV)/ready ## set up, check style and types, run the quick tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -m 'not slow'

test-all: test ## the slow tests as well
	$(BIN)/pytest -m slow

documents: $(VENV)/ready ## run the sessions that the documents show and put in what they print
	$(BIN)/python -m benchmarks.sessions

schema: $(VENV)/ready ## write the JSON Schema of a paper anew from the records
	$(BIN)/python -c 'import sys; from pipeline import model; sys.stdout.buffer.write(model.schema())' > pipeline/paper.schema.json

lock: ## pin the newest versions that setup.cfg allows in constraints.txt
	$(BIN)/uv pip compile --quiet setup.cfg --all-extras --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command 'make lock' --output-file constraints.txt

clean: ## remove the virtual environment and everything made from corpus/
	rm -rf $(VENV) build *.egg-info extracted/* index/*

$(VENV)/ready: setup.cfg constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; set one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "No virtual environment could be made. On Debian and Ubuntu install the package python3-venv." >&2; exit 1; }
	@echo "Setting up $(VENV): a few minutes the first time."
	@$(BIN)/pip install --quiet --require-hashes --no-deps -r constraints.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: help demo test test-all documents schema lock clean
