"""Rosters as Canvas and Moodle really export them: filled in, or refused with the cure.

Not tried on a live Canvas or Moodle: the forms follow what the two document and their sources.
"""

from types import SimpleNamespace

import pytest

from foursteps.marker.classroom import csv_files, lms

SET = SimpleNamespace(name="0-small", scheme=SimpleNamespace(title="A small set", points=20))
ENGLISH = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments"
)


@pytest.fixture
def fill(tmp_path):
    """Fill a roster of this text with {student: points}; the Filled, and its rows by student."""

    def do(text, totals=None, column=None, encoding="utf-8"):
        path = tmp_path / "roster.csv"
        path.write_bytes(text.encode(encoding))
        filled = lms.fill(path, totals if totals is not None else {"1001": 12.5}, SET, column)
        lms.write(filled, tmp_path / "out")
        header, rows = csv_files.read(tmp_path / "out" / filled.file)
        return filled, header, rows

    return do


# ---- Canvas: names in one column or two

ONE = "Student,ID,SIS User ID,SIS Login ID,Section,A small set (7)\n    Points Possible,,,,,20\n"


@pytest.mark.parametrize(
    "header",
    [
        "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,A small set (7)",
        "Last Name,First Name,ID,SIS User ID,SIS Login ID,Section,A small set (7)",
        "FirstName,LastName,ID,SIS User ID,SIS Login ID,Section,A small set (7)",
        "LastName,FirstName,ID,SIS Login ID,Section,A small set (7)",
        "LastName,FirstName,ID,SIS User ID,SIS Login ID,Integration ID,Section,A small set (7)",
        '\ufeffLastName,FirstName,ID,SIS User ID,SIS Login ID,Section,"A small set (7)"',
    ],
)
@pytest.mark.parametrize("points", ["    Points Possible", "Points Possible"])
def test_two_columns_of_names(fill, header, points):
    width = header.count(",") - 2
    blank = "," * (width - 1)
    text = f"{header}\n{points},,{blank},20\nQuill,Pat,1001{blank},\nDoe,Jo,1002{blank},3\n"
    filled, written, rows = fill(text)
    assert written == [name.strip('"\ufeff') for name in header.split(",")]
    assert [row[-1] for row in rows] == ["20", "12.5", "3"]
    assert rows[1][:3] == ["Quill", "Pat", "1001"]
    assert (filled.found, filled.note) == (1, "")


# ---- Canvas: semicolons, tabs, commas in titles

MANY = "Essay: data, methods, results, code, and a plan (78)"


@pytest.mark.parametrize("mark", [";", "\t", ","])
@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize("first", ["", "sep=$\n", "\ufeff"])
def test_titles_with_commas(fill, mark, quoted, first):
    if mark == "," and not quoted:
        return  # no CSV at all
    names = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "A small set (7)", MANY]
    header = mark.join(f'"{name}"' if quoted else name for name in names)
    lines = [header, mark.join(["    Points Possible", "", "", "", "", '"20,00"', '"10,00"'])]
    lines.append(mark.join(['"Quill, Pat"', "1001", "000123", "pat", '"One; Two, Three"', "", "5"]))
    filled, written, rows = fill(first.replace("$", mark) + "\n".join(lines) + "\n")
    assert written[-1] == "A small set (7)" and rows[0][-1] == "20,00"
    assert rows[1] == ["Quill, Pat", "1001", "000123", "pat", "One; Two, Three", "12.5"]
    assert filled.note == ""


# ---- Canvas: excused


@pytest.mark.parametrize("old", ["EX", "ex", " EX "])
def test_the_excused_stay_excused(fill, old):
    text = ONE + f"A,1001,5,a,S,{old}\nB,1002,6,b,S,{old}\nC,1003,7,c,S,\n"
    filled, _, rows = fill(text, {"1001": 12.5, "1003": 3})
    assert [row[-1].strip().upper() for row in rows[1:]] == ["EX", "EX", "3"]
    assert filled.found == 2
    assert filled.note == "excused in Canvas and left so: 1001"


# ---- Canvas: columns that its import passes over


@pytest.mark.parametrize(
    ("title", "possible"),
    [
        ("Final Score", "(read only)"),
        ("Current Score", ""),
        ("Homework Final Points", "(read only)"),
        ("Unposted Final Grade", "(läs endast)"),
        ("Paper, Final Score (77)", "20"),
        ("Override Score", "20"),
        ("Notes", "(nur lesen)"),
        ("Notes", "(只读)"),
    ],
)
def test_a_column_that_canvas_passes_over_is_refused(fill, title, possible):
    text = f'Student,ID,SIS Login ID,Section,"{title}"\n    Points Possible,,,,{possible}\nA,1001,a,S,\n'
    with pytest.raises(lms.RosterError, match="Canvas's import passes over the column"):
        fill(text, column=title)


def test_other_columns_that_canvas_passes_over_are_left_out(fill):
    text = (
        "Student,ID,SIS Login ID,Section,Notes,A small set (7),Final Score\n"
        "    Points Possible,,,,(read only),20,(read only)\nA,1001,a,S,late,,80\n"
    )
    _, header, rows = fill(text)
    assert header == ["Student", "ID", "SIS Login ID", "Section", "A small set (7)"]
    assert rows[1] == ["A", "1001", "a", "S", "12.5"]


# ---- Canvas: other languages, and files that are not what they seem


@pytest.mark.parametrize(
    "header",
    [
        "Étudiant,ID,Section,A small set (7)",
        "Studierende,ID,Abschnitt,A small set (7)",
        "Estudiante,ID,Sección,A small set (7)",
        "学生,ID,班级,A small set (7)",
        "Student;Nummer;Klasse",
        "name,points",
    ],
)
def test_a_roster_in_a_language_that_is_not_known_says_what_to_do(fill, header):
    with pytest.raises(lms.RosterError, match="switch the platform to English .* upload it in Eng"):
        fill(header + "\nA,1,B,2\n")


