"""The JSON Schema of seed files, generated from the models so that editors complete and check."""

from __future__ import annotations

from functools import cache
from typing import Any

from relations_kb.domain.vocabulary import FORMS_OF_KIND, Form
from relations_kb.records.models import RECORD_CLASSES
from relations_kb.records.seed_file import SeedFile


@cache
def seed_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one seed file."""
    schema = SeedFile.model_json_schema(by_alias=True)
    for kind, cls in RECORD_CLASSES.items():
        forms = [str(form) for form in Form if form in FORMS_OF_KIND[kind]]
        schema["$defs"][cls.__name__]["properties"]["form"] = {"enum": forms}
        parties = schema["$defs"][cls.__name__]["properties"]["parties"]
        # A party may be written as the bare id of an actor.
        parties["items"] = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Party"}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Seed file of relations-kb",
        **schema,
    }
