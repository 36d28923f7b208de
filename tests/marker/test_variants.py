"""A set's parameters: what a variant is, and that every set of the book holds on others."""

import pytest

from foursteps.ground import parameters_cell
from foursteps.marker import verify
from foursteps.marker.exercise import key, paper, scheme, sets, variants

from . import small, standin

PARAMETERS = """\
parameters:
  first: {what: the first number, values: [1, 2, 3]}
  last: {what: the last number, values: [9, 10]}
  word: {what: a word, values: [metre, foot]}
sensible: [first + 7 < last]
"""
CELL = '# What this variant asks about.\nfirst = 1\nlast = 10  # the largest\nword = "metre"'


def written(tmp_path, more=PARAMETERS, cell=CELL, source=small.SCHEME):
    """The small set with parameters; its first question asks for the mean of other numbers."""
    text = source.replace("This is the median", '"The median of {first} to {last}"')
    text = text.replace('"mean = 20"', '"mean = first + 2 + 3 + 4 + last"')
    text = text.replace('"mean = 20 / 5"', '"mean = (first + 2 + 3 + 4 + last) / 5"')
    made = small.notebook(source)
    for one in made.cells:
        one.source = one.source.replace("[1, 2, 3, 4, 10]", "[first, 2, 3, 4, last]")
        if one.source == "### A mean":
            one.source += "\n\nFrom <!--=first-->1<!--/--> to <!--=last:word-->ten<!--/-->."
    if cell:
        more_meta = small.meta("parameters") | {"tags": ["parameters"]}
        made.cells.insert(
            1, small.nbformat.v4.new_code_cell(cell, id="parameters", metadata=more_meta)
        )
    return small.write(tmp_path, text + more, made)


def test_the_papers_own_values_stand_in_its_texts(tmp_path):
    found = sets.read(written(tmp_path))
    assert found.scheme.auto[0].misconceptions[0].hint == "The median of 1 to 10"
    assert found.paper.prompt("mean-of-five").endswith("From 1 to ten.")
    assert len(found.scheme.variants) == 2 * (2 + 1)


def test_a_variant_has_its_values_everywhere_and_its_seed_in_the_first_line(tmp_path):
    found = sets.read(written(tmp_path))
    values = {"first": 2, "last": 10, "word": "foot"}
    seed = next(s for s in map(str, range(99)) if found.variant(s).paper.parameters == values)
    other = found.variant(seed)
    made = other.released()
    assert made.metadata["foursteps"]["seed"] == seed
    cell = next(c for c in made.cells if c.id == "parameters")
    first, *rest = cell.source.split("\n")
    assert parameters_cell.seed(cell.source) == seed and seed in first
    assert rest == CELL.replace("= 1\n", "= 2\n").replace("metre", "foot").split("\n")
    prompt = next(c for c in made.cells if c.id == "mean-of-five-prompt").source
    assert prompt.endswith("From 2 to ten.") and "<!--" not in prompt
    assert other.scheme.auto[0].misconceptions[0].hint == "The median of 2 to 10"
    assert found.fingerprint != other.fingerprint
    # Drawn anew from the same seed it is the same, also from a variant.
    assert other.variant(seed).paper.parameters == values
    assert key.compute(other, standin.run).answer(other.scheme.auto[0]).value == 21 / 5


def test_a_paper_without_a_seed_is_released_with_its_own_values(tmp_path):
    made = sets.read(written(tmp_path)).released()
    assert "seed" not in made.metadata["foursteps"]
    assert next(c for c in made.cells if c.id == "parameters").source == CELL


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (PARAMETERS.replace("first + 7 < last", "firs < last"), "'firs' is no parameter"),
        (PARAMETERS.replace("first + 7 < last", "open('x')"), "is none"),
        (PARAMETERS.replace("first + 7 < last", "first <"), "not Python"),
        (PARAMETERS.replace("first + 7 < last", "first > last"), "fewer than two combinations"),
        (PARAMETERS.replace("[1, 2, 3]", "[1]"), "too short"),
        (PARAMETERS.replace("what: a word, ", ""), "missing; add it: what the value is"),
        (PARAMETERS.replace("  word:", "  wo-rd:"), "no name that Python code could read"),
        ("sensible: [1 < 2]\n", "there are no parameters"),
    ],
)
def test_parameters_that_make_no_sense_are_named(tmp_path, more, said):
    with pytest.raises(scheme.SchemeError) as refused:
        sets.read(written(tmp_path, more))
    assert said in str(refused.value), refused.value


def test_a_text_that_names_no_parameter_is_refused(tmp_path):
    source = small.SCHEME.replace("Square it.", '"Of {frist} too."')
    with pytest.raises(scheme.SchemeError, match=r"a-series: \{frist\} names no parameter"):
        sets.read(written(tmp_path, source=source))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (CELL.replace("= 1\n", "= 5\n"), "no variant that its scheme allows"),
        (CELL.replace("first = 1\n", ""), "it assigns last, word"),
        (CELL + "\nprint(first)", "it holds more than lines such as"),
        (CELL.replace("= 1\n", "= last\n"), "first is no plain number or text"),
        ("", "has parameters, "),
    ],
)
def test_a_parameters_cell_that_does_not_fit_is_refused(tmp_path, cell, said):
    with pytest.raises(paper.PaperError) as refused:
        sets.read(written(tmp_path, cell=cell))
    assert said in str(refused.value), refused.value


def test_seeds_of_students_differ_and_need_the_secret():
    students = [str(n) for n in range(500)]
    seeds = {variants.seed_of(b"secret", "0-small", student) for student in students}
    assert len(seeds) == len(students)
    assert variants.seed_of(b"secret", "0-small", "1") == variants.seed_of(
        b"secret", "0-small", "1"
    )
    assert variants.seed_of(b"other", "0-small", "1") not in seeds
    assert all(variants.SEED.match(seed) for seed in seeds)


@pytest.mark.parametrize("seed", ["", "a b", "x" * 41, "\n", "é"])
def test_what_cannot_be_a_seed_is_refused(seed):
    with pytest.raises(variants.SeedError):
        variants.drawn("0-small", [{"a": 1}], seed)


def test_a_set_without_parameters_has_no_variants(tmp_path):
    with pytest.raises(sets.SetError, match="no parameters"):
        sets.read(small.write(tmp_path)).variant("1")


NAMES = [n for n in sets.names() if sets.read(n).scheme.parameters]


@pytest.mark.parametrize("name", NAMES)
def test_a_set_has_three_parameters_that_its_prompts_show_and_twenty_variants(name):
    found = sets.read(name)
    assert len(found.scheme.parameters) >= 3
    assert len(found.scheme.variants) >= 20
    shown = {n for n in found.scheme.parameters if f"<!--={n}" in prompts(found)}
    assert shown == set(found.scheme.parameters)


def prompts(found):
    """The text cells of a paper, with their marks."""
    return "\n".join(c.source for c in found.paper.notebook.cells if c.cell_type == "markdown")


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_set_holds_on_five_other_variants(name):
    """The reference and every alternative right, every misconception its own."""
    found = sets.read(name)
    for seed in ("a", "b", "c", "d", "e"):
        one = found.variant(seed)
        proof = list(verify.lines(one, key.compute(one, standin.run)))
        assert [line for line in proof if line.fault] == [], one.paper.parameters
