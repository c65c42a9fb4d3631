"""The telephone system the desk dials with, chosen by the setting DIALLER."""

from django.conf import settings
from django.utils.module_loading import import_string

from calls.telephony.protocol import Dialler, Dialling, DiallingFailed

__all__ = ["Dialler", "Dialling", "DiallingFailed", "dialler"]


def dialler() -> Dialler:
    """The configured one; a path that names none raises ImportError."""
    found: Dialler = import_string(settings.DIALLER)()
    return found
