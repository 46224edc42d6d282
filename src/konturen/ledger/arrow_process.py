"""Queries of a SQLite file, answered as Arrow streams by a process of its own.

The driver brings its own SQLite. Two copies of that library in one process do not see each other's locks, and
the one that closes the file drops those of the other (sqlite.org, "How To Corrupt", 2.2.1): the driver must
never be loaded where a ledger is open. So this file is run, not imported, and imports nothing of the package:

    python -P arrow_process.py file:///a/ledger.sqlite?mode=ro

Each line of its input is a query as JSON text, to each the output has one Arrow IPC stream. The first fault
ends it with one line of error. What it read first it goes on seeing until its input ends.
"""

from __future__ import annotations

import json
import sys
from typing import Any

WHOLE = "1000000"
"""Rows of a batch: an answer comes at once, so that the driver sees all values of a column before it says which
type it has."""


def main(address: str) -> int:
    """Answer until the input ends."""
    from adbc_driver_sqlite import dbapi
    from pyarrow import ipc

    try:
        with dbapi.connect(address) as connection, connection.cursor() as cursor:
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": WHOLE})
            for line in sys.stdin:
                cursor.execute(json.loads(line))
                answer: Any = cursor.fetch_arrow_table()
                with ipc.new_stream(sys.stdout.buffer, answer.schema) as stream:
                    stream.write_table(answer)
                sys.stdout.buffer.flush()
    except dbapi.Error as error:
        print(str(error).splitlines()[0], file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
