"""The database has what the models say: a migration that drops an index can take a constraint along, in silence."""

import pytest
from django.apps import apps
from django.db import connection, models

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_every_constraint_and_index_that_a_model_names_is_there(model: type[models.Model]) -> None:
    named = {one.name for one in (*model._meta.constraints, *model._meta.indexes)}
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    assert named <= set(found), f"lost: {named - set(found)}"
