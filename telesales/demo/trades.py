"""The kinds of business that buy from the made-up wholesaler, and what each is after."""

from dataclasses import dataclass

from customers.rules.vocabulary import LegalForm


@dataclass(frozen=True, slots=True)
class Trade:
    """A segment and the product groups it buys. In a name `{person}` and `{other}` are surnames."""

    segment: str
    names: tuple[str, ...]
    forms: tuple[LegalForm, ...]
    groups: tuple[str, ...]


SMALL = (LegalForm.SOLE_TRADER, LegalForm.PARTNERSHIP, LegalForm.COMPANY)
COMPANY = (LegalForm.COMPANY, LegalForm.COMPANY, LegalForm.LLP)
PUBLIC = (LegalForm.PUBLIC_BODY,)

TRADES = (
    Trade(
        "Cafés", ("The {place} Café", "{place} Coffee House", "{person}’s Tea Room"), SMALL, ("HD", "CD", "BS", "DI")
    ),
    Trade(
        "Pubs and restaurants",
        ("The {place} Arms", "{place} Kitchen", "{person} & Co"),
        SMALL,
        ("CD", "SC", "CL", "DI"),
    ),
    Trade("Schools", ("{place} Primary School", "{place} Academy"), PUBLIC, ("PH", "OF", "SC", "CL")),
    Trade("Care homes", ("{place} House", "{place} Lodge Care"), COMPANY, ("PH", "CL", "SC", "HD")),
    Trade("Offices", ("{person} & {other}", "{place} Surveyors"), COMPANY, ("OF", "HD", "PH", "BS")),
    Trade("Builders", ("{person} & Sons", "{place} Building", "{person} Joinery"), SMALL, ("FT", "SW", "CL", "HD")),
    Trade("Village shops", ("{place} Stores", "{person}’s Shop"), SMALL, ("BS", "CD", "FU", "BP")),
    Trade("Garages", ("{place} Motors", "{person} Garage"), SMALL, ("PH", "SW", "CL", "HD")),
)
ENDINGS = {LegalForm.COMPANY: " Ltd", LegalForm.LLP: " LLP"}
