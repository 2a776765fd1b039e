"""Every screen that a role's menu leads to, in both languages, and all that opens on it: nothing fails, shuts anybody out or asks
for what it may not have."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.desk import Hire
from tests.e2e.openings import barriers_of_openings, barriers_of_the_frame
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]

OPENS = ("warehouse",)  # whose screens' menus and dialogs are looked at too
FRAME = "frame"  # of every screen
OTHER = {"fr": "en", "en": "fr"}
judged: set[str] = set()  # paths whose screen was judged by axe: once is enough, whoever looks


@pytest.mark.parametrize(
    ("username", "language", "dark"),
    [
        ("finance", "fr", True),
        ("sales", "en", False),
        ("buyer", "fr", False),
        ("warehouse", "en", False),
        ("pricing", "fr", False),
        ("admin", "en", True),
        ("auditor", "fr", False),
    ],
)
async def test_every_screen_of_a_role(house: House, hire: Hire, username: str, language: str, *, dark: bool) -> None:
    article = await house.article(price="10.00", stock="100", cost="1.00")
    await house.place({article: "3"})
    desk = await hire(username, language, dark=dark)
    paths = await desk.menu()
    assert len(paths) > 4
    barriers = []
    for path in paths:
        await desk.choose(path)
        await expect(desk.page).to_have_url(re.compile(f"{re.escape(path)}($|[?])"))
        await expect(desk.page.get_by_role("heading", level=1)).to_be_visible()
        await desk.picture(f"{username}-{path.strip('/').replace('/', '-') or 'home'}-{language}")
        if path not in judged:
            barriers += await desk.barriers()
            if username in OPENS:
                barriers += await barriers_of_openings(desk)
            judged.add(path)
        language = OTHER[language]
        await desk.speak(language)
        await desk.picture(f"{username}-{path.strip('/').replace('/', '-') or 'home'}-{language}")
    if FRAME not in judged:
        barriers += await barriers_of_the_frame(desk)
        judged.add(FRAME)
    assert barriers == []
