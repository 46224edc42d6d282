"""Where the command begins: an interruption while the program is still loading ends it quietly.

Loading takes a good part of a second. Nothing is in work then, so that the process may end at once; a handler
that ends it is surer than an exception, which a library could turn into another one while it is imported.
"""

from __future__ import annotations

import os
import signal
from types import FrameType

INTERRUPTED = 130
"""The exit code of what was stopped by the user."""


def main() -> None:
    """Load the command line and run it. Where interruptions are ignored (nohup) they stay so."""
    loading = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if loading:
        signal.signal(signal.SIGINT, _stop)
    from konturen.cli import main as run

    if loading:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


def _stop(signum: int, frame: FrameType | None) -> None:
    os.write(2, b"konturen: interrupted; nothing was begun.\n")
    os._exit(INTERRUPTED)
