from kit.service import main

from toy.wiring import build

main(build)
