# Recipes for work on relations-kb; `just` lists them. `just setup` comes first.

venv := justfile_directory() / ".venv"
export PATH := (venv / "bin") + ":" + env("PATH")

# List the recipes.
default:
    @just --list --unsorted

# Make .venv and install the package, editable, with everything that development needs.
setup:
    python3 -m venv "{{ venv }}"
    pip install --quiet --editable '.[dev]'

# Run the tests; arguments go to pytest: just test tests/domain -k julian
test *args:
    pytest {{ args }}

# Check format, style, types and layers.
lint:
    ruff format --check .
    ruff check .
    mypy
    lint-imports

# Format the code and mend what the linter can mend.
format:
    ruff format .
    ruff check --fix .

# Write the generated documents again.
docs:
    python docs/generate.py

# Time the start of kb beside that of sqlite-utils; arguments go to the bench: just bench --strict
bench *args:
    python bench/startup.py {{ args }}

# Kill kb while it writes, at random moments; arguments go to the bench: just kill --kills 400
kill *args:
    python bench/kill.py {{ args }}

# Import a big table and measure time and memory: just import-size --rows 100000 --all
import-size *args:
    python bench/import_size.py {{ args }}

# Let many programs work on one base; arguments go to the bench: just many --processes 16 --seconds 60
many *args:
    python bench/many.py {{ args }}

# Feed the readers nonsense, guided by coverage (pip install atheris): just fuzz yaml 300
fuzz *args:
    python bench/fuzz.py {{ args }}

# Build your own base again from the seed of this checkout; what you have added to it is lost.
base:
    kb db build --force

# Check HEAD from a clean clone, as the project's CI does.
ci:
    .ci/run
