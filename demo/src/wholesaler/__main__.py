"""python -m wholesaler: play the wholesaler's year (PERIOD=2013-01) on the platform at COMPTOIR_URL."""

import asyncio
import sys

from pydantic import ValidationError
from rich.console import Console

from wholesaler.config import Settings
from wholesaler.errors import MonthBlocked, Refused, TooSlow, Unreachable
from wholesaler.period import InvalidPeriod
from wholesaler.reader import DataSetMissing
from wholesaler.run import run


def main() -> int:
    """0: everything holds; 1: a control does not; 2: the run could not go on; 130: stopped by hand."""
    console = Console()
    try:
        outcome = asyncio.run(run(Settings(), console))
    except (InvalidPeriod, DataSetMissing, MonthBlocked, Refused, TooSlow, Unreachable, ValidationError) as error:
        console.print(str(error), style="red", markup=False, highlight=False)
        return 2
    except KeyboardInterrupt:
        console.print("Stopped. Run it again to go on from here.")
        return 130
    return 0 if outcome.holds else 1


if __name__ == "__main__":
    sys.exit(main())
