"""What the console says, by the keys of its own texts: a journey is walked in either language."""

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

_WEB = Path(__file__).parents[2] / "web"
_READ = """
import { runnerImport } from 'vite';
const read = async (language) =>
    (await runnerImport(`./src/i18n/${language}/index.ts`, { configFile: false, logLevel: 'error' })).module[language];
console.log(JSON.stringify({ fr: await read('fr'), en: await read('en') }));
"""


def text(language: str, key: str, **values: object) -> str:
    """The text of a key like `shipping.ship`; with `count` in the form for so many."""
    found: Any = _texts()[language]
    *path, last = key.split(".")
    for part in path:
        found = found[part]
    one_of = {0: "_one", 1: "_one"} if language == "fr" else {1: "_one"}
    name = last + one_of.get(int(str(values["count"])), "_other") if "count" in values else last
    said = str(found[name])
    for gap, value in values.items():
        said = said.replace(f"{{{{{gap}}}}}", str(value))
    return said


def figure(language: str, written: str) -> str:
    """A figure like 8.00, as the language writes it."""
    return written.replace(".", ",") if language == "fr" else written


@cache
def _texts() -> dict[str, Any]:
    command = ["node", "--input-type=module", "--eval", _READ]
    done = subprocess.run(command, cwd=_WEB, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))
