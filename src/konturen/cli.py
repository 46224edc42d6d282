"""The command line: open, call, print. Every command is the twin of a Python function.

Exit codes: 0 done, 1 a source, a name or the ledger was at fault, 2 the command line was.
"""

from __future__ import annotations

import logging
import sys

from cyclopts import CycloptsError

from konturen.commands import (
    actors,
    analysis,
    contradictions,
    copies,
    disagreement,
    exports,
    feeds,
    forecasts,
    gaps,
    history,
    importing,
    judgements,
    keeping,
    networks,
    people,
    plans,
    recode,
    relations,
    search,
    serving,
    texts,
    verdicts,
)
from konturen.commands.base import FAULT, INTERRUPTED, USAGE, app, complain
from konturen.errors import KonturenError
from konturen.terminal import render
from konturen.terminal.streams import close_output, never_fail_on_characters

__all__ = [
    "actors",
    "analysis",
    "app",
    "contradictions",
    "copies",
    "disagreement",
    "exports",
    "feeds",
    "forecasts",
    "gaps",
    "history",
    "importing",
    "judgements",
    "keeping",
    "main",
    "networks",
    "people",
    "plans",
    "recode",
    "relations",
    "search",
    "serving",
    "texts",
    "verdicts",
]


def main() -> None:
    """Run a command; errors go to standard error in one line, the exit code says whose fault it was."""
    never_fail_on_characters()
    # What the database's library has to say is said by our errors, in one line: also of a connection that was
    # being closed while the command was interrupted.
    logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())
    tokens = _tokens(sys.argv[1:])
    try:
        code = app(tokens, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except CycloptsError as error:
        complain(KonturenError(str(error), hint=f"See: {' '.join(_command(tokens))} --help"))
        sys.exit(USAGE)
    except KonturenError as error:
        complain(error)
        sys.exit(FAULT)
    except BrokenPipeError:
        # The reader of our output has gone (head, less): that is its right and no fault.
        close_output()
        sys.exit(0)
    except OSError as error:
        close_output()
        where = render.one_line(str(error.filename or "standard output"))
        complain(KonturenError(f"cannot be written or read ({error.strerror}).", where, "Make room there."))
        sys.exit(FAULT)
    except KeyboardInterrupt:
        print(
            "konturen: interrupted; what was recorded stays, what was in work was not recorded.",
            file=sys.stderr,
        )
        sys.exit(INTERRUPTED)
    sys.exit(code if isinstance(code, int) else 0)


def _command(tokens: list[str]) -> list[str]:
    """The command that a command line names, with its sub-command."""
    named, found = ["konturen"], app
    for token in tokens:
        if token.startswith("-") or token not in found:
            break
        named, found = [*named, token], found[token]
    return named


def _tokens(given: list[str]) -> list[str]:
    """The arguments, with names of sources after `--` made such that none begins with a hyphen."""
    if given[:1] and given[0] in texts.READERS and "--" in given:
        at = given.index("--")
        names = (f"./{name}" if name.startswith("-") and name != "-" else name for name in given[at + 1 :])
        return [*given[: at + 1], *names]
    return given


if __name__ == "__main__":
    main()
