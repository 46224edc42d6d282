"""Forecasts as text for a terminal: how good they were first, then the pairs."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from konturen.analysis.expected import Backtest, Expected, Forecast, Score, TooLittle
from konturen.ledger.values import Recorded
from konturen.terminal.render import INDENT, counted, flow, one_line
from konturen.terminal.render_gaps import sentence

GROUPS = {
    "near": "near pairs (a common partner, or told of together lately)",
    "others": "other pairs",
    "all": "all pairs",
}


def show_too_little(console: Console, found: TooLittle) -> None:
    """Why there is no forecast."""
    flow(console, Text("No forecast: the past is too short or too poor to test one.", "bold"))
    if found.at is not None:
        flow(console, Text(f"As known on {found.at}; texts since {found.since}.", style="dim"))
    for reason in found.reasons:
        flow(console, Text(f"missing: {reason}"), INDENT + 2, INDENT)
    _unpublished(console, found.unpublished)


def show_forecast(console: Console, found: Forecast, told: Mapping[str, Recorded], most: int) -> None:
    """The verdict of the test, its figures, then the most probable pairs with their reasons."""
    test = found.backtest
    flow(console, Text(verdict(test), "bold" if test.better else "bold red"))
    flow(console, Text(f"First contact within {found.horizon} days of {found.at}.", style="dim"))
    console.print()
    _scores(console, test)
    console.print()
    _calibration(console, test)
    console.print()
    pairs = f"{found.candidates:,} pair{'' if found.candidates == 1 else 's'}"
    rates = f"{found.near:,} near pairs and {found.others:,} others are without contact"
    flow(console, Text(f"{pairs} rated; {rates}.", "bold"))
    for number, row in enumerate(found.rows[:most], 1):
        _pair(console, number, row, told)
    if found.candidates > most:
        console.print()
        flow(console, Text(f"{found.candidates - most:,} more: --most, --csv or --json (the first 1,000)"))
    _unpublished(console, found.unpublished)


def verdict(test: Backtest) -> str:
    """What the test says of the forecast, in one sentence with both Brier scores."""
    near = test.near
    figures = f"Brier score {_small(near.brier)}, base rate {_small(near.base_brier)}; skill {_skill(near)}"
    if test.better:
        return f"Better than the base rate in the past. {figures}."
    if near.skill_high is not None and near.skill_high < 0:
        return f"Worse than the base rate in the past: do not rely on it. {figures}."
    return f"Not better than the base rate in the past: do not rely on it. {figures}."


def _scores(console: Console, test: Backtest) -> None:
    days = len(test.tests)
    first, last = test.tests[-1], test.tests[0]
    when = f"{first.at} to {last.at}" if days > 1 else f"{last.at}"
    flow(console, Text(f"Tested on {counted(days, 'past day')}, {when}:", "bold"))
    for score in test.scores:
        if score.brier is None:
            words = f"{GROUPS[score.group]}: {counted(score.contacts, 'first contact')} of {score.pairs:,}"
            flow(console, Text(words), INDENT + 2, INDENT)
            continue
        words = (
            f"{GROUPS[score.group]}: {counted(score.contacts, 'first contact')} of {score.pairs:,}; "
            f"Brier {_small(score.brier)} (base rate {_small(score.base_brier)}), skill {_skill(score)}, "
            f"log loss {_small(score.log_loss)} ({_small(score.base_log_loss)}), AUC {_two(score.auc)}"
        )
        flow(console, Text(words), INDENT + 2, INDENT)
    for row in test.tests:
        words = (
            f"{row.at} to {row.until}: {row.contacts} of {row.pairs:,} near pairs; Brier {_small(row.brier)} "
            f"({_small(row.base_brier)}); learned from {row.learned} in {counted(row.windows, 'window')}"
        )
        flow(console, Text(words, style="dim"), INDENT + 2, INDENT)


def _calibration(console: Console, test: Backtest) -> None:
    flow(console, Text("What was said, and what came true (near pairs):", "bold"))
    for row in test.calibration:
        words = (
            f"{row.probability:7.2%} said, {row.share:7.2%} came true "
            f"({row.share_low:.2%} to {row.share_high:.2%}), {row.contacts} of {row.pairs:,}"
        )
        flow(console, Text(words), INDENT + 2, INDENT)


def _pair(console: Console, number: int, row: Expected, told: Mapping[str, Recorded]) -> None:
    console.print()
    head = Text.assemble(
        f"{number}. ",
        (f"{one_line(row.a_name)} – {one_line(row.b_name)}", "bold"),
        f"  {row.probability:.1%}",
        (f"  base rate {row.base_rate:.2%}" + ("" if row.near else ", not near"), "dim"),
    )
    flow(console, head, INDENT)
    for reason, weight in zip(row.reasons, row.weights, strict=True):
        flow(console, Text(f"{weight:+.2f} {one_line(reason)}"), INDENT + 2, INDENT)
    for id in row.ids[:2]:
        if id in told:
            sentence(console, told[id])


def _unpublished(console: Console, number: int) -> None:
    if number:
        words = f"{counted(number, 'statement')} of texts without a date of publication left out."
        flow(console, Text(words, style="dim"))


def _skill(score: Score) -> str:
    if score.skill is None:
        return "–"
    if score.skill_low is None or score.skill_high is None:
        return f"{score.skill:+.2%}"
    return f"{score.skill:+.2%} ({score.skill_low:+.2%} to {score.skill_high:+.2%})"


def _small(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
