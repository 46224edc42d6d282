"""Work for the engines' tests: functions of a module, bytes in, bytes out."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

from konturen.errors import SourceError
from konturen.settings import Settings

_CALLS = 0


def upper(content: bytes, settings: Settings) -> bytes:
    """The bytes in capitals, with the language of the settings."""
    return content.upper() + (settings.language or "").encode()


def kill_me(content: bytes, settings: Settings) -> bytes:
    """Dies as a process that the system killed."""
    os.kill(os.getpid(), signal.SIGKILL)
    return content


def refuse(content: bytes, settings: Settings) -> bytes:
    """An error of the package, with all its words."""
    raise SourceError(f"no text: {content.decode()}.", "a place", "Give another.")


def fail(content: bytes, settings: Settings) -> bytes:
    """An error that nobody foresaw."""
    raise ZeroDivisionError(content.decode())


def count(content: bytes, settings: Settings) -> bytes:
    """How often this process has been asked, so that one sees that it keeps what it loaded."""
    global _CALLS
    _CALLS += 1
    return f"{os.getpid()} {_CALLS}".encode()


def about(content: bytes, settings: Settings) -> bytes:
    """What kind of process this is, after the seconds that `content` says."""
    time.sleep(float(content or b"0"))
    told = {
        "pid": os.getpid(),
        "threads": os.environ.get("OMP_NUM_THREADS"),
        "setting": settings.threads,
        "nice": os.nice(0),
        "ignores_interrupt": signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
    }
    return json.dumps(told).encode()


def node(content: bytes, settings: Settings) -> bytes:
    """The Ray node that this runs on, after the seconds that `content` says."""
    import ray

    time.sleep(float(content or b"0"))
    return str(ray.get_runtime_context().get_node_id()).encode()


def hold(content: bytes, settings: Settings) -> bytes:
    """Writes the number of its process into the file that `content` names, and waits long."""
    Path(content.decode()).write_text(str(os.getpid()))
    time.sleep(600)
    return b""


def burn(content: bytes, settings: Settings) -> bytes:
    """A fixed amount of work, about a tenth of a second, for measurements."""
    total = 0
    for number in range(1_500_000):
        total += number % 7
    return total.to_bytes(8, "big") + content
