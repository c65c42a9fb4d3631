from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_approvals(apps: Any, schema_editor: Any) -> None:
    """What was approved before there were reasons stays approved."""
    approved = apps.get_model("orders", "QuoteRevision").objects.filter(decided_at__isnull=False)
    approved.update(decision="released", decision_reason="Approved on the quote's page.")


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0008_quotes_carry_delivery"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("quoterevision", "approved_by", "decided_by"),
        migrations.RenameField("quoterevision", "approved_at", "decided_at"),
        migrations.AlterField(
            "quoterevision", "decided_at", models.DateTimeField(null=True, blank=True)
        ),
        migrations.AddField(
            "quoterevision",
            "decision",
            models.CharField(
                max_length=10,
                choices=[("released", "Released"), ("refused", "Refused"), ("withdrawn", "Withdrawn")],
                blank=True,
                default="",
                help_text="About its prices below the floor; empty while open.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "quoterevision",
            "decision_reason",
            models.TextField(blank=True, default="", help_text="Why it was decided so."),
            preserve_default=False,
        ),
        migrations.RunPython(keep_approvals, migrations.RunPython.noop),
    ]
