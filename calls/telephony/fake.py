"""The telephone system of a desk that dials by hand: it connects nothing, and says what it would have rung."""

import logging

from calls.telephony.protocol import Dialling

log = logging.getLogger(__name__)


class FakeDialler:
    """Production code: with it the coordinator presses the number's tel: link or dials on the desk telephone."""

    def dial(self, dialling: Dialling) -> str:
        log.info("Dialling %s for %s", dialling.key, dialling.extension)
        return f"by-hand-{dialling.key}"
