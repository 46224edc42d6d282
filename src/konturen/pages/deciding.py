"""What persons decided on actors, as pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from konturen.ledger.judgements import JudgementState
from konturen.web.ask import Ask


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided on two actors (`kind`: same, different, means), with the text and the words where
    it holds, if not everywhere; or who took it back and when (`withdrawn_by`, `withdrawn`)."""

    id: int
    kind: str
    left: tuple[str, str]
    right: tuple[str, str]
    document: str | None
    surface: str | None
    by: str
    recorded: str
    note: str | None
    withdrawn_by: str | None
    withdrawn: str | None


def decided(ask: Ask, states: Iterable[JudgementState]) -> tuple[Decided, ...]:
    """Decisions under the names of the desk's language, what was said last first."""
    newest = sorted(states, key=lambda state: -(state.withdrawn or state.judgement).id)
    return tuple(
        Decided(
            one.id,
            one.kind,
            (one.left, ask.called(one.left)),
            (one.right, ask.called(one.right)),
            one.document,
            one.surface,
            one.by,
            one.recorded,
            one.note,
            back.by if back else None,
            back.recorded if back else None,
        )
        for one, back in ((state.judgement, state.withdrawn) for state in newest)
    )
