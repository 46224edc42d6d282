"""The forms of a team: one's own password and sessions; for admins the people, their roles and passwords."""

from __future__ import annotations

from konturen.accounts.accounts import By
from konturen.errors import QueryError
from konturen.web import urls
from konturen.web.ask import Ask, Sent
from konturen.web.page import Action, Goto

SMALL = 10_000
"""Bytes that these forms may have."""


def own_password(ask: Ask, sent: Sent) -> Goto:
    """Change one's own password: all of one's sessions end, and one signs in with the new one."""
    present, wanted = _secret(sent, "present"), _twice(sent)
    ask.site.accounts.change_password(ask.person.name, present, wanted, _by(ask))
    return Goto(urls.sign_in(), "password_changed_own")


def end_session(ask: Ask, sent: Sent) -> Goto:
    """End one of one's own sessions, or all but this one."""
    number = sent.number("session")
    if sent.one("session") == "others":
        ask.site.accounts.end_sessions(ask.person.name, _by(ask), but=ask.person.session)
    elif number is not None:
        ask.site.accounts.end_sessions(ask.person.name, _by(ask), only=number)
    else:
        raise QueryError("there is no such session.")
    return Goto(urls.account(), "sessions_ended")


def add(ask: Ask, sent: Sent) -> Goto:
    """Make an account."""
    ask.site.accounts.add(sent.one("name"), sent.one("role"), _twice(sent), _by(ask))
    return Goto(urls.people(), "person_made")


def role(ask: Ask, sent: Sent) -> Goto:
    """Give a person another role."""
    ask.site.accounts.set_role(sent.one("name"), sent.one("role"), _by(ask))
    return Goto(urls.people(), "role_changed")


def disable(ask: Ask, sent: Sent) -> Goto:
    """Let a person sign in no more."""
    ask.site.accounts.disable(sent.one("name"), _by(ask))
    return Goto(urls.people(), "person_disabled")


def enable(ask: Ask, sent: Sent) -> Goto:
    """Let a person sign in again."""
    ask.site.accounts.enable(sent.one("name"), _by(ask))
    return Goto(urls.people(), "person_enabled")


def password(ask: Ask, sent: Sent) -> Goto:
    """Give a person another password."""
    ask.site.accounts.set_password(sent.one("name"), _twice(sent), _by(ask))
    return Goto(urls.people(), "password_changed")


def _by(ask: Ask) -> By:
    return By(ask.person.name, ask.address)


def _secret(sent: Sent, name: str) -> str:
    """A password as it was typed, blanks and all."""
    values = sent.fields.get(name)
    return values[-1] if values else ""


def _twice(sent: Sent) -> str:
    """A new password; QueryError where it was not typed the same twice."""
    wanted = _secret(sent, "password")
    if wanted != _secret(sent, "again"):
        raise QueryError(
            "the two passwords are not the same, and nothing was changed.", hint="Type them again."
        )
    return wanted


ACTIONS = (
    Action("/account/password", own_password, "reader", SMALL),
    Action("/account/sessions", end_session, "reader", SMALL),
    Action("/people/add", add, "admin", SMALL),
    Action("/people/role", role, "admin", SMALL),
    Action("/people/disable", disable, "admin", SMALL),
    Action("/people/enable", enable, "admin", SMALL),
    Action("/people/password", password, "admin", SMALL),
)
