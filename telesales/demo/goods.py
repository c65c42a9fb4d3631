"""What the made-up wholesaler sells: a dozen groups, five kinds in each, five sorts of each kind."""

from dataclasses import dataclass

from promotions.rules.vocabulary import VatRate

STANDARD, REDUCED, ZERO, EXEMPT = VatRate.STANDARD, VatRate.REDUCED, VatRate.ZERO, VatRate.EXEMPT


@dataclass(frozen=True, slots=True)
class Kind:
    """`price` is of one pack of the first sort, in pence; the later sorts are a little dearer.

    Sold in multiples of `multiple` packs, and no fewer than `least` on one order.
    """

    name: str
    unit: str
    pack_size: int
    price: int
    vat_rate: VatRate
    sorts: str
    multiple: int = 1
    least: int = 1


GROUPS: dict[str, tuple[str, tuple[Kind, ...]]] = {
    "Hot drinks": (
        "HD",
        (
            Kind("ground coffee 1 kg", "case", 6, 5940, ZERO, "Breakfast,House,Colombian,Italian,Decaffeinated"),
            Kind("tea bags", "case", 6, 2810, ZERO, "Everyday,Breakfast,Earl Grey,Green,Peppermint"),
            Kind("instant coffee 750 g", "case", 6, 6215, ZERO, "Classic,Gold,Rich,Smooth,Decaffeinated"),
            Kind("sugar 1 kg", "case", 15, 1635, ZERO, "White,Demerara,Brown,Caster,Cube"),
            Kind("milk portions", "case", 240, 1180, ZERO, "Whole,Semi-skimmed,Oat,Soya,Skimmed"),
        ),
    ),
    "Cold drinks": (
        "CD",
        (
            Kind("330 ml cans", "case", 24, 985, STANDARD, "Cola,Lemonade,Orangeade,Diet cola,Ginger beer"),
            Kind("water 500 ml", "case", 24, 545, STANDARD, "Still,Sparkling,Spring,Lemon,Cucumber"),
            Kind("juice 1 litre", "case", 12, 1420, STANDARD, "Orange,Apple,Cranberry,Pineapple,Tomato"),
            Kind("cordial 5 litre", "each", 1, 760, STANDARD, "Orange,Blackcurrant,Lime,Lemon,Elderflower"),
            Kind("milk drink 250 ml", "case", 12, 1195, ZERO, "Plain,Malt,Oat,Soya,Kefir"),
        ),
    ),
    "Biscuits and snacks": (
        "BS",
        (
            Kind("biscuits", "case", 12, 1375, ZERO, "Digestive,Shortbread,Ginger,Custard cream,Oat"),
            Kind("crisps 32 g", "case", 48, 1590, STANDARD, "Salted,Cheese and onion,Vinegar,Prawn,Smoky bacon"),
            Kind("chocolate bars", "case", 36, 1745, STANDARD, "Milk,Dark,Orange,Mint,Hazelnut"),
            Kind("cake slices", "box", 18, 1460, ZERO, "Fruit,Lemon,Carrot,Ginger,Cherry"),
            Kind("nuts 50 g", "case", 24, 1925, STANDARD, "Salted,Dry roasted,Mixed,Cashew,Almond"),
        ),
    ),
    "Store cupboard": (
        "SC",
        (
            Kind("flour 16 kg", "sack", 1, 1260, ZERO, "Plain,Strong,Self-raising,Wholemeal,Rye"),
            Kind("rice 10 kg", "sack", 1, 1545, ZERO, "Long grain,Basmati,Pudding,Brown,Risotto"),
            Kind("pasta 3 kg", "case", 4, 1730, ZERO, "Penne,Fusilli,Spaghetti,Macaroni,Lasagne"),
            Kind("oil 20 litre", "drum", 1, 3290, ZERO, "Rapeseed,Sunflower,Vegetable,Long-life,Olive blend"),
            Kind("tins 800 g", "case", 12, 1115, ZERO, "Tomato,Baked bean,Chickpea,Kidney bean,Sweetcorn"),
        ),
    ),
    "Cleaning": (
        "CL",
        (
            Kind("cleaner 5 litre", "case", 2, 1085, STANDARD, "Floor,Kitchen,Glass,Washroom,Oven"),
            Kind("washing-up liquid 5 litre", "case", 2, 890, STANDARD, "Lemon,Original,Antibacterial,Sensitive,Apple"),
            Kind("bleach 5 litre", "case", 2, 715, STANDARD, "Thin,Thick,Lemon,Pine,Drain"),
            Kind("cloths", "pack", 50, 640, STANDARD, "Blue,Green,Red,Yellow,Microfibre"),
            Kind("refuse sacks", "box", 200, 1495, STANDARD, "Black,Clear,Heavy duty,Recycled,Pedal bin"),
        ),
    ),
    "Paper and hygiene": (
        "PH",
        (
            Kind("paper roll", "case", 6, 1650, STANDARD, "Blue,White,Mini,Wide,Recycled"),
            Kind("toilet rolls", "case", 36, 1480, STANDARD, "Two-ply,Three-ply,Jumbo,Recycled,Quilted"),
            Kind("hand towels", "case", 20, 1830, STANDARD, "Blue,White,Z-fold,C-fold,Luxury"),
            Kind("soap 5 litre", "each", 1, 935, STANDARD, "Hand,Pearl,Antibacterial,Foam,Hair and body"),
            Kind("gloves", "case", 1000, 2640, STANDARD, "Vinyl,Nitrile,Latex,Blue,Black"),
        ),
    ),
    "Catering disposables": (
        "DI",
        (
            Kind("cups", "case", 1000, 3120, STANDARD, "8 oz,10 oz,12 oz,16 oz,Compostable"),
            Kind("lids", "case", 1000, 2180, STANDARD, "8 oz,10 oz,12 oz,16 oz,Compostable"),
            Kind("napkins", "case", 2000, 1960, STANDARD, "White,Burgundy,Black,Kraft,Cocktail"),
            Kind("boxes", "case", 250, 2470, STANDARD, "Burger,Chip,Meal,Salad,Cake"),
            Kind("cutlery", "case", 1000, 2355, STANDARD, "Fork,Knife,Spoon,Stirrer,Mixed"),
        ),
    ),
    "Bags and packaging": (
        "BP",
        (
            Kind("carrier bags", "box", 250, 1740, STANDARD, "Paper,Kraft,Cotton,Large,Wine"),
            Kind("cartons", "bundle", 25, 1865, STANDARD, "Small,Medium,Large,Double-wall,Book"),
            Kind("tape", "case", 36, 2230, STANDARD, "Brown,Clear,Fragile,Paper,Masking"),
            Kind("film", "case", 6, 1990, STANDARD, "Cling,Pallet,Foil,Baking,Bubble"),
            Kind("labels", "roll", 1000, 780, STANDARD, "Day,Allergen,Address,Fragile,Plain", multiple=6),
        ),
    ),
    "Office": (
        "OF",
        (
            Kind("copier paper A4", "box", 5, 1895, STANDARD, "Everyday,Premium,Recycled,Coloured,Card"),
            Kind("pens", "box", 50, 865, STANDARD, "Black,Blue,Red,Green,Marker"),
            Kind(
                "postage stamps", "sheet", 50, 5500, EXEMPT, "First class,Second class,Large first,Large second,Mixed"
            ),
            Kind("record book", "pack", 5, 1240, ZERO, "Accident,Duplicate order,Cash,Visitor,Temperature"),
            Kind("till rolls", "box", 20, 1310, STANDARD, "Thermal,Two-ply,Card machine,Wide,Kitchen"),
        ),
    ),
    "Safety and workwear": (
        "SW",
        (
            Kind("safety boots", "pair", 1, 3495, ZERO, "Chukka,Rigger,Dealer,Trainer,Wellington"),
            Kind("safety helmet", "each", 1, 895, ZERO, "White,Yellow,Blue,Red,Vented", multiple=2),
            Kind("work gloves", "pack", 12, 1460, STANDARD, "Grip,Rigger,Thermal,Cut-resistant,Gauntlet"),
            Kind("hi-vis vest", "pack", 10, 2150, STANDARD, "Yellow,Orange,Pink,Executive,Child"),
            Kind("first-aid kit", "each", 1, 1985, STANDARD, "Ten-person,Twenty-person,Vehicle,Burns,Eyewash"),
        ),
    ),
    "Fixings and tools": (
        "FT",
        (
            Kind("wood screws", "box", 200, 745, STANDARD, "40 mm,50 mm,60 mm,80 mm,100 mm"),
            Kind("nails 2.5 kg", "tub", 1, 1120, STANDARD, "Round,Oval,Clout,Annular,Panel"),
            Kind("sealant", "case", 12, 3180, STANDARD, "Clear,White,Brown,Sanitary,Frame"),
            Kind("drill bits", "set", 10, 1675, STANDARD, "Masonry,Wood,Metal,Tile,Step"),
            Kind("adhesive", "case", 12, 2890, STANDARD, "Grab,Wood,Instant,Tile,Contact"),
        ),
    ),
    "Fuel": (
        "FU",
        (
            Kind("logs", "net", 1, 595, REDUCED, "Ash,Birch,Oak,Softwood,Mixed"),
            Kind("coal 20 kg", "sack", 1, 1385, REDUCED, "Smokeless ovoid,Smokeless nugget,Anthracite,Stove,Overnight"),
            Kind("briquettes", "pack", 12, 745, REDUCED, "Heat log,Night,Peat-free,Coffee,Round", multiple=2, least=6),
            Kind("kindling", "net", 1, 410, REDUCED, "Softwood,Hardwood,Small,Large,Boxed", least=4),
            Kind("firelighters", "case", 24, 2160, STANDARD, "White,Natural,Wood wool,Instant,Waxed"),
        ),
    ),
}
