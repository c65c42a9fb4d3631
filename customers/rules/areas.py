"""Which nation a telephone area code or a postcode lies in, where that is certain; it decides the public holidays.

Codes from Ofcom's list of area codes and Royal Mail's postcode areas. What crosses a border (01291 Chepstow, SY,
LL14) or is not listed is Nation.UNKNOWN on purpose: then the holidays of all four nations count.
"""

import re

from customers.rules.search import compact
from customers.rules.vocabulary import Nation

AREA_CODES = {
    Nation.ENGLAND: "20 23 24 113 114 115 116 117 118 121 151 161 191",
    Nation.SCOTLAND: """131 141 1224 1236 1241 1250 1259 1292 1294 1307 1324 1334 1343 1346 1349 1355 1356 1357 1360
        1368 1369 1382 1383 1389 1397 1436 1463 1475 1479 1505 1506 1546 1560 1561 1563 1569 1575 1577 1586 1592 1595
        1631 1659 1667 1674 1698 1738 1764 1779 1786 1851 1856 1862 1863 1875 1877 1887 1896 1955 1968""",
    Nation.WALES: """29 1239 1248 1267 1269 1286 1341 1348 1352 1407 1437 1443 1446 1492 1495 1545 1554 1558 1559 1570
        1633 1639 1646 1654 1656 1685 1745 1758 1766 1792 1824 1834 1873 1874 1970 1974 1994""",
    Nation.NORTHERN_IRELAND: "28",
}
POSTCODE_AREAS = {
    Nation.ENGLAND: """AL B BA BB BD BH BL BN BR BS CB CM CO CR CT CV CW DA DE DH DL DN DT DY E EC EN EX FY GU HA HD HG
        HP HU HX IG IP KT L LA LE LN LS LU M ME MK N NE NG NN NR NW OL OX PE PL PO PR RG RH RM S SE SG SK SL SM SN SO
        SP SR SS ST SW TA TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO""",
    Nation.SCOTLAND: "AB DD EH FK G HS IV KA KW KY ML PA PH ZE",
    Nation.WALES: "CF LL NP SA",
    Nation.NORTHERN_IRELAND: "BT",
}
BORDER_DISTRICTS = frozenset({"LL13", "LL14", "LL20", "NP7", "NP16", "NP25"})
NATION_OF_CODE = {code: nation for nation, codes in AREA_CODES.items() for code in codes.split()}
NATION_OF_AREA = {area: nation for nation, areas in POSTCODE_AREAS.items() for area in areas.split()}
POSTCODE = re.compile(r"^(?P<district>(?P<area>[A-Z]{1,2})\d[A-Z\d]?)(?P<inward>\d[A-Z]{2})$")


def nation_of_number(e164: str) -> Nation:
    """The nation of a UK landline; mobiles and non-geographic numbers have none."""
    digits = e164.removeprefix("+44")
    for length in (2, 3, 4):
        nation = NATION_OF_CODE.get(digits[:length])
        if nation and e164.startswith("+44"):
            return nation
    return Nation.UNKNOWN


def nation_of_postcode(postcode: str) -> Nation:
    found = POSTCODE.match(compact(postcode))
    if found is None or found["district"] in BORDER_DISTRICTS:
        return Nation.UNKNOWN
    return NATION_OF_AREA.get(found["area"], Nation.UNKNOWN)


def tidy_postcode(text: str) -> str:
    """`ls115ps` as `LS11 5PS`; what is no postcode stays as typed."""
    found = POSTCODE.match(compact(text))
    return f"{found['district']} {found['inward']}" if found else text.strip()
