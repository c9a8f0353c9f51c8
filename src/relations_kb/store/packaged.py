"""Files that travel with the package: migrations and seed."""

from __future__ import annotations

import hashlib
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent.parent


def migrations_folder() -> Path:
    """Return the folder of the migrations, in the wheel or in the checkout."""
    return _first(_PACKAGE / "migrations", _CHECKOUT / "migrations")


def seed_folder() -> Path:
    """Return the folder of the seed, in the wheel or in the checkout."""
    return _first(_PACKAGE / "seed", _CHECKOUT / "data" / "seed")


def content_hash(folder: Path) -> str:
    """Return the hash of the YAML files of a seed folder, the same wherever the folder lies."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _first(installed: Path, checkout: Path) -> Path:
    return installed if installed.is_dir() else checkout
