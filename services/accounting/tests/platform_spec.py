"""The platform's standard (XP Z12-013, OpenAPI 1.3.0): what is asked and answered must be as it says."""

import json
import re
from collections.abc import Iterator
from email import message_from_bytes
from functools import cache
from typing import Any

import httpx
from jsonschema import Draft202012Validator

from services.accounting.tests.samples import folder_of


@cache
def _document(service: str) -> dict[str, Any]:
    read = dict(json.loads((folder_of("afnor-api") / f"{service}-1.3.0.json").read_text()))
    if code := read["components"]["schemas"].get("ReasonCode"):
        code["anyOf"] = code.pop("oneOf")  # a listed code is a text too: as it stands none of them would do
    return read


def faults(request: httpx.Request, answer: httpx.Response) -> Iterator[str]:
    """What of a call is not as the standard says; tokens are not its business."""
    service, _, rest = request.url.path.removeprefix("/").partition("/")
    if service == "token":
        return
    document = _document(service)
    operation = _operation(document, f"/{rest}", request.method.lower())
    if operation is None:
        yield f"{request.method} {request.url.path} is not in the standard"
        return
    for schema, value in (*_asked(operation, request), *_answered(document, operation, answer)):
        for error in Draft202012Validator({**schema, "components": document["components"]}).iter_errors(value):
            yield f"{request.url.path}: {error.json_path}: {error.message}"
    if str(answer.status_code) not in operation["responses"]:
        yield f"{request.url.path} does not answer {answer.status_code}"


def _operation(document: dict[str, Any], path: str, method: str) -> dict[str, Any] | None:
    for template, operations in document["paths"].items():
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path):
            found: dict[str, Any] | None = operations.get(method)
            return found
    return None


def _asked(operation: dict[str, Any], request: httpx.Request) -> Iterator[tuple[dict[str, Any], Any]]:
    content = operation.get("requestBody", {}).get("content", {})
    media_type = request.headers.get("content-type", "")
    if "application/json" in content:
        yield content["application/json"]["schema"], json.loads(request.content)
    elif "multipart/form-data" in content:
        whole = message_from_bytes(b"Content-Type: " + media_type.encode() + b"\r\n\r\n" + request.content)
        parts = {part.get_param("name", header="content-disposition"): part for part in whole.get_payload()}  # type: ignore[union-attr]  # it is multipart
        schema = content["multipart/form-data"]["schema"]
        assert set(schema["properties"]) >= set(parts) >= set(schema.get("required", ()))
        yield schema["properties"]["flowInfo"], json.loads(parts["flowInfo"].get_payload(decode=True))  # type: ignore[union-attr,arg-type]


def _answered(
    document: dict[str, Any], operation: dict[str, Any], answer: httpx.Response
) -> Iterator[tuple[dict[str, Any], Any]]:
    response = operation["responses"].get(str(answer.status_code), {})
    if name := response.get("$ref", "").rpartition("/")[2]:
        response = document["components"]["responses"][name]
    said = response.get("content", {})
    if answer.headers.get("content-type", "").startswith("application/json") and "application/json" in said:
        yield said["application/json"]["schema"], answer.json()
