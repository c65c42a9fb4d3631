"""`python -m benchmarks NAME...` prints the figures of the named modules; without a name, of all.

`--size N`, as often as wanted, keeps a module that grows its work to these sizes.
"""

import argparse
import sys
from importlib import import_module
from pkgutil import iter_modules

import benchmarks
from benchmarks.figures import Figure

NOT_MEASURES = {"__main__", "database", "figures", "queue_data", "ranking_data", "pad_data"}


def main(arguments: list[str]) -> int:
    """Exit status 0 when every goal is met, 1 when one is missed, 2 for an unknown name."""
    names, sizes = _asked(arguments)
    known = sorted(module.name for module in iter_modules(benchmarks.__path__) if module.name not in NOT_MEASURES)
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"No benchmark is called {unknown[0]}; there are: {', '.join(known)}.", file=sys.stderr)
        return 2
    missed = False
    for name in names or known:
        module = import_module(f"benchmarks.{name}")
        figures: list[Figure] = module.measure(sizes) if sizes and hasattr(module, "SIZES") else module.measure()
        for figure in figures:
            print(figure.as_json(), flush=True)
            missed = missed or figure.met is False
    return 1 if missed else 0


def _asked(arguments: list[str]) -> tuple[list[str], list[int]]:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--size", type=int, action="append", default=[], dest="sizes")
    asked = parser.parse_args(arguments)
    return asked.names, asked.sizes


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
