"""Reads about customers that span models."""

from customers.reports.card import Card, card
from customers.reports.history import Timeline, timeline
from customers.reports.letters import (
    Letter,
    Letters,
    LetterText,
    answerable,
    letter_text,
    letters_of,
    lost_letters,
    waiting_letters,
)
from customers.reports.look_up import Match, MatchPage, look_up, match_page
from customers.reports.page import CustomerPage, customer_key, customer_page
from customers.reports.permission import LineFacts, decide, decide_many, decide_on, outlook
from customers.reports.permission_sql import FACTS_OF_LINE

__all__ = [
    "FACTS_OF_LINE",
    "Card",
    "CustomerPage",
    "Letter",
    "LetterText",
    "Letters",
    "LineFacts",
    "Match",
    "MatchPage",
    "Timeline",
    "answerable",
    "card",
    "customer_key",
    "customer_page",
    "decide",
    "decide_many",
    "decide_on",
    "letter_text",
    "letters_of",
    "look_up",
    "lost_letters",
    "match_page",
    "outlook",
    "timeline",
    "waiting_letters",
]
