"""What customers say to an offer that they do not take."""

# In the order of their digits; anything else is written in their own words.
REFUSALS = ("Has enough", "Too dear", "Uses another make", "Buys it elsewhere", "No room for it", "Does not sell there")

# So many times what they usually take of a product are a lot to ask for.
FAR = 4


def is_far(packs: int, usual: int) -> bool:
    """Whether an offer asks for many more packs than they usually take; what is near is offered first."""
    return packs > FAR * usual
