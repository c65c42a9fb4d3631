"""One row of a spreadsheet becomes one customer's record, or says why not."""

import pytest

from customers.rules.imports import Columns, ImportRefused, Record, find_columns, read_row
from customers.rules.vocabulary import LegalForm, Nation

COLUMNS = find_columns(
    ["Account No", "Company", "Address 1", "Address 2", "Telephone", "Legal form", "Post code"], {}, {}
)


def read(**cells: str) -> Record:
    row = {
        "account": "0042",
        "name": "Calder Café",
        "first": "1 High Street",
        "second": "Leeds",
        "phone": "0113 496 0102",
        "legal_form": "Limited company",
        "postcode": "ls115ps",
    }
    return read_row(list((row | cells).values()), COLUMNS)


def test_a_good_row_is_read_whole() -> None:
    record = read()
    assert (record.account_number, record.address) == ("0042", "1 High Street\nLeeds")
    assert record.values == {"legal_form": LegalForm.COMPANY, "postcode": "LS11 5PS", "nation": Nation.ENGLAND}
    assert record.numbers == (("+441134960102", ""),)
    assert not record.refused
    assert not record.dropped


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"account": " "}, "account number is missing"),
        ({"account": "9" * 21}, "cannot be an account number"),
        ({"account": "../x"}, "cannot be an account number"),
        ({"account": "A/B 1?"}, "“A/B 1?” cannot be an account number. It holds up to 20 letters"),
        ({"name": ""}, "name is missing"),
        ({"name": "x" * 161}, "longer than 160"),
    ],
)
def test_a_row_without_its_identity_is_refused(cells: dict[str, str], said: str) -> None:
    assert said in read(**cells).refused[0]


def test_a_bad_number_does_not_lose_the_customer() -> None:
    record = read(phone="(012345) 657897")
    assert not record.refused
    assert record.numbers == ()
    assert "(012345) 657897" in record.dropped[0]


def test_several_numbers_in_a_cell_are_taken_apart() -> None:
    record = read(phone="0113 496 0102 / 0113 496 0103; x")
    assert [number for number, _ in record.numbers] == ["+441134960102", "+441134960103"]
    assert len(record.dropped) == 1


def test_a_zero_that_a_spreadsheet_lost_is_no_matter() -> None:
    assert read(phone="1134960102").numbers == (("+441134960102", ""),)


def test_a_word_that_is_none_of_ours_is_left_out_and_said() -> None:
    record = read(legal_form="Guild")
    assert "legal_form" not in record.values
    assert "“Guild”" in record.dropped[0]


def test_a_short_row_and_a_zero_byte_do_no_harm() -> None:
    record = read_row(["7", "A\0B"], COLUMNS)
    assert (record.account_number, record.name) == ("7", "AB")


def test_columns_may_be_chosen_by_number_without_a_header() -> None:
    columns = find_columns(None, {"2": "account_number", "1": "name"}, {"kind": "prospect"})
    record = read_row(["Calder", "7"], columns)
    assert (record.account_number, record.name, record.values["kind"]) == ("7", "Calder", "prospect")


def test_a_chosen_column_is_preferred_to_a_heading_that_fits() -> None:
    columns = find_columns(["Account", "Code", "Name"], {"Code": "account_number"}, {})
    assert columns == Columns({"account_number": (1,), "name": (2,)}, {})


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"Shoe": "name"}, "no column “Shoe”"),
        ({"Name": "shoe_size"}, "“shoe_size” is no field"),
        ({}, "account_number"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_in_words(chosen: dict[str, str], said: str) -> None:
    with pytest.raises(ImportRefused, match=said):
        find_columns(["Name", "Town"], chosen, {})
