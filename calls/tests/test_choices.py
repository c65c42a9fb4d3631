"""Each outcome has a digit, on a screen of never more than eight."""

import pytest

from calls.rules.outcomes import EFFECTS, MOST_CHOICES, steps
from calls.rules.vocabulary import GROUPS, Outcome, OutcomeGroup


@pytest.mark.parametrize("group", OutcomeGroup)
def test_every_outcome_has_a_digit_and_a_screen_never_more_than_eight(group: OutcomeGroup) -> None:
    screens = steps(group)
    assert tuple(choice.outcome for screen in screens for choice in screen) == GROUPS[group]
    assert all(len(screen) + (screen is not screens[-1]) <= MOST_CHOICES for screen in screens)


def test_every_outcome_belongs_to_one_group_and_has_an_effect() -> None:
    assert sorted(outcome for outcomes in GROUPS.values() for outcome in outcomes) == sorted(Outcome)
    assert set(EFFECTS) == set(Outcome)
