"""How words, postcodes and accounts are compared when somebody is looked up: without accents, case or punctuation."""

import re
import unicodedata

# They stand in names that are typed without them as often as not: Joe's is found as “joes” too.
APOSTROPHES = "'’‘`"
PUNCTUATION = '.,;:!?&/\\|+*#@()[]{}<>"_-–—·' + APOSTROPHES
# Letters with a stroke, which Unicode does not take apart.
STROKED = {"Ø": "o", "ø": "o", "Ł": "l", "ł": "l", "Đ": "d", "đ": "d"}


def _accented() -> tuple[str, str]:
    """Each letter of Latin-1 and Latin Extended-A with an accent, and the plain one it is found under."""
    letters = [chr(code) for code in range(0xC0, 0x180)]
    plain = {letter: unicodedata.normalize("NFKD", letter)[0].lower() for letter in letters} | STROKED
    kept = [letter for letter in letters if plain[letter].isascii() and plain[letter].isalpha()]
    return "".join(kept), "".join(plain[letter] for letter in kept)


ACCENTED, PLAIN = _accented()
# What PostgreSQL's translate() is given for a stored name; `words` does the same to what is typed.
FOLD_FROM = ACCENTED + PUNCTUATION
FOLD_TO = PLAIN + " " * len(PUNCTUATION)
_FOLD = str.maketrans(FOLD_FROM, FOLD_TO)


def words(text: str) -> list[str]:
    """The words of what was typed, as they are compared: lower case, no accents, no punctuation."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).replace("\0", "").translate(_FOLD).lower())


def compact(text: str) -> str:
    """A postcode or an account number as it is compared: `ls11 5ps` as `LS115PS`."""
    return re.sub(r"[\s\0]+", "", text).upper()
