"""The world of mail: letters go out, and what could not be delivered comes back."""

from customers.delivery.returns import read_returned, returns_mailbox
from customers.delivery.sending import deliver

__all__ = ["deliver", "read_returned", "returns_mailbox"]
