"""One log for all: whole lines, each with the name of who said it."""

import os
import sys

WIDTH = 8


class Log:
    def __init__(self) -> None:
        self.broken = False
        self._begun: dict[str, bytes] = {}

    def say(self, text: str, *, name: str = "up") -> None:
        """Print each line of `text` behind `name`; a reader who has gone away is noted in `broken`."""
        try:
            for line in text.splitlines():
                sys.stdout.write(f"{name:<{WIDTH}} | {line}\n")
            sys.stdout.flush()
        except OSError:
            self.broken = True

    def take(self, name: str, source: int) -> bool:
        """Say the whole lines that wait in `source`, keep a begun one for later; False when the source is closed."""
        heard = os.read(source, 65536)
        *lines, rest = (self._begun.pop(name, b"") + heard).split(b"\n")
        if not heard and rest:
            lines, rest = [rest], b""
        if rest:
            self._begun[name] = rest
        for line in lines:
            self.say(line.decode(errors="replace").rstrip(), name=name)
        return bool(heard)
