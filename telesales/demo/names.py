"""The words that made-up people, businesses and places are called by."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES = _words(
    """
    Aisha Alan Amina Andrew Angela Anwen Ben Bethan Brian Callum Carys Catherine Chloe Ciara Claire Craig Daniel
    David Deepak Donna Duncan Eilidh Elaine Emma Fatima Fiona Gareth George Gillian Graham Gwen Hannah Harpreet
    Helen Iain Imran Isla Jack Janet Jasmine Joanna John Jordan Julie Karen Kasia Kieran Laura Leanne Liam Lucy
    Malcolm Maria Mark Megan Michael Mohammed Morag Natalie Neil Niamh Nicola Nisha Oliver Olwen Owen Patrick
    Paul Priti Rachel Rhys Robert Rosie Ruth Samir Sanjay Sarah Shauna Simon Siobhan Sophie Stephen Susan Tariq
    Tom Tracey Usha Wendy Will Yusuf Zoe
    """
)

SURNAMES = _words(
    """
    Ahmed Ainsworth Ali Armitage Bailey Barker Begum Bennett Booth Bradley Brennan Brown Burns Campbell Chapman
    Clarke Cooper Crossley Davies Doherty Donnelly Edwards Ellis Evans Farrell Ferguson Fletcher Gallagher Gill
    Gordon Graham Green Griffiths Hall Hamilton Harris Hartley Hill Holt Hughes Hussain Jackson James Jenkins
    Johnston Jones Kaur Kelly Khan Lewis Lloyd Mackenzie Malik Marshall Mason McAllister McBride Mehta Mitchell
    Moore Morgan Morris Murphy Murray Nowak Owen Patel Pearson Phillips Powell Price Quinn Rees Reid Roberts
    Robinson Ross Scott Shah Sharma Shaw Singh Smith Stewart Sutcliffe Taylor Thomas Thompson Walker Ward Watson
    White Williams Wilson Wood Wright Young
    """
)

SAY_NAMES = {
    "Anwen": "AN-wen",
    "Carys": "KA-riss",
    "Ciara": "KEER-a",
    "Eilidh": "AY-lee",
    "Morag": "MORE-ag",
    "Niamh": "NEEV",
    "Olwen": "OL-wen",
    "Rhys": "REESS",
    "Siobhan": "shi-VAWN",
}

PLACES = _words(
    """
    Abbey Alder Ash Beech Bell Birch Black Bridge Brook Canal Castle Cedar Chapel Cliff Copper Corner Cross Dale
    Elm Fern Ferry Field Forge Garden Gate Glen Grange Green Harbour Hazel Heath Hill Holly Iron Ivy Kirk Lake
    Lime Lodge Maple Market Mead Mill Moor North Oak Old Orchard Park Pine Quarry Quay River Rose Rowan Sand
    Silver South Spring Stable Station Stone Thorn Tower Union Vale Walnut Water Well West White Willow Wind Yew
    """
)

STREETS = _words("Street Road Lane Terrace Row Place Yard Way Avenue Close")

JOB_TITLES = ("Owner", "Buyer", "Stores", "Kitchen manager", "Office manager", "Head chef", "Bursar", "Bookkeeper")

COORDINATORS = ("Carol Shaw", "Dev Patel", "Morag Sinclair", "Rhodri Pugh", "Yasmin Akhtar")
DIRECTOR = "Olive Grant"
ADMINISTRATOR = "Adam Reid"
