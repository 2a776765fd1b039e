"""`python -m pricing run | serve | consume | relay | migrate`."""

from kit.service import main

from pricing.wiring import build

main(build)
