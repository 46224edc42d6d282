"""Seats of power that are buildings, too: "ein Konzert im Kreml" is no act of the Russian presidency.

The name counts as the institution unless it stands as a place; "im Kreml heißt es" speaks for the institution
again.
"""

from __future__ import annotations

import re

from konturen.actors.matching import Match
from konturen.records import Sentence

_SEAT = re.compile(
    r"Kreml(?:s|in)?|Кремл[ьяюе]м?|Weiße[sn]? Hauses?|White House|Бел(?:ый|ого|ому|ым|ом) дом(?:а|у|ом|е)?|"
    r"(?:10 |No\.? 10 )?Downing Street(?: 10)?|Даунинг-стрит|[ÉE]lys[ée]e(?:-?[Pp]alast(?:e?s)?| Palace)?|"
    r"Елисейск(?:ий|ого|ому|им|ом) двор(?:ец|ца|цу|цом|це)"
)
_PLACE = re.compile(
    r"(?:^|\W)(?:(?:[Ii]m|[Aa]m|(?:[Vv]or|[Hh]inter|[Nn]eben|[Nn]ahe|[Gg]egenüber|[Ii]n) dem|[Uu]m den|"
    r"(?:[Ii]n|[Aa]t|[Ii]nside|[Oo]utside|[Nn]ear|[Aa]round|[Ff]rom inside) the|"
    r"[Вв]о?|[Уу]|[Оо]коло|[Вв]озле|[Бб]лиз|[Вв]округ|[Нн]апротив|[Вв]нутри|[Нн]едалеко от|[Рр]ядом с)|"
    r"(?:[Мм]осковск|[Кк]азанск|[Нн]ижегородск|[Пп]сковск|[Тт]ульск|[Нн]овгородск|[Рр]остовск)[а-яё]+|"
    r"(?:стен|башн|зал|территори|ворот|дворц)[а-яё]*|Moskauer|(?:Mauern?|Türmen?) des|walls of the)\s+$"
)
_STREET = re.compile(r"Downing|Даунинг")
_IN_STREET = re.compile(r"(?:^|\W)(?:[Ii]n|[Aa]t|[Oo]utside|[Nn]ear|[Vv]or|[Нн]а)(?: der)?\s+$")
"""A street's name stands without an article."""
_PART = re.compile(
    r"-(?:Gebäude|Mauer|Palast|Turm|Gelände)|\s+(?:wall|tower|grounds|lawn|ballroom|Rose Garden)"
)
_SPEAKS = re.compile(
    r"(?<!\w)(?:heißt es|hieß es|sagt|erklär|teilte|sieht man|ist man|glaubt|reagier|hofft|verlaut|bestätig|"
    r"dementier|wies|said|says|told|announc|confirm|denie[sd]|believe|officials|"
    r"заяв|сообщ|сказал|счита|отмет|отвеч|ответил|назвал|комментир|прокоммент|надеют|подтверд|опроверг|рассчит|"
    r"признал|отказал|пообещ|увер|отреагир|предупред|призвал|напомн|подчеркн|намерен|знают|поним|думают|ждут)"
)


def is_building(match: Match, sentence: Sentence) -> bool:
    """Whether a match names the place and not those who work there."""
    if not _SEAT.fullmatch(match.surface):
        return False
    start, end = match.span.start - sentence.span.start, match.span.end - sentence.span.start
    if _PART.match(sentence.text, end):
        return True
    place = _IN_STREET if _STREET.search(match.surface) else _PLACE
    return bool(place.search(sentence.text[:start])) and not _SPEAKS.search(sentence.text)
