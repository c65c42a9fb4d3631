"""Who people are, how to reach them, what happened, and what we promised to send."""

from customers.models.closure import Closure
from customers.models.customer import Address, Contact, Customer, PhoneLine, PriceList, Segment
from customers.models.event import Event
from customers.models.letters import LetterWording, ServiceTask
from customers.models.mailbox import MailboxPlace
from customers.models.message import Message

__all__ = [
    "Address",
    "Closure",
    "Contact",
    "Customer",
    "Event",
    "LetterWording",
    "MailboxPlace",
    "Message",
    "PhoneLine",
    "PriceList",
    "Segment",
    "ServiceTask",
]
