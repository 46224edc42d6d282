"""Where sun and moon stand, as closely as the feasts of the lunar calendars need (a few minutes of time).

Series: J. Meeus, "Astronomical Algorithms", chapters 25 and 47, their largest terms only.
"""

from __future__ import annotations

from datetime import date
from math import radians, sin

J2000 = date(2000, 1, 1).toordinal() + 0.5
"""The instant from which the series count, in days of `date.toordinal` (universal time)."""
CENTURY = 36525.0
SYNODIC_SPEED = 12.19075
"""Degrees by which the moon gains on the sun in a day, on average."""
_MOON_TERMS: tuple[tuple[float, int, int, int, int], ...] = (
    (6.288774, 0, 0, 1, 0),
    (1.274027, 2, 0, -1, 0),
    (0.658314, 2, 0, 0, 0),
    (0.213618, 0, 0, 2, 0),
    (-0.185116, 0, 1, 0, 0),
    (-0.114332, 0, 0, 0, 2),
    (0.058793, 2, 0, -2, 0),
    (0.057066, 2, -1, -1, 0),
    (0.053322, 2, 0, 1, 0),
    (0.045758, 2, -1, 0, 0),
    (-0.040923, 0, 1, -1, 0),
    (-0.034720, 1, 0, 0, 0),
    (-0.030383, 0, 1, 1, 0),
)
"""Degrees, and the multiples of elongation, sun's anomaly, moon's anomaly and argument of latitude."""


def sun(instant: float) -> float:
    """The sun's longitude in degrees, from the equinox."""
    t = (instant - J2000) / CENTURY
    anomaly = radians(357.5291092 + 35999.0502909 * t)
    centre = 1.914602 * sin(anomaly) + 0.019993 * sin(2 * anomaly) + 0.00029 * sin(3 * anomaly)
    return (280.46646 + 36000.76983 * t + centre - 0.00569) % 360


def moon(instant: float) -> float:
    """The moon's longitude in degrees, from the equinox."""
    t = (instant - J2000) / CENTURY
    arguments = (
        297.8501921 + 445267.1114034 * t,
        357.5291092 + 35999.0502909 * t,
        134.9633964 + 477198.8675055 * t,
        93.2720950 + 483202.0175233 * t,
    )
    terms = sum(
        term[0] * sin(radians(sum(n * a for n, a in zip(term[1:], arguments, strict=True))))
        for term in _MOON_TERMS
    )
    return (218.3164477 + 481267.88123421 * t + terms) % 360


def elongation(instant: float) -> float:
    """Degrees from sun to moon: 0 at new moon, 180 at full moon."""
    return (moon(instant) - sun(instant)) % 360


def new_moon(instant: float) -> float:
    """The new moon nearest to an instant."""
    for _ in range(4):
        gap = (elongation(instant) + 180) % 360 - 180
        instant -= gap / SYNODIC_SPEED
    return instant


def sidereal(longitude: float, instant: float) -> float:
    """A longitude among the stars, as Indian calendars count it (zero point of Lahiri)."""
    return (longitude - 23.853 - 0.013967 * (instant - J2000) / CENTURY * 100) % 360
