"""Write docs/events: the AsyncAPI document and the catalogue of events, from the contracts and the services' wiring."""

import importlib
import os
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from event_contracts import Contracts, Event, Topic, read_contracts
from kit.service import Service

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "events" / "asyncapi.yaml"
CATALOGUE = ROOT / "docs" / "events.md"

# What services need to be put together; nothing is connected to.
UNCONNECTED = {
    "DATABASE_URL": "postgresql://nobody:none@127.0.0.1:1/none",
    "INTERNAL_TOKEN_KEY": "x" * 32,
    "IDENTITY_KEY_SECRET": "x" * 32,
}

_HEADERS = {
    "type": "object",
    "required": ["ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time", "content-type"],
    "properties": {
        "ce_specversion": {"type": "string", "const": "1.0"},
        "ce_id": {"type": "string", "format": "uuid", "description": "The same event again has the same id."},
        "ce_type": {"type": "string", "description": "Full name of the message."},
        "ce_source": {"type": "string", "examples": ["/comptoir/inventory"]},
        "ce_time": {"type": "string", "format": "date-time", "description": "When the event was written."},
        "content-type": {"type": "string", "const": "application/protobuf"},
        "traceparent": {"type": "string", "description": "W3C trace context of what caused the event."},
    },
}

_INTRODUCTION = """\
# Events

What services tell each other through Kafka. Written by `make events` from the contracts in `proto/` and the wiring of each
service; the machine-readable form, with the shape of every message, is [`events/asyncapi.yaml`](events/asyncapi.yaml).

A message is protobuf with CloudEvents headers. Messages of one key keep their order; the same `ce_id` may come twice. Topics
are kept for ever, so that they can rebuild every reader; a compacted topic keeps the last message of each key.
"""


class _Dumper(yaml.SafeDumper):
    """Indents lists, repeats instead of pointing back, and writes several lines as several lines."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  # as PyYAML calls it
        return super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # as PyYAML calls it
        return True


def main() -> int:
    """Write both files."""
    for path, text in render().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return 0


def render() -> dict[Path, str]:
    """The files as they should be."""
    contracts = read_contracts()
    consumers = find_consumers(_services())
    document = yaml.dump(asyncapi(contracts, consumers), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return {DOCUMENT: document, CATALOGUE: catalogue(contracts.events, consumers)}


def _services() -> list[Service]:
    for name, value in UNCONNECTED.items():
        os.environ.setdefault(name, value)
    found = sorted((ROOT / "services").glob("*/src/*/wiring.py"))
    return [importlib.import_module(f"{path.parent.name}.wiring").build() for path in found]


def find_consumers(services: Sequence[Service]) -> dict[str, list[str]]:
    """Message type → the services that listen to it."""
    consumers: dict[str, list[str]] = defaultdict(list)
    for service in services:
        for handled in service.handlers.values():
            for message in handled:
                consumers[message.DESCRIPTOR.full_name].append(service.name)
    return dict(consumers)


def asyncapi(contracts: Contracts, consumers: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The AsyncAPI 3.0 document of all events of the platform."""
    topics = {topic: list(events) for topic, events in groupby(contracts.events, key=lambda event: event.topic)}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Comptoir events",
            "version": "1.0.0",
            "description": "Facts that the services tell each other. Payloads are protobuf; the schemas show them in"
            " the JSON form of protobuf. Written by `make events`.",
        },
        "defaultContentType": "application/protobuf",
        "channels": {topic.name: _channel(topic, events) for topic, events in topics.items()},
        "operations": _operations(topics, consumers),
        "components": {
            "messages": {event.name: _message(event) for event in contracts.events},
            "messageTraits": {"cloudEvents": {"headers": _HEADERS}},
            "schemas": contracts.reached_by_events(),
        },
    }


def _channel(topic: Topic, events: Sequence[Event]) -> dict[str, Any]:
    kept = {"cleanup.policy": ["compact"]} if topic.compacted else {"cleanup.policy": ["delete"], "retention.ms": -1}
    return {
        "address": topic.name,
        "description": f"Published by {topic.owner}. Key: {topic.key}.",
        "messages": {event.name: {"$ref": f"#/components/messages/{event.name}"} for event in events},
        "bindings": {"kafka": {"topicConfiguration": kept, "bindingVersion": "0.5.0"}},
    }


def _operations(topics: Mapping[Topic, Sequence[Event]], consumers: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    operations: dict[str, Any] = {}
    for topic, events in topics.items():
        operations[f"{topic.owner}-sends-{topic.name}"] = _operation("send", topic, events)
        for reader in sorted({name for event in events for name in consumers.get(event.type, ())}):
            heard = [event for event in events if reader in consumers.get(event.type, ())]
            operations[f"{reader}-receives-{topic.name}"] = _operation("receive", topic, heard)
    return operations


def _operation(action: str, topic: Topic, events: Sequence[Event]) -> dict[str, Any]:
    channel = f"#/channels/{topic.name}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{event.name}"} for event in events],
    }


def _message(event: Event) -> dict[str, Any]:
    return {
        "name": event.type,
        "title": event.name,
        "summary": event.meaning,
        "traits": [{"$ref": "#/components/messageTraits/cloudEvents"}],
        "payload": {"$ref": f"#/components/schemas/{event.type}"},
        "bindings": {
            "kafka": {"key": {"type": "string", "description": event.topic.key}, "bindingVersion": "0.5.0"},
        },
    }


def catalogue(events: Sequence[Event], consumers: Mapping[str, Sequence[str]]) -> str:
    """The page for readers: one line an event."""
    rows = [
        (
            f"`{event.topic.name}`" + (" (compacted)" if event.topic.compacted else ""),
            f"`{event.topic.key}`",
            f"`{event.name}`",
            event.topic.owner,
            ", ".join(sorted(consumers.get(event.type, ()))) or "nobody yet",
            event.meaning,
        )
        for event in events
    ]
    titles = ("Topic", "Key", "Message", "From", "To", "Meaning")
    lines = [titles, ("---",) * len(titles), *rows]
    return _INTRODUCTION + "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
