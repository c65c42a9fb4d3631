"""What is true of the people who work here, without asking the database."""

from staff.rules.vocabulary import AbsenceKind, Refusal, Role

__all__ = ["AbsenceKind", "Refusal", "Role"]
