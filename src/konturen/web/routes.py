"""All addresses of the desk: pages and forms, each from its module."""

from __future__ import annotations

from konturen.pages import actor, matrix, network, pair, search, sentences, sources, tracks
from konturen.web.page import Action, Place

_PAGES = (actor, matrix, network, pair, search, sentences, sources, tracks)
PLACES: tuple[Place, ...] = tuple(place for page in _PAGES for place in page.PLACES)
ACTIONS: tuple[Action, ...] = ()
