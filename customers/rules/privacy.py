"""What may be said of a table that leads to a person."""

from django.db.models import TextChoices


class Erasure(TextChoices):
    """What erasing a customer does to the rows of a table."""

    DELETE = "delete", "The rows go."
    KEEP_WITHOUT_NAMES = "keep_without_names", "The rows stay, for the books; what names a person in them goes."
    KEEP = "keep", "The rows stay: they name nobody, or the law asks for them."
