# Two commands are enough: `make demo` shows the main job, `make test` runs everything CI runs.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin

.PHONY: demo test lint browser schema bench clean

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

test: lint browser
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile

# The tests of the desk look at it with a real Chromium and Chinese fonts. They are brought where that may be done;
# elsewhere those tests are skipped, unless PRESSCHECK_DEMAND_SHARED is set.
browser:
	@if { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null \
		&& fc-list :lang=zh 2>/dev/null | grep -q .; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends \
			chromium fontconfig fonts-noto-cjk >/dev/null || echo "no Chromium could be brought: its tests are skipped"; \
	else echo "no Chromium or no Chinese fonts: the tests of the desk in a browser are skipped"; fi

schema: $(VENV)/ready
	$(BIN)/python -m presscheck.export.schema docs/schema
	$(BIN)/python -m presscheck.web.openapi docs/schema/openapi.json

bench: $(VENV)/ready
	$(BIN)/python bench/read_pages.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
