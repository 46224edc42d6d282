"""Progress on standard error for work that lasts: quiet for the first two seconds and where nobody watches."""

from __future__ import annotations

import threading
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from konturen.terminal.render import one_line

PATIENCE_SECONDS = 2.0
"""Shorter work shows nothing."""

MARK = "⠋ "
"""What the line begins with."""


class Waiting:
    """A line that says what is being done, from the moment on when a person would begin to wonder.

    Whoever prints while it may stand there calls `clear` first; the next stage brings the line back.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._spinner = Spinner("dots")
        self._live: Live | None = None
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._due = False
        self._source = ""

    def __enter__(self) -> Waiting:
        if self._console.is_terminal:
            self._timer = threading.Timer(PATIENCE_SECONDS, self._become_due)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            if self._timer:
                self._timer.cancel()
            self._timer, self._due = None, False
            self._stop()

    def source(self, number: int, count: int, location: str) -> None:
        """A new source begins."""
        self._source = f"{number} of {count}: {location}" if count > 1 else location
        self.stage("reading")

    def stage(self, name: str) -> None:
        """A new stage of the present source begins."""
        with self._lock:
            label = f"{self._source} ({name})" if self._source else name
            line = Text(one_line(label))
            line.truncate(self._console.width - len(MARK), overflow="ellipsis")
            self._spinner.update(text=line)
            if self._due:
                self._start()

    def clear(self) -> None:
        """Take the line away, so that what is printed now stands alone."""
        with self._lock:
            self._stop()

    def _start(self) -> None:
        if self._live is None:
            # Not redirected: what is printed goes where the person sent it, not through this console.
            self._live = Live(
                self._spinner,
                console=self._console,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.start(refresh=True)

    def _stop(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _become_due(self) -> None:
        with self._lock:
            # The work may have ended while this thread waited for the lock.
            if self._timer:
                self._due = True
                self._start()
