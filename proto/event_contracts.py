"""What the contracts say about facts: each event with its topic, its key, its meaning and its shape."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc_tools
from buf.validate import validate_pb2
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
)
from grpc_tools import protoc

HERE = Path(__file__).parent
_INCLUDES = (HERE, HERE / "third_party" / "protovalidate", Path(grpc_tools.__file__).parent / "_proto")

_TOPIC = re.compile(
    r"\s*Topic (?P<topic>[a-z-]+\.[a-z-]+\.v\d+)(?: \([^)]*\))?(?P<compacted>, compacted)?, key = (?P<key>\w+(?::\w+)*)\."
)
_SAME_TOPIC = re.compile(r"\s*Same topic and key\.")

# Numbers of the fields of the descriptors, by which comments are found: see SourceCodeInfo in descriptor.proto.
_MESSAGES, _ENUMS, _FIELDS, _VALUES = 4, 5, 2, 2

_SCALARS: Mapping[int, dict[str, Any]] = {
    FieldDescriptorProto.TYPE_STRING: {"type": "string"},
    FieldDescriptorProto.TYPE_BOOL: {"type": "boolean"},
    FieldDescriptorProto.TYPE_INT32: {"type": "integer", "format": "int32"},
    FieldDescriptorProto.TYPE_INT64: {"type": "string", "format": "int64"},  # as JSON writes it
}
_WELL_KNOWN = {".google.protobuf.Timestamp": {"type": "string", "format": "date-time"}}


@dataclass(frozen=True, slots=True)
class Topic:
    """A stream of facts. `owner` is the service that publishes it; `key` the field whose order is kept."""

    name: str
    key: str
    compacted: bool

    @property
    def owner(self) -> str:
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Event:
    """A message that travels on a topic."""

    type: str  # full protobuf name
    topic: Topic
    meaning: str

    @property
    def name(self) -> str:
        return self.type.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Contracts:
    """The events in the order of their topics, and the JSON schemas of every message and enum by full name."""

    events: tuple[Event, ...]
    schemas: Mapping[str, dict[str, Any]]

    def reached_by_events(self) -> dict[str, dict[str, Any]]:
        """The schemas that events are made of, by name."""
        waiting = [event.type for event in self.events]
        reached: dict[str, dict[str, Any]] = {}
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached[name] = self.schemas[name]
                waiting.extend(_references(self.schemas[name]))
        return dict(sorted(reached.items()))


def read_contracts() -> Contracts:
    """Compile the contracts with their comments and read them.

    Raises:
        ValueError: an event's comment is not understood, or its key is no field of it.
    """
    events: list[Event] = []
    schemas: dict[str, dict[str, Any]] = {}
    for file in _compile().file:
        if file.package.startswith("comptoir."):
            comments = _comments(file)
            events.extend(_events(file, comments))
            schemas |= _schemas(file, comments)
    return Contracts(tuple(sorted(events, key=lambda event: event.topic.name)), schemas)


def _compile() -> FileDescriptorSet:
    contracts = sorted(str(path.relative_to(HERE)) for path in (HERE / "comptoir").rglob("*.proto"))
    with tempfile.NamedTemporaryFile() as compiled:
        includes = [f"-I{folder}" for folder in _INCLUDES]
        options = [f"--descriptor_set_out={compiled.name}", "--include_source_info"]
        if code := protoc.main(["protoc", *includes, *options, *contracts]):
            raise ValueError(f"protoc cannot read the contracts (exit code {code}).")
        return FileDescriptorSet.FromString(Path(compiled.name).read_bytes())


def _comments(file: FileDescriptorProto) -> dict[tuple[int, ...], str]:
    return {
        tuple(location.path): " ".join((location.leading_comments + location.trailing_comments).split())
        for location in file.source_code_info.location
    }


def _events(file: FileDescriptorProto, comments: Mapping[tuple[int, ...], str]) -> Iterator[Event]:
    topic: Topic | None = None
    for index, message in enumerate(file.message_type):
        comment = comments.get((_MESSAGES, index), "")
        if found := _TOPIC.search(comment):
            topic = Topic(found["topic"], found["key"], compacted=bool(found["compacted"]))
        elif not (found := _SAME_TOPIC.search(comment)):
            if "topic" in comment.lower():
                raise ValueError(f"{file.name}: write 'Topic x.y.v1, key = z.' or 'Same topic and key.': {comment}")
            continue
        if topic is None or not {field.name for field in message.field}.issuperset(topic.key.split(":")):
            raise ValueError(
                f"{file.name}: {message.name} has no topic, or the topic's key is made of no fields of it."
            )
        meaning = (comment[: found.start()] + comment[found.end() :]).strip()
        yield Event(f"{file.package}.{message.name}", topic, meaning)


def _schemas(file: FileDescriptorProto, comments: Mapping[tuple[int, ...], str]) -> dict[str, dict[str, Any]]:
    messages = {
        f"{file.package}.{message.name}": _message_schema(message, (_MESSAGES, index), comments)
        for index, message in enumerate(file.message_type)
    }
    enums = {
        f"{file.package}.{enum.name}": _enum_schema(enum, (_ENUMS, index), comments)
        for index, enum in enumerate(file.enum_type)
    }
    return messages | enums


def _message_schema(
    message: DescriptorProto, path: tuple[int, ...], comments: Mapping[tuple[int, ...], str]
) -> dict[str, Any]:
    maps = {f".{entry.name}": entry.field[1] for entry in message.nested_type if entry.options.map_entry}
    properties = {
        field.name: _described(comments.get((*path, _FIELDS, index)), _field_schema(field, maps))
        | {"x-field-number": field.number}
        for index, field in enumerate(message.field)
    }
    return _described(comments.get(path), {"type": "object", "properties": properties})


def _enum_schema(
    enum: EnumDescriptorProto, path: tuple[int, ...], comments: Mapping[tuple[int, ...], str]
) -> dict[str, Any]:
    values = [
        f"{value.name}: {comment}"
        for index, value in enumerate(enum.value)
        if (comment := comments.get((*path, _VALUES, index)))
    ]
    description = "\n".join(filter(None, [comments.get(path), *values]))
    return _described(description, {"type": "string", "enum": [value.name for value in enum.value]})


def _field_schema(field: FieldDescriptorProto, maps: Mapping[str, FieldDescriptorProto]) -> dict[str, Any]:
    """`maps`: what the message's own map types have as values, by the end of their names."""
    for name, value in maps.items():
        if field.type_name.endswith(name):
            return {"type": "object", "additionalProperties": _one(value)}
    if field.label == FieldDescriptorProto.LABEL_REPEATED:
        return {"type": "array", "items": _one(field)}
    return _one(field)


def _one(field: FieldDescriptorProto) -> dict[str, Any]:
    if field.type in (FieldDescriptorProto.TYPE_MESSAGE, FieldDescriptorProto.TYPE_ENUM):
        return dict(_WELL_KNOWN.get(field.type_name) or {"$ref": f"#/components/schemas/{field.type_name[1:]}"})
    return dict(_SCALARS[field.type]) | _rules(field)


def _rules(field: FieldDescriptorProto) -> dict[str, Any]:
    rules = field.options.Extensions[validate_pb2.field].string
    limits = {"pattern": rules.pattern, "maxLength": rules.max_len}
    return {name: limit for name, limit in limits.items() if limit}


def _described(comment: str | None, schema: dict[str, Any]) -> dict[str, Any]:
    if not comment:
        return schema
    if "$ref" in schema:  # what stands beside a reference is not read
        return {"allOf": [schema], "description": comment}
    return {"description": comment} | schema


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "$ref":
                yield value.rpartition("/")[2]
            else:
                yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)