def test_a_class_that_is_not_in_the_roster_at_all_is_told(fill):
    filled, _, _ = fill(ONE + "A,1,5,a,S,\n")
    assert filled.found == 0
    assert "no student of the class is in it" in filled.note


@pytest.mark.parametrize(
    ("student", "login"),
    [("zo\u00eb", "zoe\u0308"), ("Anna", "anna"), ("ANNA", "Anna"), ("zoë", "ZOË"), ("ﬁn", "ﬁn")],
)
def test_one_login_written_in_two_ways_is_one_student(fill, student, login):
    filled, _, rows = fill(ONE + f"A,1,5,{login},S,\n", {student: 4})
    assert (filled.found, filled.strangers, rows[1][-1]) == (1, [], "4")


def test_two_students_who_differ_in_a_capital_stay_two(fill):
    filled, _, rows = fill(ONE + "A,1,5,Anna,S,\nB,2,6,anna,S,\n", {"anna": 4, "Anna": 7})
    assert [row[-1] for row in rows[1:]] == ["7", "4"]
    filled, _, rows = fill(ONE + "A,1,5,aNNA,S,\n", {"anna": 4, "Anna": 7})
    assert rows[1][-1] == "" and filled.strangers == ["Anna", "anna"]


# ---- Moodle: its languages

GERMAN = (
    "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,"
    "Bewertung kann geändert werden,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),"
    "Feedback als Kommentar"
)
WORKSHEETS = {
    "english": (ENGLISH, "Participant ", "Yes", "No"),
    "german": (GERMAN, "Teilnehmer/in", "Ja", "Nein"),
    "spanish": (
        ("Identificador,Nombre completo,Dirección de correo,Estado,Calificación,Calificación máxima,"
        "La calificación puede ser cambiada,Última modificación (entrega),"
        "Última modificación (calificación),Comentarios de retroalimentación"),
        "Participante ", "Sí", "No",
    ),
    "french": (
        ("Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale,"
        "La note peut être modifiée,Dernière modification (travail remis),"
        "Dernière modification (note),Feedback par commentaires"),
        "Participant ", "Oui", "Non",
    ),
    "chinese": (
        "标识符,全名,电子邮件地址,状态,成绩,最高分,成绩可以更改,最后修改（提交）,最后修改（成绩）,反馈评论",
        "参与者 ", "是", "否",
    ),
    "unknown": (
        ("Kennung,Volle Naam,Pos,Stand,Poeng,Mest,Kan endrast,Sist endra (levering),"
        "Sist endra (poeng),Kommentar"),
        "Deltakar ", "Ja", "Nei",
    ),
    "spanish of an id number": (
        ("Identificador,Nombre completo,Número de ID,Dirección de correo,Estado,Calificación,"
        "Calificación máxima,La calificación puede cambiarse,Última modificación (entrega),"
        "Última modificación (calificación),Comentarios"),
        "Participante ", "Sí", "No",
    ),
}  # fmt: skip


def worksheet(language, mark=",", maximum="20,00"):
    header, word, yes, no = WORKSHEETS[language]
    more = [""] if "ID," in header.removeprefix("ID,") else []
    rows = [header.split(",")]
    for number, change in ((1001, yes), (1002, no), (1003, yes)):
        rows.append(
            [f"{word}{number}", f'"Name, {number}"', *more, "a@x.org", "x", "3,00" if mark == ";" else "3.00",
             f'"{maximum}"', change, '"Monday, 2 March 2026"', "-", '"=cmd()"']
        )  # fmt: skip
    return "\n".join(mark.join(row) for row in rows) + "\n"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("language", list(WORKSHEETS))
def test_worksheets_in_any_language(fill, language, mark):
    filled, header, rows = fill(worksheet(language, mark), {"1001": 12.5, "1002": 4, "77": 1})
    names = WORKSHEETS[language][0].split(",")
    assert header == names[:-1]  # all but the comments
    grade = len(names) - 6
    old = "3,00" if mark == ";" else "3.00"
    assert [row[grade] for row in rows] == ["12.5", old, old]
    assert rows[0][0] == f"{WORKSHEETS[language][1]}1001"
    assert (filled.found, filled.strangers) == (2, ["77"])
    assert "locked in Moodle and left as they are: 1002" in filled.note
    in_its_language = "upload it in the language in which it was downloaded"
    assert (in_its_language in filled.note) == (language != "english")


@pytest.mark.parametrize("language", list(WORKSHEETS))
def test_points_are_scaled_in_any_language(fill, language):
    filled, _, rows = fill(worksheet(language, maximum="100,00"))
    assert rows[0][len(WORKSHEETS[language][0].split(",")) - 6] == "62.5"
    assert "scaled from 20 points to Moodle's maximum of 100" in filled.note


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Identifier,Grade\nParticipant 1,\n", "'Last modified .grade.' is missing"),
        (
            "Identifier,Full name\nParticipant 1,A\n",
            "'Grade' and 'Last modified .grade.' is missing",
        ),
        ("Kennung,Name,Poeng\nDeltakar 1,A,3\n", "switch the platform to English"),
        ("ID,Name,Bewertung\nTeilnehmer/in1,A,3\n", "switch the platform to English"),
        ("标识符,全名,成绩\n参与者 1,A,3\n", "switch the platform to English"),
    ],
)
def test_a_worksheet_that_lacks_columns_says_what_to_do(fill, text, said):
    with pytest.raises(lms.RosterError, match=said):
        fill(text)
