"""From which quantities on a product costs a customer less."""

from kit.testing.services import ServiceUnderTest

from services.pricing.tests import factories as make


async def test_breaks_are_the_quantities_at_which_the_quoted_price_falls(pricing: ServiceUnderTest) -> None:
    customer = await make.customer(pricing)
    falling, flat, none = [await make.product(pricing, cost="1") for _ in range(3)]
    await make.prices(
        pricing, make.price(falling, "10.00"), make.price(falling, "9.00", min_quantity="12"),
        make.price(falling, "9.00", min_quantity="50"), make.price(falling, "8.00", min_quantity="144"),
        make.price(flat, "3.00"),
    )  # fmt: skip
    body = {"customer_id": customer, "product_ids": [none, falling, flat, falling]}
    async with pricing.client("pricing.quotes.read", customer_id=customer) as client:
        found = (await client.post("/quotes/breaks", json=body)).json()
    told = {each["product_id"]: [(b["quantity"], b["unit_price"]) for b in each["breaks"]] for each in found["items"]}
    assert told == {
        none: [],
        falling: [("1", "10.00"), ("12", "9.00"), ("144", "8.00")],
        flat: [("1", "3.00")],
    }
    for quantity, price in told[falling]:
        quote = await make.quoted(pricing, customer, (falling, quantity))
        assert quote["lines"][0]["unit_price"] == price
