import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models
from django.db.models.functions import Concat

APOSTROPHES = "'’‘`"
LETTERS = (
    "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöøùúûüýÿĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞ"
    "ğĠġĢģĤĥĨĩĪīĬĭĮįİĲĳĴĵĶķĹĺĻļĽľĿŀŁłŃńŅņŇňŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžſ"
)
PLAIN = (
    "aaaaaaceeeeiiiinoooooouuuuyaaaaaaceeeeiiiinoooooouuuuyyaaaaaaccccccccddddeeeeeeeeeeggg"
    "ggggghhiiiiiiiiiiijjkkllllllllllnnnnnnoooooorrrrrrssssssssttttuuuuuuuuuuuuwwyyyzzzzzzs"
)
MARKS = ".,;:!?&/\\|+*#@()[]{}<>\"_-–—·" + APOSTROPHES


def words() -> models.GeneratedField:
    text = models.TextField()
    in_one = models.Func(
        models.F("name"), models.Value(APOSTROPHES), models.Value(""), function="translate", output_field=text
    )
    both = Concat(models.F("name"), models.Value(" "), in_one, output_field=text)
    plain = models.Func(
        both,
        models.Value(LETTERS + MARKS),
        models.Value(PLAIN + " " * len(MARKS)),
        function="translate",
        output_field=text,
    )
    return models.GeneratedField(
        db_persist=True,
        expression=django.contrib.postgres.search.SearchVector(plain, config="simple"),
        output_field=django.contrib.postgres.search.SearchVectorField(),
    )


class Migration(migrations.Migration):
    """What the database keeps of a name's words cannot be altered, so it is made anew."""

    dependencies = [
        ("customers", "0011_what_an_account_number_may_hold"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="customer", name="customers_by_name"),
        migrations.RemoveField(model_name="customer", name="search_words"),
        migrations.AddField(model_name="customer", name="search_words", field=words()),
        migrations.AddIndex(
            model_name="customer",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search_words"], name="customers_by_name"),
        ),
        migrations.RemoveIndex(model_name="contact", name="customers_by_contact_name"),
        migrations.RemoveField(model_name="contact", name="search_words"),
        migrations.AddField(model_name="contact", name="search_words", field=words()),
        migrations.AddIndex(
            model_name="contact",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search_words"], name="customers_by_contact_name"),
        ),
    ]
