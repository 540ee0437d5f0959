# make demo: set up and run the main job on the shipped corpus.  make test: set up and pass the tests.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
OUT    ?= outputs/demo

.PHONY: demo test lab lint bench docs clean

demo: $(VENV)/run.stamp
	$(BIN)/themes run corpus --out $(OUT)
	@echo
	@echo "Open dit bestand in een browser: $(OUT)/overzicht.html"

test: $(VENV)/dev.stamp
	$(BIN)/ruff check src tests benchmarks requirements
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check src tests benchmarks requirements
	$(BIN)/ruff format --check src tests
	$(BIN)/mypy

lab: $(VENV)/dev.stamp
	$(BIN)/jupyter lab notebooks

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks

docs: $(VENV)/dev.stamp
	$(BIN)/python docs/make_reference.py outputs/docs

clean:
	rm -rf $(VENV) outputs/demo outputs/docs

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# a complete lock, without its dependencies' own wishes: BERTopic would otherwise pull in PyTorch
$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --no-deps -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --no-deps -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.stamp
