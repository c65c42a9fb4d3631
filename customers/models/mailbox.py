"""How far the mailbox has been read that letters come back to."""

from django.db import models


class MailboxPlace(models.Model):
    """The last letter of a mailbox that was read: its number within the series that the mail server gave."""

    name = models.CharField(max_length=200, unique=True, help_text="Whose mailbox it is, without the password.")
    series = models.BigIntegerField()
    number = models.BigIntegerField()
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"
