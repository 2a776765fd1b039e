"""`python -m purchasing run | serve | consume | relay | migrate`."""

from kit.service import main

from purchasing.wiring import build

main(build)
