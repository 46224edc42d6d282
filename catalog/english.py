"""English forms for the catalog: plural demonyms come with the table; articles are optional."""

from __future__ import annotations


def phrase_forms(phrase: str) -> list[str]:
    """The name, and the name without its article; the possessive is left to the matcher."""
    bare = phrase.removeprefix("The ")
    return list(dict.fromkeys([phrase, bare]))
