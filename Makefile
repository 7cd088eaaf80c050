# The two commands of a newcomer: `make demo` and `make test`. `make check` is what CI runs after them.
# Each makes what it needs from a bare Python 3.11+; PYTHON=… names another interpreter.
NEW_ENOUGH := import sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c '$(NEW_ENOUGH)' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip --quiet --disable-pip-version-check
DEMO := $(VENV)/.demo-ready
DEV  := $(VENV)/.dev-ready

.PHONY: demo test check wheel format bench clean

demo: $(DEMO)
	@$(BIN)/python -m medrecon demo

test: $(DEV)
	$(BIN)/python -m pytest -n auto

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The built wheel, in an empty environment, away from the checkout.
wheel: $(DEV)
	rm -rf build/wheel && mkdir -p build/wheel
	$(BIN)/python -m build --wheel --outdir build/wheel .
	$(BIN)/python -m venv build/wheel/empty
	build/wheel/empty/bin/python -m pip --quiet --disable-pip-version-check install "$$(echo build/wheel/*.whl)[cli]"
	cd / && "$(CURDIR)/build/wheel/empty/bin/medrecon" demo

format: $(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV)
	$(BIN)/python -m benchmarks

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo 'medrecon needs Python 3.11 or newer, with its venv module; none was found.'; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(DEMO): pyproject.toml | $(BIN)/python
	$(PIP) install --editable '.[cli]'
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	$(PIP) install --upgrade 'pip>=25.1'
	$(PIP) install --editable '.[all]' --group dev
	@touch $@ $(DEMO)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .hypothesis
