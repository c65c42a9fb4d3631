"""What an account number may hold. It is part of addresses on the web, and is typed and said on the telephone."""

import re

LONGEST = 20
# Parts between strokes begin with a letter or a figure: a browser takes /../ for the way up.
PATTERN = r"\A[A-Za-z0-9][A-Za-z0-9 ._&+-]*(?:/[A-Za-z0-9][A-Za-z0-9 ._&+-]*)*\Z"
MAY_HOLD = "It holds up to 20 letters, figures, spaces or . / _ & + - and begins with a letter or a figure."


def is_account_number(text: str) -> bool:
    return len(text) <= LONGEST and re.search(PATTERN, text) is not None
