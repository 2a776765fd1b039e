"""`python -m sales run | serve | consume | relay | migrate`."""

from kit.service import main

from sales.wiring import build

main(build)
