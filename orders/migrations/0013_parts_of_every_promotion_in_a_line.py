from decimal import Decimal

import django.db.models.deletion
from django.db import migrations, models

# So far a line named one version, the one with the dearest saving: it had the line to itself.
TO_PARTS = """
    INSERT INTO orders_linepromotion (line_id, version_id, quantity, saving_total, net_total)
    SELECT id, promotion_version_id, quantity, saving_total, net_total
    FROM orders_orderline WHERE promotion_version_id IS NOT NULL
"""
TO_THE_DEAREST = """
    UPDATE orders_orderline SET promotion_version_id = dearest.version_id
    FROM (
        SELECT DISTINCT ON (line_id) line_id, version_id
        FROM orders_linepromotion ORDER BY line_id, saving_total DESC, version_id
    ) dearest
    WHERE dearest.line_id = orders_orderline.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0012_holds_of_queries'),
        ('promotions', '0005_prices_refused_in_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='LinePromotion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.PositiveIntegerField(help_text='The packs that took part.')),
                ('saving_total', models.DecimalField(decimal_places=2, default=Decimal('0'), help_text='On them.', max_digits=12)),
                ('net_total', models.DecimalField(decimal_places=2, help_text='What is left to pay for them.', max_digits=12)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promotions', to='orders.orderline')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='promotions.promotionversion')),
            ],
            options={
                'ordering': ['line', '-saving_total', 'version'],
            },
        ),
        migrations.AddConstraint(
            model_name='linepromotion',
            constraint=models.UniqueConstraint(fields=('line', 'version'), name='orders_version_once_a_line'),
        ),
        migrations.AddConstraint(
            model_name='linepromotion',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='orders_part_is_of_a_pack'),
        ),
        migrations.AddConstraint(
            model_name='linepromotion',
            constraint=models.CheckConstraint(condition=models.Q(('net_total__gte', 0), ('saving_total__gte', 0)), name='orders_part_is_not_negative'),
        ),
        migrations.RunSQL(TO_PARTS, TO_THE_DEAREST),
        migrations.RemoveField(
            model_name='orderline',
            name='promotion_version',
        ),
        migrations.RemoveConstraint(
            model_name='orderpromotion',
            name='orders_promotion_gives_back_what_it_gave',
        ),
        migrations.RemoveField(
            model_name='orderpromotion',
            name='saving_given_back',
        ),
        migrations.AddConstraint(
            model_name='orderpromotion',
            constraint=models.CheckConstraint(condition=models.Q(('uses_given_back__lte', models.F('uses'))), name='orders_promotion_gives_back_what_it_gave'),
        ),
    ]
