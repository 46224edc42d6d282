"""The loaded model, once a session: loading costs seconds, coding does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from konturen.coding.classifier import Classifier
from konturen.pipeline import Pipeline
from konturen.settings import Settings

SLOW = ("test_tutorial.py", "test_notebook.py", "test_fetching_killed.py", "test_kills.py")
"""Files whose single tests take a minute: begun first, so that no worker is left alone with one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow files first, otherwise in their order."""
    items.sort(key=lambda item: item.path.name not in SLOW)


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """The pipeline as it ships, on one thread."""
    made = Pipeline(Settings(threads=1))
    assert made.catalog
    assert made.coder
    return made


@pytest.fixture(scope="session")
def classifier(pipeline: Pipeline) -> Classifier:
    """The classifier as it ships."""
    return pipeline.coder._classifier


@contextmanager
def open_threshold(classifier: Classifier) -> Iterator[None]:
    """Every pair makes every claim while this lasts, whatever the weights."""
    kept = classifier.calibration
    classifier.calibration = {key: replace(value, threshold=0.0) for key, value in kept.items()}
    try:
        yield
    finally:
        classifier.calibration = kept


@pytest.fixture
def loose(pipeline: Pipeline) -> Iterator[Pipeline]:
    """The pipeline with a classifier that claims everything."""
    with open_threshold(pipeline.coder._classifier):
        yield pipeline
