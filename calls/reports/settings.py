"""Who changed which of the desk's settings, from what to what."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from calls.models import DeskSettings
from calls.rules.settings import ALL, in_words

MOST_VERSIONS = 50


@dataclass(frozen=True, slots=True)
class SettingChange:
    label: str
    was: str
    became: str


@dataclass(frozen=True, slots=True)
class SettingsVersion:
    """One change of the settings, with each value that it moved."""

    version: int
    at: dt.datetime
    by: str
    changes: tuple[SettingChange, ...]


def settings_history() -> tuple[SettingsVersion, ...]:
    """The latest first, the first against the usual values. One statement."""
    newest = DeskSettings.objects.select_related("changed_by")[: MOST_VERSIONS + 1]
    versions = [*newest]
    if len(versions) <= MOST_VERSIONS:
        versions.append(DeskSettings(version=0))
    return tuple(_compare(new, old) for new, old in pairwise(versions))


def _compare(new: DeskSettings, old: DeskSettings) -> SettingsVersion:
    became, was = new.values(), old.values()
    changes = tuple(
        SettingChange(each.label, in_words(each, was[each.name]), in_words(each, became[each.name]))
        for each in ALL
        if was[each.name] != became[each.name]
    )
    return SettingsVersion(new.version, new.changed_at, str(new.changed_by), changes)
