"""python -m benchmarks [name …]: start the platform on a data folder of its own, measure, stop it. See README.md."""

import argparse
import asyncio
import shutil
import sys
from pathlib import Path

from stack.platform import Platform
from stack.settings import REPOSITORY, StackSettings

from benchmarks import report, start_up, suite

_DATA = REPOSITORY / "var" / "benchmarks"


def main() -> int:
    """0, whether or not the goals are met: the figures say so."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure the platform on this machine.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"all, or some of: {', '.join(suite.BENCHMARKS)}")
    parser.add_argument("--repeats", type=int, default=1, help="of each benchmark; the median counts")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(suite.BENCHMARKS):
        parser.error(f"no benchmark is named {', '.join(sorted(unknown))}: take {', '.join(suite.BENCHMARKS)}")
    if _DATA.exists():
        shutil.rmtree(_DATA)
    platform = Platform(StackSettings(data_folder=_DATA, free_ports=True, durable=True))
    try:
        print(f"written: {_measure(platform, arguments.names, arguments.repeats)}")
    finally:
        platform.down()
    return 0


def _measure(platform: Platform, names: list[str], repeats: int) -> Path:
    """The platform is started here, in the main thread: the gateway ends with the thread that started it."""
    results = [start_up.cold(platform), start_up.warm(platform), start_up.memory(platform, "at rest")]
    for result in results:
        suite.tell(result)
    figures, limits = asyncio.run(suite.run(platform, names or list(suite.BENCHMARKS), repeats=repeats))
    after = start_up.memory(platform, "after the benchmarks")
    suite.tell(after)
    return report.write([*figures, *results, after], limits, whole=not names)


if __name__ == "__main__":
    sys.exit(main())
