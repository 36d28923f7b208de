"""Practice: `check("an_answer")` says at once whether an answer is right, and if not, what is off.

It stands under each question of a practice notebook (`foursteps practice SET` writes one). What
decides is what decides in class: the same comparators, the same misconceptions. It never prints
the value. `another()` asks the same questions with other numbers. Attempts are kept in a file
beside the notebook; look at it, delete it, or hand it in.
"""

import json
import math
import sys
import warnings
from pathlib import Path

from foursteps.ground import atomic_files, near_names
from foursteps.judging import answers, edition
from foursteps.judging.decoding import from_plain
from foursteps.judging.encoding import encode
from foursteps.judging.judge import judge
from foursteps.judging.question import FunctionQuestion, MeasuredQuestion

PACKAGED = Path(__file__).parent / "practice_editions"
IN_WORDS = {
    "number": "one number",
    "choice": "one letter in quotation marks",
    "set": "a collection: a list, a set or a Series",
    "series": "a Series",
    "dataframe": "a table (DataFrame)",
    "function": "a function, which gives its result back by `return`",
    "chart": "an Altair chart",
}
_open = {}  # the set that is practised: name, seed, folder, its variants once they are read


def open_set(name, seed=""):
    """Practise the set `name`, in the variant with this seed. Stands at a notebook's beginning."""
    _open.clear()
    _open.update(name=name, seed=seed, folder=Path.cwd(), variants=None)


def check(name):
    """Say whether the answer called `name` is right, and if not, what can be said of it.

    A second and a third call say more. Nothing is returned; the reply is printed.
    """
    variant = _variant()
    if variant is None:
        return
    question = next((q for q in variant.questions if q.answer == name), None)
    if question is None:
        known = [q.answer for q in variant.questions]
        print(f"No question asks for {name!r}. {near_names.sentence(str(name), known, 'answers')}")
        return
    space = sys._getframe(1).f_globals
    answer = answers.read(_form(question, space))
    told, mark = reply(variant, question, answer, _tries(question))
    changed = [n for n, value in variant.values.items() if space.get(n, value) != value]
    if changed:
        told += f"\n\nYou changed {', '.join(changed)}. This notebook asks with " + ", ".join(
            f"{n} = {variant.values[n]!r}" for n in changed
        )
    print(told)
    if mark.status != "missing":
        _keep(question, mark)


def another():
    """Write a notebook with the same questions on other numbers, beside this one."""
    variant = _variant()
    if variant is None:
        return
    name, folder = _open["name"], _open["folder"]
    others = [one for one in _open["variants"] if one.seed != variant.seed]
    for number, one in enumerate(others, 2):
        path = folder / f"{name}-variant-{number}.ipynb"
        if not path.exists():
            _write(path, one)
            print(f"{path.name} asks the same questions with other numbers. Open it.")
            return
    print(
        f"All {len(others)} other variants lie here already: {name}-variant-2.ipynb and so on."
        if others
        else "This set has no other variant."
    )


class PracticeError(RuntimeError):
    """A practice notebook that cannot be written; says why."""


def command(args):
    """`foursteps practice` of the command line: write practice notebooks of the book's sets."""
    packaged = sorted(path.stem for path in PACKAGED.glob(f"*{edition.SUFFIX}"))
    for given in args.sets or packaged:
        name = given.removesuffix(".ipynb")
        if name not in packaged:
            told = near_names.sentence(name, packaged, "sets")
            raise PracticeError(f"The book has no practice edition of {name!r}. {told}")
        path = Path(args.out) / f"{name}.ipynb"
        if path.exists():
            raise PracticeError(f"{path} is there already, with work in it: name another --out")
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, _read(name, PACKAGED)[0])
        print(f"{path}: open it with `jupyter lab`; under each question stands a check")


def _write(path, variant):
    """Write a variant's notebook."""
    atomic_files.write(path, json.dumps(variant.notebook, indent=1, ensure_ascii=False) + "\n")


def reply(variant, question, answer, tries=0):
    """(what is said to an answer, its mark) at the try after `tries` earlier ones."""
    mark = judge(question, variant, answer)
    if mark.status == "correct":
        return "Right.", mark
    if mark.status == "missing":
        return f"There is no answer yet: give {question.answer} a value in the cell above.", mark
    first = f"Not yet. {mark.hint}" if mark.hint else f"Not right yet: {_end(mark.reason)}"
    parts = [first, _more(variant, question, answer, mark), _slips(question)]
    return "\n\n".join(parts[: tries + 1]), mark


