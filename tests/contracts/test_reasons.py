"""Every reason that pricing gives is said by the console, about the same facts."""

import re
from pathlib import Path

import pytest
from pricing.domain.reason import ENGLISH

TEXTS = Path(__file__).parents[2] / "web" / "src" / "i18n"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_console_says_every_reason(language: str) -> None:
    source = (TEXTS / language / "reasons.ts").read_text()
    said = dict(re.findall(r"'([a-z-]+)':\s+'([^']+)'", source))
    assert said.keys() == ENGLISH.keys()
    for code, text in ENGLISH.items():
        assert set(re.findall(r"\{\{(\w+)\}\}", said[code])) == set(re.findall(r"\{(\w+)\}", text)), code
