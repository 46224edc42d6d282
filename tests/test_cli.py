"""The command line as a person uses it: output, exit codes, and one clear line for all that goes wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from konturen import cli
from konturen.ledger.ledger import open_ledger
from konturen.pipeline import Pipeline
from konturen.terminal.streams import never_fail_on_characters, output, standard_input
from tests import factory

COMMANDS = ("read", "code", "add", "actors", "relations", "show", "export", "demo")
TEXT = (
    "Frankreich und Polen unterzeichneten am 9. Mai 2025 in Nancy einen Vertrag. Die SPD regiert mit der CDU. "
    "Präsident Emmanuel Macron empfing Donald Tusk. Die CDU hat 164 Sitze im Bundestag."
)
WHEN = "2026-11-22T12:00:00+00:00"


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Run:
    """Runs `konturen ARGS` in this process, in an empty folder, with the loaded model."""
    monkeypatch.setattr(Pipeline, "coder", pipeline.coder)
    monkeypatch.setattr(Pipeline, "catalog", pipeline.catalog)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KONTUREN_LEDGER", raising=False)

    def go(*args: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["konturen", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stop:
            cli.main()
        shown = capsys.readouterr()
        return Done(int(stop.value.code or 0), shown.out, shown.err)

    return go


@pytest.fixture
def text(tmp_path: Path) -> str:
    """A text in the folder of the commands."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    return "a.txt"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger with one document of the factory, where commands look for it."""
    path = tmp_path / "konturen.sqlite"
    with open_ledger(str(path), create=True) as book:
        book.writer.record(factory.coded(), WHEN)
    return path


def process(
    *args: str, code: str = "from konturen import cli; cli.main()", **more: object
) -> subprocess.Popen[str]:
    """`konturen ARGS` in a process of its own."""
    settings: dict[str, object] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | more
    return subprocess.Popen([sys.executable, "-c", code, *args], **settings)  # type: ignore[call-overload,no-any-return]


def lines(done: Done) -> list[dict[str, object]]:
    """The JSON lines of an output."""
    return [json.loads(line) for line in done.out.splitlines()]


def is_one_line(done: Done) -> bool:
    """Whether standard error holds one line that begins with the program's name, and no traceback."""
    return done.err.startswith("konturen: ") and done.err.count("\n") == 1 and "Traceback" not in done.err


def test_read_shows_what_was_read(run: Run, text: str) -> None:
    """Metadata and text; with --json one document."""
    assert TEXT in run("read", text).out
    assert [(line["kind"], line["text"]) for line in lines(run("read", text, "--json"))] == [("document", TEXT)]


def test_code_stores_nothing(run: Run, text: str, tmp_path: Path) -> None:
    """Facts and counts are printed, and no file appears."""
    done = run("code", text)
    assert done.code == 0
    assert "sentences read" in done.out
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_code_prints_mentions_and_coverage_on_request(run: Run, text: str) -> None:
    """All four kinds of lines are JSON, and the facts are among them."""
    kinds = {line["kind"] for line in lines(run("code", text, "--json", "--mentions", "--coverage"))}
    assert {"fact", "mention", "coverage"} <= kinds <= {"statement", "fact", "mention", "coverage"}


def test_standard_input_is_a_source(run: Run) -> None:
    """`-` reads what is piped in, before and after options."""
    for args in (("read", "-", "--json"), ("read", "--json", "-")):
        assert [line["document"] for line in lines(run(*args, stdin=TEXT.encode()))] == ["-"]


def test_one_bad_source_does_not_stop_the_others(run: Run, text: str) -> None:
    """The rest is done, the bad one is told, and the exit code is 1."""
    done = run("read", "gone.txt", text, "--json")
    assert (done.code, len(lines(done))) == (1, 1)
    assert is_one_line(done)


def test_add_twice_changes_nothing_and_says_so(run: Run, text: str) -> None:
    """Recorded, then known; the database file is the same to the byte."""
    first = run("add", text)
    before = Path("konturen.sqlite").read_bytes()
    second = run("add", text)
    assert (first.code, second.code) == (0, 0)
    assert first.out.endswith("recorded\n")
    assert second.out == "a.txt: known already, nothing changed\n"
    assert Path("konturen.sqlite").read_bytes() == before


