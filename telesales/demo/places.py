"""The five cities that customers are in, with numbers that Ofcom keeps for drama, so that nobody real is rung."""

from dataclasses import dataclass
from random import Random

from customers.rules.vocabulary import Nation

INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
IN_A_RANGE = 1000
OUR_OWN = 100
"""The ending left out of every range: 0113 496 0100 is the wholesaler's own number."""


@dataclass(frozen=True, slots=True)
class City:
    """`numbers` is the range in E.164 without its last three digits, `districts` the outward postcodes."""

    name: str
    nation: Nation
    numbers: str
    districts: tuple[str, ...]


CITIES = (
    City("Leeds", Nation.ENGLAND, "+441134960", tuple(f"LS{n}" for n in (1, 2, 3, 4, 6, 7, 9, 10, 11, 12, 15, 27))),
    City("London", Nation.ENGLAND, "+442079460", ("E1", "E8", "N1", "N7", "NW5", "SE1", "SE15", "SW2", "SW9", "W6")),
    City("Edinburgh", Nation.SCOTLAND, "+441314960", tuple(f"EH{n}" for n in (1, 3, 5, 6, 7, 9, 11, 12, 15))),
    City("Cardiff", Nation.WALES, "+442920180", ("CF5", "CF10", "CF11", "CF14", "CF23", "CF24")),
    City("Belfast", Nation.NORTHERN_IRELAND, "+442896496", tuple(f"BT{n}" for n in (1, 4, 5, 7, 9, 12, 15))),
)


def city_of(position: int) -> City:
    return CITIES[position % len(CITIES)]


def main_number(position: int) -> str:
    """The number of the customer at `position`: their own up to the 4,995th, then numbers come round again."""
    return _number(city_of(position), position // len(CITIES))


def second_number(position: int) -> str:
    """From the other half of the range: never their main one, and up to some 2,500 customers nobody shares one."""
    return _number(city_of(position), IN_A_RANGE // 2 + position // len(CITIES))


def _number(city: City, place: int) -> str:
    ending = place % (IN_A_RANGE - 1)
    return f"{city.numbers}{ending + (ending >= OUR_OWN):03d}"


def postcode(city: City, random: Random) -> str:
    letters = random.choice(INWARD_LETTERS) + random.choice(INWARD_LETTERS)
    return f"{random.choice(city.districts)} {random.randrange(1, 10)}{letters}"
