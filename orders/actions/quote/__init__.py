"""Everything that is written of quotes."""

from orders.actions.quote.chase import expire_quotes, note_chased
from orders.actions.quote.close import lose_quote, reopen_quote_of, win_quote_of
from orders.actions.quote.decide import decide_quote
from orders.actions.quote.make import add_quote_line, open_quote, set_quote_line
from orders.actions.quote.revise import revise_quote
from orders.actions.quote.send import send_quote
from orders.actions.quote.take_over import take_over_quote
from orders.actions.quote.terms import set_quote_terms

__all__ = [
    "add_quote_line",
    "decide_quote",
    "expire_quotes",
    "lose_quote",
    "note_chased",
    "open_quote",
    "reopen_quote_of",
    "revise_quote",
    "send_quote",
    "set_quote_line",
    "set_quote_terms",
    "take_over_quote",
    "win_quote_of",
]
