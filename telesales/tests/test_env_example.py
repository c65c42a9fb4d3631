"""`.env.example` names what the settings read, no more and no less."""

import re

from telesales.up import places

SETTINGS = (places.CHECKOUT / "telesales" / "settings.py").read_text()
EXAMPLE = (places.CHECKOUT / ".env.example").read_text()
ONLY_FOR_A_TRIAL = {"TELESALES_DATA"}


def test_every_name_that_the_settings_read_is_explained() -> None:
    read = set(re.findall(r'(?:env\.\w+|from_environment|whole_number|switch)\(\s*"([A-Z_]+)"', SETTINGS))

    assert len(read) > 15
    assert read | ONLY_FOR_A_TRIAL == set(re.findall(r"^(?:# )?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
