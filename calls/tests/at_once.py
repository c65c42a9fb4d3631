"""Several threads doing a thing at the same moment, as lower packages test it too."""

from customers.tests.at_once import at_once, behind

__all__ = ["at_once", "behind"]