def test_add_of_a_copy_notes_the_place(run: Run, text: str) -> None:
    """The same text under another name is a new place of a known text."""
    run("add", text)
    Path("copy.txt").write_bytes(Path(text).read_bytes())
    assert "new place was noted" in run("add", "copy.txt").out


def test_add_prints_receipts_as_json(run: Run, text: str) -> None:
    """One receipt a source."""
    receipts = lines(run("add", text, text, "--json"))
    assert [(r["kind"], r["new_document"]) for r in receipts] == [("receipt", True), ("receipt", False)]


def test_the_environment_names_the_ledger(run: Run, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """KONTUREN_LEDGER is used where --ledger is not given, and --ledger goes before it."""
    monkeypatch.setenv("KONTUREN_LEDGER", "env.sqlite")
    run("add", text)
    run("add", text, "--ledger", "named.sqlite")
    assert Path("env.sqlite").is_file()
    assert Path("named.sqlite").is_file()
    assert not Path("konturen.sqlite").exists()


@pytest.mark.parametrize(
    ("args", "kind"),
    [
        (("actors",), "actor"),
        (("actors", "Kasachstan"), "actor"),
        (("relations",), "pair"),
        (("relations", "Nordlicht"), "pair"),
        (("show", "Nordlicht", "Morgenrot"), "dossier"),
        (("export",), "statement"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("ledger")
def test_reading_commands_print_text_and_json(run: Run, args: tuple[str, ...], kind: str) -> None:
    """Each command of a ledger has both renderings and exits with 0."""
    plain, rendered = run(*args), run(*args, "--json")
    assert (plain.code, rendered.code, plain.err, rendered.err) == (0, 0, "", "")
    assert plain.out.strip()
    assert lines(rendered)[0]["kind"] == kind


def test_demo_says_how_to_go_on(run: Run, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo leaves nothing behind and names the next commands; with --json it prints pairs only."""
    monkeypatch.setattr("konturen.api.samples", lambda: (Path(text),))
    done = run("demo")
    assert done.code == 0
    assert "konturen add --ledger" in done.out
    assert {line["kind"] for line in lines(run("demo", "--json"))} <= {"pair"}
    assert [p.name for p in Path().iterdir()] == [text]


@pytest.mark.usefixtures("ledger")
def test_export_writes_a_file_whole(run: Run, tmp_path: Path) -> None:
    """A table that a spreadsheet reads, an old file replaced, and no other file left."""
    (tmp_path / "out.csv").write_text("old")
    assert run("export", "-o", "out.csv").code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8"))))
    assert [r["kind"] for r in rows] == ["statement", "fact"]
    assert {p.name for p in tmp_path.iterdir()} == {"konturen.sqlite", "out.csv"}


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("place", ["gone/out.csv", ".", "/proc/out.csv"])
def test_export_to_a_bad_place_leaves_nothing(run: Run, tmp_path: Path, place: str) -> None:
    """A missing folder, a folder and a read-only place are named, and no part of a file stays."""
    done = run("export", "-o", place)
    assert done.code == 1
    assert is_one_line(done)
    assert "cannot be written" in done.err
    assert [p.name for p in tmp_path.iterdir()] == ["konturen.sqlite"]


@pytest.mark.usefixtures("ledger")
def test_export_to_a_device_leaves_the_device(run: Run) -> None:
    """A device is written to and not replaced by a file."""
    assert run("export", "-o", os.devnull).code == 0
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_there_for_every_command(run: Run, command: str) -> None:
    """Help goes to standard output and is no fault."""
    done = run(*command.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert f"Usage: konturen {command}".strip() in done.out


def test_no_arguments_show_the_commands(run: Run) -> None:
    """Who types only the name is told what there is."""
    done = run()
    assert done.code == 0
    assert all(command in done.out for command in COMMANDS)


def test_the_version_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """--version prints the version of the installed package."""
    monkeypatch.setattr("konturen.commands.base.version", lambda name: f"{name} 7.7")
    assert run("--version").out == "konturen 7.7\n"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("frobnicate",), "Unknown command"),
        (("read",), "no text was given"),
        (("add",), "no text was given"),
        (("read", "--frob", "a.txt"), "Unknown option: --frob"),
        (("add", "a.txt", "-x"), "Unknown option: -x"),
        (("relations", "--frob"), "Unknown option"),
        (("show", "A"), "requires an argument"),
        (("export", "--format", "xml"), "csv"),
        (("code", "--min-score", "high", "a.txt"), "--min-score"),
        (("code", "--min-score", "nan", "a.txt"), "--min-score"),
        (("code", "--min-score", "1.1", "a.txt"), "--min-score"),
        (("read", "--timeout", "0", "a.txt"), "--timeout"),
        (("read", "--timeout", "nan", "a.txt"), "--timeout"),
        (("read", "--max-bytes", "-5", "a.txt"), "--max-bytes"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_command_line_is_code_2(run: Run, tmp_path: Path, args: tuple[str, ...], words: str) -> None:
    """What is wrong and where help stands, in one line; nothing is created."""
    done = run(*args)
    assert (done.code, done.out) == (2, "")
    assert is_one_line(done)
    assert words in done.err
    assert "--help" in done.err
    assert list(tmp_path.iterdir()) == []


def pdf(words: str | None, password: str | None = None) -> bytes:
    """A PDF of one page."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=password)
    if words:
        canvas.drawString(50, 700, words)
    else:
        canvas.rect(50, 50, 300, 300, fill=1)
    canvas.save()
    return out.getvalue()


KAZAKH = (
    "Қазақстан Республикасының Президенті бүгін Астанада көрші елдердің басшыларымен кездесіп, "
    "ынтымақтастықты талқылады. "
)
BAD: list[tuple[str, bytes | None, tuple[str, ...], str]] = [
    ("gone.txt", None, (), "no such file"),
    ("empty.txt", b"", (), "nothing in it"),
    ("blanks.txt", b" \n\t\n", (), "no text"),
    ("rubbish.bin", bytes(range(256)) * 20, (), "not a text"),
    ("large.txt", b"x" * 2000, ("--max-bytes", "1000"), "at most 1,000 bytes"),
    ("wrong.txt", TEXT.encode("cp1252"), ("--encoding", "utf-8"), "not in the encoding utf-8"),
    ("a.txt", TEXT.encode(), ("--encoding", "klingon"), "no text encoding"),
    ("a.txt", TEXT.encode(), ("--language", "fr"), "'fr' is not coded"),
    ("kk.txt", (KAZAKH * 4).encode(), (), "de, en, ru"),
    ("page.html", b"<html><head><title>x</title></head><body><nav>Home</nav></body></html>", (), "no article"),
    ("locked.pdf", pdf("secret", "key"), (), "encrypted"),
    ("scan.pdf", pdf(None), (), "no text"),
    ("broken.pdf", b"%PDF-1.4 broken", (), "damaged"),
    ("named.docx", b"no word document at all", (), "damaged"),
    ("http://127.0.0.1:9/a", None, (), "not in the public internet"),
    ("http://127.0.0.1:9/a", None, ("--allow-private", "--timeout", "3"), "127.0.0.1:9"),
    ("ftp://example.org/a", None, (), "only http and https"),
    ("http://[bad", None, (), "address"),
]


@pytest.mark.parametrize("command", ["code", "add"])
@pytest.mark.parametrize(
    ("name", "content", "options", "words"), BAD, ids=[f"{c[0]}{' '.join(c[2])}" for c in BAD]
)
def test_a_bad_source_is_told_in_one_line(
    run: Run, command: str, name: str, content: bytes | None, options: tuple[str, ...], words: str
) -> None:
    """What, where and what to do next; exit code 1; nothing printed and nothing recorded."""
    if content is not None:
        Path(name).write_bytes(content)
    done = run(command, name, *options)
    assert (done.code, done.out) == (1, "")
    assert is_one_line(done)
    assert words in done.err
    assert name.split("/")[-1] in done.err
    if command == "add":
        with open_ledger("konturen.sqlite") as book:
            assert book.reader.documents() == ()


def test_a_folder_is_no_source(run: Run, tmp_path: Path) -> None:
    """A folder is named as such."""
    (tmp_path / "texts").mkdir()
    done = run("read", "texts")
    assert done.code == 1
    assert "texts: this is a folder. Name the files in it" in done.err


def test_a_missing_ledger_says_how_to_make_one(run: Run) -> None:
    """Commands that read do not create a ledger."""
    done = run("relations")
    assert (done.code, is_one_line(done)) == (1, True)
    assert "konturen add --ledger PATH FILE" in done.err
    assert not Path("konturen.sqlite").exists()


def test_a_newer_ledger_is_left_alone(run: Run, text: str, ledger: Path) -> None:
    """A ledger of a later version is not written; the message says to upgrade."""
    with sqlite3.connect(ledger) as connection:
        connection.execute("update meta set value = '99' where key = 'schema'")
    before = ledger.read_bytes()
    done = run("add", text)
    assert (done.code, is_one_line(done)) == (1, True)
    assert "pip install --upgrade konturen" in done.err
    assert ledger.read_bytes() == before


def test_a_read_only_ledger_is_said_before_the_first_text(
    run: Run, text: str, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`add` stops before it reads; the reading commands go on."""
    monkeypatch.setattr("konturen.ledger.sqlite.os.access", lambda *_: False)
    monkeypatch.setattr(Pipeline, "read", None)
    done = run("add", text)
    assert (done.code, is_one_line(done)) == (1, True)
    assert "read-only" in done.err
    assert run("relations").code == 0


def test_an_unknown_actor_is_a_fault(run: Run, ledger: Path) -> None:
    """A name that fits nothing is code 1 with help."""
    done = run("show", "Nordlicht", "Xyzzy")
    assert (done.code, is_one_line(done)) == (1, True)
    assert ledger.is_file()


NAMES = [
    "a b.txt",
    "line\nfeed.txt",
    "-dash.txt",
    "Жаңа ünï.txt",
    "red\x1b[31m.txt",
    "half\udcff.txt",
    "[bold].txt",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_odd_file_names_are_read_and_shown_harmlessly(run: Run, name: str) -> None:
    """Blanks, line feeds, hyphens, escapes and bytes that are no characters: read, added, told in one line."""
    Path(name).write_text(TEXT, "utf-8")
    for command in ("read", "code", "add"):
        done = run(command, "--", name)
        assert (done.code, done.err) == (0, "")
        assert "\x1b" not in done.out
    assert done.out.count("\n") == 1
    assert [line["kind"] for line in lines(run("read", "--json", "--", name))] == ["document"]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_odd_names_of_missing_files_are_told_in_one_line(run: Run, name: str) -> None:
    """The message stays one line and steers no terminal."""
    done = run("read", "--", name)
    assert done.code == 1
    assert is_one_line(done)
    assert "\x1b" not in done.err


def test_a_hyphen_in_a_name_is_explained(run: Run) -> None:
    """An option that does not exist may be a file: the message says how to write that."""
    assert "written ./-dash.txt" in run("read", "-dash.txt").err


def test_escapes_in_a_text_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    """A text that would recolour the terminal is shown with its escape written out; JSON keeps it exactly."""
    (tmp_path / "esc.txt").write_text(f"{TEXT} Die CDU \x1b[31mlobt\u202e die SPD.", "utf-8")
    assert "\\x1b[31mlobt\\u202e" in run("read", "esc.txt").out
    done = run("read", "esc.txt", "--json")
    assert not {"\x1b", "\u202e"} & set(done.out)
    assert "\x1b[31mlobt\u202e" in str(lines(done)[0]["text"])


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
def test_a_reader_that_leaves_is_no_fault(tmp_path: Path, options: list[str]) -> None:
    """`| head -1`: no message, code 0, in text and in JSON."""
    (tmp_path / "long.txt").write_text(f"{TEXT}\n\n" * 700, "utf-8")
    reader = process("read", str(tmp_path / "long.txt"), *options)
    assert reader.stdout
    assert reader.stdout.read(1)
    reader.stdout.close()
    assert reader.stderr
    assert (reader.stderr.read(), reader.wait(60)) == ("", 0)
    reader.stderr.close()


def test_output_that_cannot_be_written_is_told(text: str, tmp_path: Path) -> None:
    """A full device behind standard output is one line and code 1."""
    with open("/dev/full", "w") as full:
        done = process("read", str(tmp_path / text), stdout=full)
        message = done.communicate(timeout=60)[1]
    assert done.returncode == 1
    assert message.startswith("konturen: standard output: cannot be written")
    assert message.count("\n") == 1


def test_letters_that_the_terminal_lacks_stand_as_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """An output in ASCII gets the text, and no error."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, "ascii"))
    never_fail_on_characters()
    output().print("Präsident ↔")
    sys.stdout.flush()
    assert raw.getvalue() == b"Pr\\xe4sident \\u2194\n"


@pytest.mark.parametrize("closed", ["stdin", "stdout"])
def test_a_closed_stream_is_no_traceback(
    text: str, closed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard input or output that the caller has closed is none."""
    monkeypatch.setattr(sys, closed, None)
    never_fail_on_characters()
    assert (standard_input() is None) == (closed == "stdin")
    output().print(text)
    if closed == "stdout":
        sys.stdout.close()


CODING = """
import sys
from konturen import cli, pipeline
real = pipeline.Pipeline.code
def code(self, document, progress=None, ledger=None):
    if "second" in document.location:
        print("coding", flush=True)
        while True:
            real(self, document, progress, ledger)
    return real(self, document, progress, ledger)
pipeline.Pipeline.code = code
cli.main()
"""
QUICK = """
import signal
from konturen import cli, pipeline
from konturen.records import Coded, Coverage
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
pipeline.Pipeline.code = lambda self, document, progress, ledger: Coded(document, (), (), (), Coverage(0, 0, 0, ()))
cli.main()
"""
WRITING = """
import time
from konturen import cli
from konturen.ledger import recodings
real = recodings.write
def write(connection, texts, recorded):
    made = real(connection, texts, recorded)
    if any("Schweden" in coded.document.text for coded in texts):
        print("writing", flush=True)
        time.sleep(60)
    return made
recodings.write = write
cli.main()
"""


@pytest.mark.parametrize(
    ("code", "sign", "expected"),
    [(CODING, signal.SIGINT, 130), (WRITING, signal.SIGKILL, -signal.SIGKILL)],
    ids=["interrupted while coding", "killed while writing"],
)
def test_an_add_that_is_stopped_leaves_whole_documents(
    text: str, tmp_path: Path, code: str, sign: signal.Signals, expected: int
) -> None:
    """What was recorded stays, of the text in work there is nothing, and the ledger opens."""
    second = tmp_path / "second.txt"
    second.write_text(
        "Schweden und Norwegen trafen sich am 3. Mai 2024 in Oslo. Die SPD schwieg dazu.", "utf-8"
    )
    address = str(tmp_path / "l.sqlite")
    adding = process("add", "--ledger", address, str(tmp_path / text), str(second), code=code)
    assert adding.stdout
    while adding.stdout.readline().strip() not in ("coding", "writing"):
        assert adding.poll() is None
    adding.send_signal(sign)
    err = adding.communicate(timeout=60)[1]
    assert adding.returncode == expected
    assert err.count("\n") == (1 if sign == signal.SIGINT else 0)
    with sqlite3.connect(address) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("select count(*) from mentions where surface = 'Schweden'").fetchone() == (0,)
    with open_ledger(address) as book:
        assert [d.places for d in book.reader.documents()] == [(str(tmp_path / text),)]
        assert Pipeline().read(str(second)).id not in {d.id for d in book.reader.documents()}


def test_a_full_disk_leaves_the_ledger_as_it_was(text: str, tmp_path: Path, ledger: Path) -> None:
    """Where files may not grow, `add` says so in one line and the ledger opens with what it held."""
    limit = ledger.stat().st_size

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    (tmp_path / "big.txt").write_text(f"{TEXT} {os.urandom(100_000).hex()}")
    adding = process("add", "--ledger", str(ledger), str(tmp_path / "big.txt"), code=QUICK, preexec_fn=small)
    out, err = adding.communicate(timeout=60)
    assert (adding.returncode, out) == (1, "")
    assert err.count("\n") == 1
    assert "nothing was written" in err
    with open_ledger(str(ledger)) as book:
        assert [d.id for d in book.reader.documents()] == [factory.document().id]


def test_two_adds_at_once_lose_nothing(tmp_path: Path, ledger: Path) -> None:
    """Two processes with one ledger: what each says it recorded is there, and the ledger is whole."""
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(f"{TEXT} Das ist Fassung {number}.", "utf-8")
    both = [
        process(
            "add", "--ledger", str(ledger), "--json", *(str(tmp_path / f"{n}.txt") for n in order), code=QUICK
        )
        for order in ((0, 1, 2), (3, 2, 1))
    ]
    ends = [adding.communicate(timeout=60) for adding in both]
    said = {json.loads(line)["document_id"] for out, _ in ends for line in out.splitlines()}
    assert all(
        a.returncode == 0 or "another program is writing" in err for a, (_, err) in zip(both, ends, strict=True)
    )
    with open_ledger(str(ledger)) as book:
        assert said <= {d.id for d in book.reader.documents()}
    with sqlite3.connect(ledger) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
