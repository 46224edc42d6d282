"""Why two counterparts might have contact, in the words of the desk's language."""

from __future__ import annotations

import re

from konturen.analysis.gaps import Reason
from konturen.web.ask import Ask

_TOLD = re.compile(r"(?P<family>.+) (?P<by>by name|\(ParlGov\))|(?P<tie>member|successor) of (?P<name>.+)")
_KEYS = {"by name": "by_name", "(ParlGov)": "by_parlgov"}


def said(ask: Ask, reason: Reason) -> str:
    """A reason as the desk says it."""
    t, values = ask.words, reason.values
    if reason.kind == "name":
        return t("reason.name", a=str(values[0]), b=str(values[1]))
    if reason.kind == "family":
        return t("reason.family", names=t.listed(_family(ask, str(value)) for value in values))
    if reason.kind == "others":
        parts = (values[at : at + 3] for at in range(0, len(values), 3))
        return "; ".join(
            t("reason.others", count=count, of=of, who=ask.called(str(who))) for count, of, who in parts
        )
    if reason.kind == "partners":
        names = [ask.called(str(id)) for id in values[1:]]
        return t("reason.partners", n=values[0], names=t.listed(names))
    if reason.kind == "denied":
        return t("reason.denied", n=values[0])
    return t(f"reason.{reason.kind}") if reason.kind else str(reason)


def _family(ask: Ask, told: str) -> str:
    """A family, membership or predecessor, which the analysis names in English."""
    t, found = ask.words, _TOLD.fullmatch(told)
    if found is None:
        return told
    if found["tie"]:
        return t(f"family.{found['tie']}", name=found["name"])
    key = re.sub(r"\W+", "_", found["family"]).lower()
    return t(f"family.{_KEYS[found['by']]}", family=t(f"family.{key}"))
