"""What the whole product means by a role, by a refusal and by being away."""

from django.db.models import TextChoices


class Refusal(Exception):
    """Something that may not be done, with the sentence that the person at the screen reads.

    The sentence says what was refused, why, and what to do next. `field` names the form field
    it belongs to, where there is one.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Role(TextChoices):
    """The work a person does here; what each may do is one table, `telesales.roles`."""

    COORDINATOR = "coordinator", "ProActive Sales Coordinator"
    DIRECTOR = "director", "Operations Director"
    ADMINISTRATOR = "administrator", "Administrator"
    PRIVACY_OFFICER = "privacy_officer", "Privacy officer"


class AbsenceKind(TextChoices):
    """Why somebody is away. Told only to themselves and to whoever decides: it may say something of their health."""

    HOLIDAY = "holiday", "Holiday"
    ILLNESS = "illness", "Illness"
    TRAINING = "training", "Training"
    OTHER = "other", "Something else"
