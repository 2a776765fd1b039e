"""Every screen that a role's menu leads to: it opens, fails nowhere, and keeps nobody out."""

import pytest
from playwright.async_api import expect

from tests.e2e.desk import Hire
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]


@pytest.mark.parametrize(
    ("username", "language", "dark"),
    [("sales", "en", False), ("finance", "fr", True), ("buyer", "fr", False)],  # together they see every screen
)
async def test_every_screen_of_a_role(house: House, hire: Hire, username: str, language: str, *, dark: bool) -> None:
    article = await house.article(price="10.00", stock="100", cost="1.00")
    await house.place({article: "3"})
    desk = await hire(username, language, dark=dark)
    links = await desk.page.get_by_role("navigation").get_by_role("link").all()
    paths = sorted({str(await link.get_attribute("href")) for link in links})
    assert len(paths) > 4
    barriers = []
    for path in paths:
        await desk.go(path)
        await expect(desk.page.get_by_role("heading", level=1)).to_be_visible()
        barriers += await desk.barriers()
    assert barriers == []
