"""What customers say to an offer that they do not take."""

# In the order of their digits; anything else is written in their own words.
REFUSALS = ("Has enough", "Too dear", "Uses another make", "Buys it elsewhere", "No room for it", "Does not sell there")
