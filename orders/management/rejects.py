"""FILE.rejected.csv: the rows that an import left out, as they were written, each with its number and the reason."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path


class Numbered:
    """The rows of a file under their headings; remembers each row's cells until the file is written."""

    def __init__(self, rows: Iterator[list[str]], headings: Sequence[str]) -> None:
        self.headings = list(headings)
        self.rows = rows
        self.cells: dict[int, list[str]] = {}
        self.rejected: dict[int, str] = {}

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row that is not empty with its number in the file; the first after the headings is 2."""
        for number, cells in enumerate(self.rows, 2):
            if any(cell.strip() for cell in cells):
                self.cells[number] = cells
                yield number, dict(zip(self.headings, cells, strict=False))

    def reject(self, number: int, why: str) -> None:
        self.rejected[number] = why

    def write(self, file: Path, headings: Iterable[str]) -> Path | None:
        """Writes the rejected rows beside the file; takes an older such file away when there is none."""
        path = file.with_name(f"{file.name}.rejected.csv")
        path.unlink(missing_ok=True)
        if not self.rejected:
            return None
        with path.open("w", encoding="utf-8-sig", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(["row", "reason", *headings])
            for number, why in sorted(self.rejected.items()):
                writer.writerow([number, why, *self.cells[number]])
        return path
