"""All addresses of the desk: pages and forms, each from its module."""

from __future__ import annotations

from konturen.pages import matrix, network, sentences, sources
from konturen.web.page import Action, Place

PLACES: tuple[Place, ...] = (*matrix.PLACES, *network.PLACES, *sources.PLACES, *sentences.PLACES)
ACTIONS: tuple[Action, ...] = ()
