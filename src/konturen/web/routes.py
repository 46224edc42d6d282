"""All addresses of the desk: pages and forms, each from its module."""

from __future__ import annotations

from konturen.forms import accounts as accounts_forms
from konturen.forms import actors as actor_forms
from konturen.forms import inbox as inbox_forms
from konturen.forms import reader as reader_forms
from konturen.forms import review as review_forms
from konturen.pages import (
    accounts,
    actor,
    actors,
    changes,
    contours,
    inbox,
    matrix,
    network,
    pair,
    reader,
    review,
    saved,
    search,
    sentences,
    sources,
    timeline,
    tracks,
    who,
)
from konturen.web.page import Action, Place

_PAGES = (
    accounts,
    actor,
    actors,
    changes,
    contours,
    inbox,
    matrix,
    network,
    pair,
    reader,
    review,
    saved,
    search,
    sentences,
    sources,
    timeline,
    tracks,
    who,
)
PLACES: tuple[Place, ...] = tuple(place for page in _PAGES for place in page.PLACES)
_FORMS = (accounts_forms, actor_forms, inbox_forms, reader_forms, review_forms)
ACTIONS: tuple[Action, ...] = tuple(action for form in _FORMS for action in form.ACTIONS)
