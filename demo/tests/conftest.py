from datetime import date

import pytest
from wholesaler.config import Settings
from wholesaler.dataset import DataSet
from wholesaler.period import Period
from wholesaler.reader import read
from wholesaler.timeline import Day, days


@pytest.fixture(scope="session")
def data() -> DataSet:
    return read(Settings().data)


@pytest.fixture(scope="session")
def year() -> Period:
    return Period.parse("2013")


@pytest.fixture(scope="session")
def timeline(data: DataSet) -> list[Day]:
    return days(data, date(2013, 12, 31))
