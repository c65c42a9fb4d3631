"""`python -m benchmarks NAME...` prints the figures of the named modules; without a name, of all."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import benchmarks
from benchmarks.figures import Figure

NOT_MEASURES = {"__main__", "figures"}


def main(names: list[str]) -> int:
    """Exit status 0 when every goal is met, 1 when one is missed, 2 for an unknown name."""
    known = sorted(module.name for module in iter_modules(benchmarks.__path__) if module.name not in NOT_MEASURES)
    unknown = sorted(set(names) - set(known))
    if unknown:
        print(f"No benchmark is called {unknown[0]}; there are: {', '.join(known)}.", file=sys.stderr)
        return 2
    missed = False
    for name in names or known:
        figures: list[Figure] = import_module(f"benchmarks.{name}").measure()
        for figure in figures:
            print(figure.as_json(), flush=True)
            missed = missed or figure.met is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