def _more(variant, question, answer, mark):
    """What is said at the second try: where it differs, and what is asked for."""
    parts = [] if not mark.hint or not mark.reason else [f"What differs: {_end(mark.reason)}"]
    ours = variant.answer(question).value
    if question.kind == "number" and _is_number(ours) and _is_number(answer.value):
        parts.append(_size(float(ours), float(answer.value)))
    unit = question.unit if isinstance(question, MeasuredQuestion) and question.unit else ""
    parts.append(f"The question asks for {IN_WORDS[question.kind]}{f', in {unit}' * bool(unit)}.")
    return " ".join(parts)


def _is_number(value):
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and math.isfinite(value)


def _size(ours, theirs):
    """Sign and order of a wrong number, beside the right one."""
    if ours * theirs < 0:
        return "Its sign is not the right one."
    if ours == 0 or theirs == 0:
        return "Look whether it can be 0." if theirs == 0 else "It is of another order."
    factor = theirs / ours
    if any(abs(factor * times - 1) < 0.01 for times in (100, 0.01)):
        return "It is off by a factor of a hundred: percent and fractions differ by that."
    if not 0.2 < factor < 5:
        return "It is of another order."
    return "Its sign and its order are right."


def _slips(question):
    """What is said at the third try: the slips that are known here, by their names."""
    names = ", ".join(slip.name.replace("-", " ") for slip in question.slips)
    return (
        f"Slips that others made here: {names}. Read the question again with these in mind, or try"
        " other numbers with another()."
    )


def _end(text):
    """A text as the end of a sentence."""
    return text if text.endswith((".", "?", "!")) else text + "."


# ---- the notebook's side


def _form(question, space):
    """The form of an answer in the notebook's own names; a function is called."""
    if question.answer not in space:
        return answers.NOTHING
    value = space[question.answer]
    if not isinstance(question, FunctionQuestion) or not callable(value):
        return encode(value)
    return {"type": "function", "results": [_called(value, call) for call in question.calls]}


def _called(function, call):
    arguments = [from_plain(one) for one in call.args]
    named = {name: from_plain(one) for name, one in call.kwargs.items()}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return encode(function(*arguments, **named))
    except Exception as error:  # noqa: BLE001 - whatever a student's function raises
        return {"type": "raised", "error": f"{type(error).__name__}: {error}"}


def _variant():
    """The variant that is practised; None, said aloud, if there is none."""
    if not _open:
        print("Run the cell with open_set(…) near the top first.")
        return None
    if _open["variants"] is None:
        _open["variants"] = _read(_open["name"], _open["folder"])
    variants = _open["variants"] or ()
    found = next((one for one in variants if one.seed == _open["seed"]), None)
    if variants and found is None:
        print(f"The practice edition here holds no variant {_open['seed']!r}: fetch both anew.")
    return found


def _read(name, folder):
    """The variants of a set, from the file beside the notebook or in the package; None if none."""
    for home in (folder, PACKAGED):
        path = home / f"{name}{edition.SUFFIX}"
        try:
            return edition.unpack(path.read_text(encoding="utf-8"), name)
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            print(f"{path.name} cannot be read ({error}): download it again.")
            return None
    print(f"{name}{edition.SUFFIX} is not here: put it beside this notebook; it holds the key.")
    return None


def _attempts():
    return _open["folder"] / f"{_open['name']}.attempts.jsonl"


def _tries(question):
    """How often this question was tried since it was last right, by the file of attempts."""
    try:
        lines = _attempts().read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        lines = _open.get("unkept", [])
    tries = 0
    for line in lines:
        try:
            one = json.loads(line)
            mine = (one["seed"], one["question"]) == (_open["seed"], question.id)
            tries = tries if not mine else 0 if one["status"] == "correct" else tries + 1
        except (ValueError, TypeError, KeyError):
            continue  # the file is the student's own
    return tries


def _keep(question, mark):
    """Add an attempt to the file; where none can be written, remember it."""
    one = {
        "set": _open["name"],
        "seed": _open["seed"],
        "question": question.id,
        "status": mark.status,
        "misconception": mark.misconception,
        "answer": mark.shown,
    }
    line = json.dumps(one, ensure_ascii=False)
    try:
        with _attempts().open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")
    except OSError:
        _open.setdefault("unkept", []).append(line)
