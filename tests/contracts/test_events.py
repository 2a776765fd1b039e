"""The committed description of events is what the contracts and the services' wiring say."""

import importlib
from pathlib import Path

import pytest
from asyncapi import UNCONNECTED, render
from event_contracts import read_contracts

ROOT = Path(__file__).parents[2]
WIRED = sorted(path.parent.name for path in (ROOT / "services").glob("*/src/*/wiring.py"))


def test_description_of_events_is_up_to_date() -> None:
    for path, text in render().items():
        assert path.read_text() == text, f"run `make events` and commit {path.relative_to(ROOT)}"


@pytest.mark.parametrize("name", WIRED)
def test_service_publishes_the_topics_that_the_contracts_give_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for setting, value in UNCONNECTED.items():
        monkeypatch.setenv(setting, value)
    service = importlib.import_module(f"{name}.wiring").build()
    promised = {
        event.topic.name: event.topic.compacted for event in read_contracts().events if event.topic.owner == name
    }
    assert {topic.name: topic.compacted for topic in service.topics} == promised


def test_every_event_says_what_it_means() -> None:
    assert [event.type for event in read_contracts().events if not event.meaning] == []
