"""Fill in the gateway's configuration: `python render.py > envoy.yaml`, with variables that differ in the environment.

Needs the standard library only, so that it runs in any image with Python.
"""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from string import Template

HERE = Path(__file__).parent


def usual_variables() -> dict[str, str]:
    """The variables with their usual values."""
    lines = (HERE / "variables.yaml").read_text().splitlines()
    found = (re.match(r'([A-Z_]+): (?:"([^"]*)"|(\S+))', line) for line in lines)
    return {match[1]: match[2] or match[3] for match in found if match}


def render(differing: Mapping[str, str]) -> str:
    """The configuration with these variables, and the usual values of all others.

    Raises:
        KeyError: a variable has no value.
    """
    return Template((HERE / "envoy.yaml").read_text()).substitute(usual_variables() | dict(differing))


if __name__ == "__main__":
    known = usual_variables()
    sys.stdout.write(render({name: value for name, value in os.environ.items() if name in known}))
