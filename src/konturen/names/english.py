"""English forms: articles are optional; plural demonyms come with the name."""

from __future__ import annotations


def phrase_forms(phrase: str) -> list[str]:
    """The name, and the name without its article; the possessive is left to the matcher."""
    bare = phrase.removeprefix("The ")
    return list(dict.fromkeys([phrase, bare]))
