import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

import promotions.models.search


class Migration(migrations.Migration):
    """What the database keeps of a product's words cannot be altered, so it is made anew."""

    dependencies = [
        ("promotions", "0005_prices_refused_in_words"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="product", name="promotions_products_by_word"),
        migrations.RemoveField(model_name="product", name="search_words"),
        migrations.AddField(
            model_name="product",
            name="search_words",
            field=models.GeneratedField(
                db_persist=True,
                expression=promotions.models.search.SearchWords("code", "name", "barcode"),
                help_text="The words by which a product is found; kept by the database.",
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search_words"], name="promotions_products_by_word"),
        ),
    ]
