"""python -m stack: run all of Comptoir on one machine."""

import argparse
import sys

import structlog
from pydantic import ValidationError
from rich.console import Console

from stack import cli
from stack.errors import StackError
from stack.settings import StackSettings
from stack.supervisor import Supervisor


def main() -> int:
    """0: done; 1: something is wrong and was said; 130: stopped by hand."""
    parser = argparse.ArgumentParser(description="Run all of Comptoir on one machine.")
    parser.add_argument("command", choices=["up", "down", "status", "logs", "reset", "demo", "invariants", "supervise"])
    parser.add_argument("service", nargs="?", help="logs: of this part only")
    arguments = parser.parse_args()
    console = Console()
    try:
        return _run(arguments.command, arguments.service, StackSettings(), console)
    except (StackError, ValidationError) as error:
        console.print(str(error), style="red", markup=False, highlight=False)
        return 1
    except KeyboardInterrupt:
        console.print("Stopped.")
        return 130


def _run(command: str, service: str | None, settings: StackSettings, console: Console) -> int:
    match command:
        case "supervise":
            structlog.configure(
                processors=[
                    structlog.processors.add_log_level,
                    structlog.processors.TimeStamper(fmt="iso"),
                    structlog.processors.JSONRenderer(),
                ]
            )
            return Supervisor(settings).run()
        case "status":
            return cli.status(settings, console)
        case "logs":
            return cli.logs(settings, service)
        case "invariants":
            return cli.invariants(settings, console)
        case "demo":
            return cli.demo(settings, console)
        case "up":
            cli.up(settings, console)
        case "down":
            cli.down(settings, console)
        case "reset":
            cli.reset(settings, console)
    return 0


if __name__ == "__main__":
    sys.exit(main())
