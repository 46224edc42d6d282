"""From bytes to characters: the encoding is told, declared or recognised, and never guessed in silence.

In this order: an encoding that the caller gives; a byte order mark; UTF-8 where it fits; what the source
declares; the encodings that German, English and Russian texts were written in. A text that fits none of them
well is refused.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from konturen.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("cp1252", "cp1251", "koi8-r", "cp866", "iso8859-5")
_ADVICE = "Save the text as UTF-8, or name its encoding with --encoding (for example cp1251)."

_SAMPLE = 200_000
"""Characters on which encodings are compared; more would not change the result."""

_MAX_ODD = 0.1
"""The share of words with non-ASCII letters that may look odd. Right encodings stay below 0.02 on the tests'
texts, wrong ones lie above 0.4."""

_MAX_FORCED_ODD = 0.5
"""The same where the user names the encoding, who may know better than the statistics."""

_COMMON_RUSSIAN = frozenset("оеаинтсрвл")
"""The ten most frequent Russian letters: 0.62 of running text."""

_MIN_COMMON = 0.45
"""The least share of them in a text that is taken for Russian."""

_MIN_UTF16_ZEROS = 0.3
"""Every other byte of a Latin text in UTF-16 is zero; of a Russian one only those of blanks and digits."""

_MAX_CONTROLS = 0.002
"""The share of control characters above which something is no text (form feeds do occur in old ones)."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_SHIFT = re.compile(r"[а-яё][А-ЯЁ]|[^А-Яа-яЁё]")
_STRAY = frozenset("\xad¬¤")
_LATIN_GROUP = re.compile(r"[À-ÞŸà-öø-ÿ]{2}(?<!ß)|[a-zß][À-ÖØ-Þ]")
_FITTING_LATIN = frozenset("äöüßÄÖÜéèêëáàâãåæçíìîïñóòôõøœšžúùûýÿÉÈÁÀÅÆÇÍÑÓÔØŒŠŽÚŸłıżčćśńěřąęőűğş")


def decode(content: bytes, where: str, declared: str | None = None, forced: str | None = None) -> str:
    """The characters of `content`, its byte order mark taken off and nothing else changed.

    `declared` is what a header or a page says of itself, and need not be true; `forced` is what the user
    says, and must be. Raises `SourceError` for bytes that are no text and for encodings that do not fit.
    """
    if forced is not None:
        return _checked(_forced(content, where, forced), where)
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return _checked(content[len(mark) :].decode(encoding), where)
            except UnicodeDecodeError as error:
                what = f"the text is marked as {encoding} but is damaged at byte {error.start}."
                raise SourceError(what, where, _ADVICE) from error
    return _checked(_unmarked(content, where, declared), where)


def _forced(content: bytes, where: str, encoding: str) -> str:
    name = encoding_name(encoding)
    if name is None:
        raise SourceError(f"no text encoding is called {encoding!r}.", where, "Use utf-8, cp1252 or cp1251.")
    what = f"the text is not in the encoding {encoding} that was named."
    hint = "Leave --encoding out, or name another."
    try:
        text = content.decode(name).removeprefix("\ufeff")
    except UnicodeError as error:
        raise SourceError(what, where, hint) from error
    if name in _LEGACY and _oddity(text) > _MAX_FORCED_ODD:
        raise SourceError(what, where, hint)
    return text


def encoding_name(label: str) -> str | None:
    """Python's name of a text encoding, or None; ISO 8859-1 counts as its superset cp1252, as in browsers."""
    try:
        info = codecs.lookup(label.strip().strip("\"'"))
        "".encode(info.name)
    except (LookupError, ValueError):
        return None
    return "cp1252" if info.name in ("iso8859-1", "ascii") else info.name


