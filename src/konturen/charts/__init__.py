"""Charts of what the analyses answer, drawn on this machine without a network."""

from konturen.charts.drawing import save

__all__ = ["save"]
