# Two commands are enough: `make demo` shows the main job, `make test` runs everything CI runs.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin

.PHONY: demo test lint schema bench clean

$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

demo: $(VENV)/ready
	$(BIN)/presscheck demo

lint: $(VENV)/ready
	$(BIN)/ruff check src tests tools bench
	$(BIN)/ruff format --check src tests tools bench
	$(BIN)/mypy

test: lint
	$(BIN)/python -m pytest -n 2 --dist loadfile

schema: $(VENV)/ready
	$(BIN)/python -m presscheck.export.schema docs/schema
	$(BIN)/python -m presscheck.web.openapi docs/schema/openapi.json

bench: $(VENV)/ready
	$(BIN)/python bench/read_pages.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
