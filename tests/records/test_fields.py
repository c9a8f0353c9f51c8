import pytest
from pydantic import TypeAdapter, ValidationError

from relations_kb.records.fields import Slug


@pytest.mark.parametrize("text", ["iran", "un", "g7", "1999", "iran-russia-2025", "a-1-b"])
def test_words_of_letters_and_digits_with_single_hyphens_are_slugs(text):
    assert TypeAdapter(Slug).validate_python(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "Iran", "-iran", "iran-", "iran--russia", "iran_russia", "iran russia", "türkiye", "иран",
     " iran", "iran\n", "١٢"],
)  # fmt: skip
def test_anything_else_is_no_slug(text):
    with pytest.raises(ValidationError):
        TypeAdapter(Slug).validate_python(text)
