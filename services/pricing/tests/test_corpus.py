"""The frozen corpus: 200 baskets are priced today as they were, for the same reasons."""

import pytest

from services.pricing.tests import corpus
from services.pricing.tests.corpus import Basket

WORLD = corpus.load()
FROZEN = list(corpus.baskets_of(corpus.BASKETS.read_text()))


@pytest.mark.parametrize(("basket", "block"), FROZEN, ids=[block.split(" ", 1)[0] for _, block in FROZEN])
def test_a_basket_is_priced_as_it_was(basket: Basket, block: str) -> None:
    number = int(block[1:4])
    assert corpus.told(number, basket, WORLD.priced(basket)) == block


def test_the_corpus_meets_every_kind_of_step_charge_and_verdict() -> None:
    assert len(FROZEN) == corpus.COUNT
    text = corpus.BASKETS.read_text()
    told = [
        "list-price", "category-price", "customer-price", "volume-price", "contract-price", "contract-discount",
        "contract-used-up", "manual-price", "fixed-price", "amount-off", "line-discount", "free-goods", "line-surcharge",
        "order-discount", "order-surcharge", "minimum-order", "freight", "= allowed", "= needs_approval", "= blocked",
        "owes", "bought anew", "margin ?", "order: The margin of the order",
    ]  # fmt: skip
    assert [each for each in told if each not in text] == []
