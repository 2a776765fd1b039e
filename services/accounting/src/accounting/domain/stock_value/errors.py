"""What is refused about the value of stock.

SameMethod, ProductNotStocked             there is nothing to change
NothingSlow, WriteDownOutdated, NotTakenBack      write-downs
"""

from kit.errors import Conflict


class SameMethod(Conflict):
    """The product is costed so already."""


class ProductNotStocked(Conflict):
    """The product has never moved: it will be costed as catalog says."""


class NothingSlow(Conflict):
    """The rules ask for nothing that is not written down already."""


class WriteDownOutdated(Conflict):
    """Another write-down of the same products came between."""


class NotTakenBack(Conflict):
    """Only a write-down that was approved is taken back, and once."""
