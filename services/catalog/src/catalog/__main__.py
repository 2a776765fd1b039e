"""`python -m catalog run | serve | consume | relay | migrate`."""

from kit.service import main

from catalog.wiring import build

main(build)
