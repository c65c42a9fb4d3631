"""Who changed which of the desk's settings, from what to what."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from calls.models import DeskSettings
from calls.rules.settings import ALL, in_words

PAGE = 50


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


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some versions, the latest first, and the key of the following page; empty when this is the last."""

    rows: tuple[SettingsVersion, ...]
    following: str


def settings_history(after: str = "") -> HistoryPage:
    """Those before the version `after`, each against its last, the first against the usual values. One statement.

    What is no version starts at the newest.
    """
    known = DeskSettings.objects.select_related("changed_by")
    if after.isdecimal() and len(after) < 10:
        known = known.filter(version__lt=int(after))
    versions = [*known[: PAGE + 1]]
    following = str(versions[PAGE - 1].version) if len(versions) > PAGE else ""
    if not following:
        versions.append(DeskSettings(version=0))
    return HistoryPage(tuple(_compare(new, old) for new, old in pairwise(versions)), following)


def _compare(new: DeskSettings, old: DeskSettings) -> SettingsVersion:
    became, was = new.values(), old.values()
    changes = tuple(
        SettingChange(each.label, in_words(each, was[each.name]), in_words(each, became[each.name]))
        for each in ALL
        if was[each.name] != became[each.name]
    )
    return SettingsVersion(new.version, new.changed_at, str(new.changed_by), changes)
