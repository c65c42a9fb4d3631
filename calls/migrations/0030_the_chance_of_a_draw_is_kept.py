from django.db import migrations, models

# Those who stand there were drawn with the share that is set now, or with one before it where that is none.
AS_DRAWN = """
UPDATE calls_candidate SET propensity = CASE WHEN is_control THEN drawn.share ELSE 1 - drawn.share END
FROM (SELECT coalesce((
    SELECT control_percent FROM calls_desksettings WHERE control_percent > 0 ORDER BY version DESC LIMIT 1
), 10) / 100.0::float8 AS share) drawn
"""


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0029_when_a_card_came_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="propensity",
            field=models.FloatField(
                default=1.0, help_text="How likely it was to be ordered the way it is when that was drawn."
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(AS_DRAWN, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("propensity__gt", 0), ("propensity__lte", 1)),
                name="calls_candidate_was_drawn_by_a_chance",
            ),
        ),
    ]
