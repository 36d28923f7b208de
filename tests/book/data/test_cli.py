"""The command line: help that teaches, near words, exit codes, nothing slow before it is needed."""

import os
import subprocess
import sys

import pytest

from foursteps.cli import COMMANDS, main

from .conftest import MODELS_RAW, put


def run(*args):
    try:
        return main([str(arg) for arg in args])
    except SystemExit as left:
        return left.code


def test_help_names_every_command_and_shows_examples(capsys):
    assert run("--help") == 0
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)
    assert "foursteps data build --raw ~/raw" in text


def test_without_arguments_the_help_is_shown(capsys):
    assert run() == 0
    assert "examples:" in capsys.readouterr().out
    assert run("data") == 0
    assert "rebuild tables" in capsys.readouterr().out


def test_help_imports_nothing_slow():
    code = (
        "import sys; from foursteps.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "slow = {'pandas', 'numpy', 'altair', 'frictionless', 'requests', 'rich', 'nbformat'}\n"
        "sys.exit(', '.join(slow & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", [("dta",), ("data", "buidl")])
def test_a_wrong_word_suggests_the_near_one(capsys, words):
    assert run(*words) == 2
    assert "Did you mean" in capsys.readouterr().err


def test_build_check_list(project, raw, capsys, monkeypatch):
    assert run("data", "build", "--project", project.root, "--raw", raw) == 0
    assert "Written: " in capsys.readouterr().out
    assert run("data", "check", "--project", project.root) == 0
    text = capsys.readouterr().out
    assert "valid and up to date" in text
    assert "note: no notebook loads 'models'." in text
    monkeypatch.setenv("FOURSTEPS_DATA", str(project.data))
    assert run("data", "list") == 0
    assert "2 rows  Survey (CC BY-NC 4.0)" in capsys.readouterr().out


def test_check_fails_on_an_edited_table(project, raw, capsys):
    run("data", "build", "--project", project.root, "--raw", raw)
    put(project.csv("events"), "id,what\nE1,ended\n")
    capsys.readouterr()
    assert run("data", "check", "--project", project.root) == 1
    assert "run `foursteps data build`" in capsys.readouterr().out


def test_a_failed_table_makes_the_exit_code(project, raw, capsys):
    put(raw / "lab/models.csv", MODELS_RAW.replace("China", "PRC"))
    assert run("data", "build", "--project", project.root, "--raw", raw) == 1
    out = capsys.readouterr()
    assert "models: FAILED, left as it was\n    data/models.csv, row 3" in out.out
    assert "1 of 3 tables failed." in out.err
    assert project.csv("survey").is_file()


def test_dry_run_writes_nothing(project, raw, capsys):
    before = sorted(os.listdir(project.data))
    assert run("data", "build", "--project", project.root, "--raw", raw, "--dry-run") == 0
    assert "models: new table, 2 rows" in capsys.readouterr().out
    assert sorted(os.listdir(project.data)) == before


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["modles"], "No table 'modles'. Near names: models."),
        (["zzz"], "The tables are: events, models, survey."),
        (["--raw", "nowhere"], "--raw nowhere: no such folder."),
        (["--fetch"], "--fetch needs --raw DIR"),
    ],
)
def test_wrong_arguments_are_explained(project, capsys, args, said):
    assert run("data", "build", "--project", project.root, *args) == 2
    assert said in capsys.readouterr().err


def test_outside_a_checkout_it_says_so(tmp_path, capsys):
    assert run("data", "build", "--project", tmp_path) == 1
    assert "run the command inside it, or name it with --project" in capsys.readouterr().err
