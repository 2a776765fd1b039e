"""Write src/api/generated from what the services offer: `python web/openapi.py`, with `--check` only compare.

Decimals become strings, as they travel; refusals are told in one word, for all are problem documents (src/api/problem.ts).
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from kit.service import api_of

WEB = Path(__file__).parent
GENERATED = WEB / "src" / "api" / "generated"
SERVICES = sorted(path.parent.name for path in (WEB.parent / "services").glob("*/src/*/wiring.py"))
_REFUSAL = {"application/problem+json": {"schema": {"type": "object"}}}
_DECIMAL = [{"type": "number"}, {"type": "string"}]


def main() -> int:
    """Write, or compare with what was written."""
    with tempfile.TemporaryDirectory() as name:
        written = {path.name: path.read_text() for path in _write(Path(name))}
    there = {path.name: path.read_text() for path in GENERATED.glob("*.ts")}
    if "--check" in sys.argv[1:]:
        stale = sorted(name for name in written.keys() | there.keys() if written.get(name) != there.get(name))
        if stale:
            sys.stderr.write(
                f"{GENERATED} is not what the services offer: run `make web-client` ({', '.join(stale)}).\n"
            )
        return 1 if stale else 0
    GENERATED.mkdir(parents=True, exist_ok=True)
    for name in there.keys() - written.keys():
        (GENERATED / name).unlink()
    for name, text in written.items():
        (GENERATED / name).write_text(text)
    return 0


def _write(folder: Path) -> list[Path]:
    sys.path.append(str(WEB.parent / "proto"))
    from asyncapi import UNCONNECTED  # noqa: PLC0415  # of proto/: a script beside the packages

    for name, value in UNCONNECTED.items():
        os.environ.setdefault(name, value)
    for service in SERVICES:
        document = api_of(importlib.import_module(f"{service}.wiring").build()).openapi()
        (folder / f"{service}.json").write_text(json.dumps(_plain(document)))
    documents = map(str, sorted(folder.glob("*.json")))
    subprocess.run(["node", "openapi.js", *documents], cwd=WEB, check=True)  # noqa: S607  # whichever Node builds the console
    return sorted(folder.glob("*.ts"))


def _plain(part: Any) -> Any:
    """The part of a document that a typed client needs."""
    if isinstance(part, list):
        return [_plain(each) for each in part]
    if not isinstance(part, dict):
        return part
    if "anyOf" in part and [{"type": one.get("type")} for one in part["anyOf"][:2]] == _DECIMAL:
        rest = [*({"type": "string"},), *part["anyOf"][2:]]
        return {"anyOf": _plain(rest)} if len(rest) > 1 else rest[0]
    left_out = {"description", "summary", "title", "examples"} & {k for k, v in part.items() if isinstance(v, str)}
    kept = {name: _plain(value) for name, value in part.items() if name not in left_out}
    if isinstance(part.get("responses"), dict) and "operationId" in part:
        kept["responses"] = {code: answer for code, answer in kept["responses"].items() if code.startswith("2")}
        for answer in kept["responses"].values():
            answer["description"] = ""
        kept["responses"]["default"] = {"description": "", "content": _REFUSAL}
    if "openapi" in part:
        kept["info"] = {"title": "", "version": "1"}
    return kept


if __name__ == "__main__":
    sys.exit(main())
