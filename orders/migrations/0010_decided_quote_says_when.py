from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Apart from the data it is about, which PostgreSQL wants written before."""

    dependencies = [("orders", "0009_quotes_are_decided_with_a_reason")]

    operations = [
        migrations.AddConstraint(
            "quoterevision",
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | ~Q(decision="") & Q(decided_at__isnull=False),
                name="orders_decided_quote_says_when",
            ),
        ),
    ]
