"""A row that breaks its schema is refused: file, row, column, value, what was expected."""

import pytest

from foursteps.book.data.cells import ColumnsError, cells
from foursteps.book.data.schema import SchemaError, check

TABLE = {
    "primary_key": ["name"],
    "known_nulls": {"score": "not scored"},
    "fields": [
        {"name": "name", "type": "string", "constraints": {"required": True}},
        {"name": "year", "type": "integer", "constraints": {"minimum": 1950}},
        {"name": "score", "type": "number"},
        {"name": "open", "type": "boolean"},
        {"name": "day", "type": "date"},
        {"name": "place", "type": "string", "constraints": {"enum": ["US", "China"]}},
    ],
}
HEADER = ["name", "year", "score", "open", "day", "place"]
GOOD = ["a", "2020", "", "true", "2020-01-02", "US"]
ALSO = ["b", "2021", "1.5", "false", "2021-01-02", "China"]


def refusal(*rows, header=HEADER, table=TABLE):
    with pytest.raises(SchemaError) as caught:
        check([header, *rows], table, "data/t.csv")
    return str(caught.value)


def changed(column, value):
    row = list(ALSO)
    row[HEADER.index(column)] = value
    return row


def test_a_good_table_passes():
    assert check([HEADER, GOOD, ALSO], TABLE, "data/t.csv") is None


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("year", "abc", "an integer such as 1950"),
        ("year", "2020.0", "an integer such as 1950"),
        ("year", " 2020", "an integer such as 1950"),
        ("year", "1900", "at least 1950"),
        ("score", "1,5", "a number such as 12.5"),
        ("score", "nan", "a number such as 12.5"),
        ("score", "inf", "a number such as 12.5"),
        ("open", "True", "true or false"),
        ("day", "2021-13-02", "a date as YYYY-MM-DD"),
        ("day", "2021-1-2", "a date as YYYY-MM-DD"),
        ("place", "USA", "one of US, China"),
    ],
)
def test_a_wrong_value(column, value, expected):
    said = refusal(GOOD, changed(column, value))
    where = f"data/t.csv, row 3 (name 'b'), column {column!r}"
    assert said == f"{where}: found {value!r}, expected {expected}"


def test_a_missing_required_value():
    said = refusal(GOOD, changed("name", ""))
    where = "data/t.csv, row 3 (name ''), column 'name'"
    assert said == f"{where}: found an empty cell, expected a value (the column is required)"


def test_an_undeclared_null():
    said = refusal(GOOD, changed("year", ""))
    assert said == (
        "data/t.csv, row 3 (name 'b'), column 'year': found an empty cell, "
        "expected a value (known_nulls does not list the column)"
    )


def test_a_declared_null_that_does_not_occur():
    said = refusal(ALSO)
    assert said == (
        "data/t.csv, header, column 'score': expected an empty cell, as known_nulls says, "
        "but there is none"
    )


def test_a_double_primary_key():
    said = refusal(GOOD, ALSO, changed("year", "2022"))
    assert said == (
        "data/t.csv, row 4 (name 'b'), column 'name': found 'b', "
        "expected a primary key that no other row has (row 3 has it)"
    )


def test_a_missing_column():
    said = refusal(GOOD[:-1], header=HEADER[:-1])
    assert said == "data/t.csv, header, column 'place': expected this column"


def test_an_extra_column():
    said = refusal([*GOOD, "x"], header=[*HEADER, "note"])
    assert said == (
        "data/t.csv, header, column 'note': found 'note', "
        "expected no such column (the schema does not have it)"
    )


def test_columns_in_another_order():
    said = refusal(GOOD, header=HEADER[::-1])
    assert "header: found 'place,day,open,score,year,name', expected the order name,year" in said


def test_a_row_too_short_or_too_long():
    assert refusal(GOOD, ALSO[:-1]) == (
        "data/t.csv, row 3 (name 'b'): found '5 cells', expected 6 cells"
    )
    assert refusal(GOOD, [*ALSO, "x"]) == (
        "data/t.csv, row 3 (name 'b'): found '7 cells', expected 6 cells"
    )


def test_an_empty_table():
    assert refusal() == "data/t.csv, row 2: expected at least one row below the header"


def test_every_fault_is_told_but_at_most_twenty_at_length():
    rows = [[f"n{i}", "abc", "", "true", "2020-01-02", "US"] for i in range(30)]
    lines = refusal(*rows).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "data/t.csv: … and 10 more."


def test_a_frame_with_wrong_columns_is_refused_by_name():
    import pandas as pd

    frame = pd.DataFrame({"name": ["a"], "yaer": [2020]})
    fields = TABLE["fields"][:2]
    with pytest.raises(ColumnsError) as caught:
        cells(frame, fields, "data/recipes/t.py")
    assert str(caught.value) == (
        "data/recipes/t.py: missing column 'year', extra column 'yaer'; expected exactly name, year."
    )