def _unmarked(content: bytes, where: str, declared: str | None) -> str:
    wide = _without_mark_utf16(content)
    if wide is not None:
        return wide
    if b"\x00" in content:
        raise SourceError("the file holds NUL bytes and is not a text.", where, _ADVICE)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _mostly_utf8(content):
            what = f"the text is UTF-8 but damaged at byte {error.start}."
            raise SourceError(what, where, "Repair or export the text again.") from error
    if _CONTROLS.search(content[:_SAMPLE].decode("latin-1")) and _rubbish(content):
        raise SourceError("the file is binary and not a text.", where, "Give a text, HTML, PDF or DOCX.")
    name = encoding_name(declared) if declared else None
    if name is not None:
        try:
            text = content.decode(name)
        except UnicodeError:
            text = ""
        if text and _oddity(text) <= _MAX_ODD:
            return text
    return _recognised(content, where)


def _recognised(content: bytes, where: str) -> str:
    """The text in the one legacy encoding in which its words look like words; `SourceError` if none does."""
    found: list[tuple[float, str]] = []
    for encoding in _LEGACY:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        oddity = _oddity(text)
        if oddity <= _MAX_ODD:
            found.append((oddity, text))
    if not found:
        raise SourceError("the encoding of the text cannot be told.", where, _ADVICE)
    return min(found)[1]


def _oddity(text: str) -> float:
    """The share (0 to 1) of words with non-ASCII letters that no German, English or Russian text has.

    A text without such words is odd (1.0) only if it holds signs that wrong decoding leaves behind.
    """
    sample = text[:_SAMPLE]
    words = [word for word in _WORD.findall(sample) if not word.isascii()]
    signs = sum(
        1 for sign in sample if "\x80" <= sign <= "\x9f" or "\u2500" <= sign <= "\u259f" or sign in _STRAY
    )
    if not words:
        return 1.0 if signs else 0.0
    odd = sum(1 for word in words if _odd(word))
    letters = Counter(letter for word in words for letter in word.lower() if "а" <= letter <= "ё")
    if letters.total() > 20:
        common = sum(letters[letter] for letter in _COMMON_RUSSIAN) / letters.total()
        if common < _MIN_COMMON:
            return 1.0
    return min(1.0, (odd + signs) / len(words))


def _odd(word: str) -> bool:
    """Whether a word mixes scripts or cases, or runs through accented letters, as wrongly decoded ones do."""
    if any("\u0400" <= letter <= "\u04ff" for letter in word):
        return _SHIFT.search(word) is not None
    strange = any(not letter.isascii() and letter not in _FITTING_LATIN for letter in word)
    return strange or _LATIN_GROUP.search(word) is not None


def _without_mark_utf16(content: bytes) -> str | None:
    """The text where it is UTF-16 without a mark: zeros at every other byte, or whole words of one script."""
    if len(content) < 4 or len(content) % 2 or b"\x00" not in content:
        return None
    for encoding, zeros in (("utf-16-le", content[1::2]), ("utf-16-be", content[::2])):
        high = Counter(zeros[:_SAMPLE])
        if (high[0] + high[4]) / high.total() < 1 - _MIN_UTF16_ZEROS or high[0] == 0:
            continue
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and _oddity(text) <= _MAX_ODD:
            return text
    return None


def _mostly_utf8(content: bytes) -> bool:
    """Whether nearly all non-ASCII bytes are sound UTF-8, so that the rest is damage."""
    sample = content[:_SAMPLE]
    broken = sample.decode("utf-8", "replace").count("\ufffd")
    sound = sum(1 for sign in sample.decode("utf-8", "ignore") if not sign.isascii())
    return sound > 3 * broken


def _rubbish(content: bytes) -> bool:
    sample = content[:_SAMPLE]
    return len(_CONTROLS.findall(sample.decode("latin-1"))) > _MAX_CONTROLS * len(sample)


def _checked(text: str, where: str) -> str:
    """The text, or a `SourceError` where it holds what no text may hold, or nothing at all."""
    if not text.strip():
        raise SourceError("there is no text in it.", where, "Give a text with at least one sentence.")
    if "\x00" in text:
        raise SourceError("the text holds NUL characters.", where, _ADVICE)
    sample = text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > max(2, _MAX_CONTROLS * len(sample)):
        raise SourceError("the file is binary and not a text.", where, "Give a text, HTML, PDF or DOCX.")
    return text
