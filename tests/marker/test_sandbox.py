"""The sandbox: what comes back from notebooks, within which limits, and what it leaves behind."""

import ast
import errno
import importlib
import itertools
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import tracemalloc
import venv
from pathlib import Path

import psutil
import pytest

import foursteps
from foursteps import tables
from foursteps.judging.decoding import decode
from foursteps.judging.encoding import encode
from foursteps.marker.sandbox import (
    bubblewrap,
    doctor,
    limits,
    preloading,
    results,
    supervisor,
    syscalls,
)
from foursteps.marker.sandbox.jobs import Job, Wanted
from foursteps.marker.sandbox.limits import Limits
from foursteps.marker.sandbox.supervisor import Runner, SandboxError, run
from foursteps.tables import data_folder
from tests.marker import attacking


def one(runner, *cells, wanted=("answer",)):
    """The outcome of a notebook with these cells."""
    wanted = [w if isinstance(w, Wanted) else Wanted(w, "number") for w in wanted]
    (outcome,) = runner([Job("one", list(cells), wanted)])
    return outcome


def calling(runner, source, *calls):
    """What the calls of a function `f` gave."""
    outcome = one(runner, source, wanted=[Wanted("f", "function", list(calls))])
    return outcome.answers["f"]


# What comes back


def test_names_are_found_wherever_they_were_made(runner):
    outcome = one(runner, "a = 1", "1 / 0", "b = a + 1", "syntax error", wanted=["b", "a", "c"])
    assert outcome.status == "ok"
    assert outcome.answers == {
        "a": {"type": "number", "value": 1},
        "b": {"type": "number", "value": 2},
        "c": {"type": "missing"},
    }
    assert [cell["ok"] for cell in outcome.cells] == [True, False, True, False]
    assert outcome.cells[1]["error"] == "ZeroDivisionError: division by zero"


def test_a_frame_comes_back_from_the_books_own_table(runner):
    source = "from foursteps import load\nanswer = load('claims').set_index('id')"
    frame = decode(one(runner, source).answers["answer"])
    assert frame.loc["C07", ["kind", "from", "claim"]].notna().all()


def test_a_chart_comes_back_as_its_specification(runner):
    source = (
        "import altair as alt\nimport pandas as pd\n"
        "answer = alt.Chart(pd.DataFrame({'x': [1]})).mark_point().encode(x='x:Q')"
    )
    assert one(runner, source).answers["answer"]["spec"]["mark"]["type"] == "point"


def test_the_end_of_what_was_printed_comes_back(runner):
    outcome = one(runner, "print('x' * 10**6)\nprint('the end')")
    assert outcome.stdout.endswith("xxx\nthe end\n")
    assert len(outcome.stdout) <= 2000


def test_functions_are_called_inside_on_given_arguments(runner):
    table = encode(decode({"type": "dataframe", "columns": [], "index": {"range": [0, 3, 1]}}))
    found = calling(
        runner,
        "def f(x, plus=1):\n    return len(x) + plus if plus else 1 / 0",
        {"args": [[1, 2]]},
        {"args": [[1, 2]], "kwargs": {"plus": 5}},
        {"args": [table], "kwargs": {"plus": 0.5}},
        {"args": [[]], "kwargs": {"plus": 0}},
        {"args": []},
    )
    values = [result.get("value", result.get("error")) for result in found["results"]]
    assert values[:4] == [3, 7, 3.5, "ZeroDivisionError: division by zero"]
    assert values[4].startswith("TypeError")


def test_a_call_cannot_change_the_arguments_of_the_next(runner):
    call = {"args": [[1]]}
    found = calling(runner, "def f(x):\n    x.append(1)\n    return len(x)", call, call)
    assert [result["value"] for result in found["results"]] == [2, 2]


def test_what_should_be_a_function_and_is_none_comes_back_as_it_is(runner):
    assert calling(runner, "f = 3", {"args": []}) == {"type": "number", "value": 3}
    assert calling(runner, "g = 3", {"args": []}) == {"type": "missing"}


def test_each_call_has_its_own_time(runner):
    source = (
        "def f(x):\n"
        "    while x == 1:\n        pass\n"
        "    while x == 2:\n"
        "        try:\n            while True: pass\n        except BaseException: pass\n"
        "    return x"
    )
    found = calling(runner, source, *({"args": [n]} for n in range(4)))
    kinds = [result["type"] for result in found["results"]]
    assert kinds == ["number", "timeout", "timeout", "number"]


def test_one_notebook_gives_the_same_twice(runner):
    source = "answer = list({'a', 'b', 'c', 'd', 'e', 'f'})"
    assert one(runner, source).answers == one(runner, source).answers


def test_nothing_is_left_of_the_notebook_before(runner):
    one(runner, "import pandas\npandas.leak = leak = 1\nopen('/tmp/leak', 'w').close()")
    source = "import os, pandas\nanswer = hasattr(pandas, 'leak') + len(os.listdir('/tmp'))"
    assert one(runner, source, "leak").answers["answer"]["value"] == 0


ODD = {
    "surrogate": "\ud800",
    "nul": "\0",
    "name": "x" * 10**6,
    "brackets": "(" * 10_000,
    "signs": "-" * 10**5 + "1",
    "magics": "%" * 10_000,
    "open text": '"' * 3,
    "page": "\f\\",
}


@pytest.mark.parametrize("name", ODD)
def test_a_cell_may_be_anything(runner, name):
    outcome = one(runner, "answer = 1", ODD[name])
    assert outcome.status in ("ok", "timeout", "memory", "killed")
    if outcome.status != "killed":
        assert outcome.answers["answer"]["value"] == 1


# Limits


def test_cells_after_an_endless_one_still_run(runner):
    outcome = one(runner, "a = 1", "while True: pass", "answer = a + 1")
    assert outcome.status == "timeout"
    assert outcome.answers["answer"]["value"] == 2
    assert outcome.cells[1]["error"].startswith("Timeout")


def test_a_call_that_never_comes_back_from_c_costs_only_itself(runner):
    source = "def f(x):\n    return sum(__import__('itertools').repeat(0)) if x == 1 else x"
    wanted = [
        Wanted("f", "function", [{"args": [n]} for n in range(3)]),
        Wanted("answer", "number"),
    ]
    outcome = one(runner, source, "answer = 5", wanted=wanted)
    assert outcome.status == "timeout"
    assert outcome.answers["answer"]["value"] == 5
    kinds = [result["type"] for result in outcome.answers["f"]["results"]]
    assert kinds == ["number", "timeout", "number"]


def test_the_notebook_has_a_time_of_its_own(sandbox):
    brief = Limits(seconds=2, cell_seconds=60)
    job = Job("one", ["answer = 1", "while True: pass", "later = 1"], [Wanted("answer", "number")])
    (outcome,) = run([job], limits=brief, data=data_folder())
    assert outcome.status == "timeout"
    assert outcome.answers["answer"]["value"] == 1
    assert [cell["ok"] for cell in outcome.cells] == [True, False, False]
    assert outcome.seconds < 8


def test_whoever_takes_the_outcomes_may_be_slow(sandbox, monkeypatch):
    monkeypatch.setattr(supervisor, "ANSWER_SECONDS", 0)
    brief = Limits(seconds=1)
    cells = ["answer = 'x' * 15000\nlist_of = [answer] * 20"]
    wanted = [Wanted("answer", "text"), Wanted("list_of", "list")]
    jobs = [Job(str(n), cells, wanted) for n in range(3)]
    seen = []
    for outcome in run(jobs, limits=brief, processes=2, data=data_folder()):
        if not seen:
            time.sleep(brief.seconds + supervisor.PATIENCE + 1)
        seen.append(outcome.status)
    assert seen == ["ok"] * 3


def memory_of(tree):
    """MB resident in a process and all below it, shared pages counted for each."""
    found = 0
    for process in [tree, *tree.children(recursive=True)]:
        try:
            found += process.memory_info().rss
        except psutil.Error:
            continue
    return found >> 20


def test_two_memory_bombs_beside_an_honest_one_stay_under_the_total(sandbox):
    bomb = (
        "hoard = []\nwhile True:\n    try:\n        hoard.append(bytearray(b'x') * 10**6)\n"
        "    except MemoryError:\n        pass"
    )
    honest = Job("honest", ["import time\ntime.sleep(1)\nanswer = 1"], [Wanted("answer", "number")])
    jobs = [Job("a", [bomb], []), honest, Job("b", [bomb], [])]
    given = Limits(seconds=3, memory_mb=100, tmp_mb=16, total_mb=2048)
    with Runner(limits=given, processes=3, data=data_folder()) as runner:
        found, most = {}, 0
        thread = threading.Thread(target=lambda: found.update((o.key, o) for o in runner(jobs)))
        thread.start()
        while thread.is_alive():
            if runner.sandbox is not None:
                most = max(most, memory_of(psutil.Process(runner.sandbox.process.pid)))
            time.sleep(0.05)
        assert runner.sandbox.processes == 3
    assert found["honest"].answers["answer"]["value"] == 1
    assert 300 < most < given.total_mb


def test_page_tables_are_watched_in_a_busy_class_too(runner):
    """Neighbours that come and go all the time leave no pause in which to look."""
    wanted, ended = [Wanted("answer", "number")], []

    def jobs():
        yield Job("attack", attacking.read("memory_of_page_tables").cells, wanted)
        while not ended:
            yield Job("neighbour", ["answer = 42"], wanted)

    for outcome in runner(jobs()):
        if outcome.key == "attack":
            ended.append(outcome.status)
    assert ended == ["memory"]


def test_processes_are_no_more_than_memory_allows():
    given = Limits(memory_mb=320, tmp_mb=32, total_mb=2048)
    assert limits.processes_that_fit(8, given, preloaded=450, server=240) == 2
    assert limits.processes_that_fit(1, given, preloaded=450, server=240) == 1
    with pytest.raises(ValueError, match="lower the memory"):
        limits.processes_that_fit(1, Limits(memory_mb=4000), preloaded=450, server=240)


# What it leaves behind


def below(pid):
    """The sandbox processes below a process."""
    return [p for p in psutil.Process(pid).children(recursive=True) if p.is_running()]


def gone(processes):
    """Whether all these processes end within some seconds."""
    _, alive = psutil.wait_procs(processes, timeout=10)
    return not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]


def test_leaving_in_the_middle_leaves_no_process(sandbox):
    jobs = (Job(str(n), ["import time\ntime.sleep(0.2)"], []) for n in itertools.count())
    others = below(os.getpid())
    outcomes = run(jobs, processes=2, data=data_folder())
    next(outcomes)
    processes = [p for p in below(os.getpid()) if p not in others]
    assert any("bwrap" in p.name() for p in processes)
    outcomes.close()
    assert gone(processes)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_marker_that_is_ended_leaves_no_process(sandbox, end):
    source = (
        "from foursteps.marker.sandbox.jobs import Job; from foursteps.marker.sandbox.supervisor import run\n"
        "from foursteps.tables import data_folder\n"
        "jobs = [Job('quick', [], []), Job('endless', ['while True: pass'], [])]\n"
        "for outcome in run(jobs, processes=2, data=data_folder()): print(outcome.key, flush=True)"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", source],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(limits.__file__).parents[3])},
    )
    with started:
        assert started.stdout.readline() == b"quick\n"
        processes = below(started.pid)
        assert processes
        started.send_signal(end)
    assert gone(processes)


def test_a_lost_server_costs_nobody_a_mark(sandbox):
    cells = ["import time\ntime.sleep(0.5)\nanswer = 1"]
    jobs = [Job(str(n), cells, [Wanted("answer", "number")]) for n in range(4)]
    with Runner(processes=2, data=data_folder()) as runner:
        outcomes = runner(jobs)
        found = [next(outcomes)]
        runner.sandbox.process.kill()
        found += outcomes
    assert sorted(o.key for o in found) == ["0", "1", "2", "3"]
    assert all(o.answers["answer"]["value"] == 1 for o in found)


def test_descriptors_are_given_back(runner):
    one(runner, "answer = 1")
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        one(runner, "import os\nos._exit(0)")
    assert len(os.listdir("/proc/self/fd")) == before


# The frame


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"",
        b"\0\0\0",
        b"\0\0\0\2{",
        b"\0\0\0\2{}x",
        b"\0\0\0\2[]",
        b"\0\0\0\3NaN",
        b"\0\0\0\2\xff\xff",
        b"\xff\xff\xff\xff{}",
    ],
)
def test_bytes_that_are_no_frame_are_refused(data):
    with pytest.raises(ValueError):
        results.read_frame(data)


def test_a_look_at_bytes_still_coming_copies_none_of_them():
    """It is done at every read, and a child can send four megabytes byte by byte."""
    halfway = b"." + (4 << 20).to_bytes(4, "big") + b" " * (3 << 20)
    tracemalloc.start()
    try:
        for data in (halfway, b"." * (3 << 20)):
            data = bytearray(data)
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            assert not results.is_complete(data)
            assert tracemalloc.get_traced_memory()[1] - before < 10_000
    finally:
        tracemalloc.stop()


def test_only_what_was_asked_for_is_taken_from_a_frame():
    text = (
        b'{"answers": {"a": {"type": "number"}, "b": 1, "x": {"type": "n"}}, "cells": [1, {}, {}]}'
    )
    job = Job("k", ["1", "2"], [Wanted("a", "number"), Wanted("b", "number")])
    frame = len(text).to_bytes(4, "big") + text
    found = results.outcome(job, frame, overdue=False, seconds=1)
    assert found.status == "ok"
    assert found.answers == {"a": {"type": "number"}, "b": {"type": "missing"}}
    assert found.cells == [{"ok": False, "error": ""}]


# The sandbox itself


def test_the_filter_is_built_for_both_machines():
    for machine in syscalls.MACHINES:
        code = syscalls.program(machine)
        assert len(code) % 8 == 0
        assert len(code) // 8 < 4096


@pytest.mark.long
def test_what_is_used_before_the_forks_can_be_used_and_is_no_table_of_this_book():
    """What fails there fails unseen, and each child would then pay for it again."""
    used = "".join(preloading.FIRST_USES)
    # Elsewhere, for it changes how this whole process draws charts.
    done = subprocess.run([sys.executable, "-c", used], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [name for name in tables.names() if f'"{name}"' in used] == []


def answered(code, number, arguments=(0,) * 6, machine="x86_64"):
    """What the filter answers to a call: the kernel's own way through it, step by step."""
    architecture = syscalls.AUDIT_ARCH[syscalls.MACHINES[machine]]
    given = struct.pack("=IIQ6Q", number, architecture, 0, *arguments)
    at, value = 0, 0
    while True:
        operation, yes, no, operand = struct.unpack_from("=HBBI", code, 8 * at)
        at += 1
        if operation == syscalls.RETURN:
            return operand
        if operation == syscalls.LOAD:
            value = struct.unpack_from("=I", given, operand)[0]
            continue
        met = {
            syscalls.JUMP_EQUAL: value == operand,
            syscalls.JUMP_ABOVE: value >= operand,
            syscalls.JUMP_SET: value & operand,
        }[operation]
        at += yes if met else no


REFUSED, ABSENT = (syscalls.ERRNO | number for number in (errno.EPERM, errno.ENOSYS))


@pytest.mark.parametrize("machine", syscalls.MACHINES)
def test_the_filter_answers_every_number_as_the_list_says(machine):
    which = syscalls.MACHINES[machine]
    code = syscalls.program(machine)
    found = {number: answered(code, number, machine=machine) for number in range(1000)}
    listed = {numbers[which] for numbers in syscalls.NUMBERS.values()} - {None}
    conditional = {syscalls.CLONE[which], syscalls.SOCKETPAIR[which]}  # without arguments
    assert {n for n, answer in found.items() if answer == REFUSED} == listed | conditional
    gap = {*range(syscalls.LAST_OWN[which] + 1, 424), syscalls.CLONE3[which]}
    assert {n for n, answer in found.items() if answer == ABSENT} == gap | {*range(472, 1000)}
    assert {found[n] for n in {*found} - listed - conditional - gap - {*range(472, 1000)}} == {
        syscalls.ALLOW
    }
    for number in (0x3FFFFFFF, 0x7FFFFFFF, 0xFFFFFFFF):
        x32 = machine == "x86_64" and number >= 0x40000000
        assert answered(code, number, machine=machine) == (REFUSED if x32 else ABSENT)


@pytest.mark.parametrize(
    ("call", "arguments", "answer"),
    [
        ("CLONE", [syscalls.CLONE_THREAD], syscalls.ALLOW),
        ("CLONE", [17], REFUSED),
        ("MMAP", [0, 0, 0, 0x22], syscalls.ALLOW),
        ("MMAP", [0, 0, 0, 0x21], REFUSED),
        ("MMAP", [0, 0, 0, 0x40022], REFUSED),
        ("FCNTL", [3, 1], syscalls.ALLOW),
        ("FCNTL", [3, 1024], REFUSED),
        ("FCNTL", [3, 1026], REFUSED),
        ("SOCKETPAIR", [1], syscalls.ALLOW),
        ("SOCKETPAIR", [2], REFUSED),
    ],
)
def test_the_filter_looks_at_arguments(call, arguments, answer):
    for machine, which in syscalls.MACHINES.items():
        number, padded = getattr(syscalls, call)[which], (*arguments, *[0] * 6)[:6]
        assert answered(syscalls.program(machine), number, padded, machine) == answer


def numbers_of(header, pattern):
    """{name: number} of the system calls in one of the kernel's own headers."""
    if not Path(header).is_file():
        pytest.skip(f"no {header}; it comes with the C library's headers")
    return {
        name: int(number)
        for name, number in re.findall(pattern, Path(header).read_text(), re.MULTILINE)
    }


@pytest.mark.parametrize(
    ("machine", "header"),
    [
        ("x86_64", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
        ("aarch64", "/usr/include/asm-generic/unistd.h"),
    ],
)
def test_the_numbers_are_the_kernels(machine, header):
    which = syscalls.MACHINES[machine]
    known = numbers_of(header, r"^#define __NR(?:3264)?_(\w+)\s+(\d+)$")
    ours = {name: numbers[which] for name, numbers in syscalls.NUMBERS.items()}
    for name in ("CLONE", "CLONE3", "MMAP", "FCNTL", "SOCKETPAIR"):
        ours[name.lower()] = getattr(syscalls, name)[which]
    # What this header is too old for can only be looked up elsewhere.
    newest = max(number for name, number in known.items() if name != "syscalls")
    assert {n: number for n, number in ours.items() if (number or 0) <= newest} == {
        name: known.get(name) for name, number in ours.items() if (number or 0) <= newest
    }
    own = {number for number in known.values() if number < syscalls.FIRST_COMMON - 21}
    assert max(own) == syscalls.LAST_OWN[which]


def test_a_call_that_is_too_new_does_not_exist(sandbox, runner):
    source = """\
        import ctypes, errno
        libc = ctypes.CDLL(None, use_errno=True)
        def number_of_fault(call):
            return ctypes.get_errno() if libc.syscall(call, 0, 0, 0, 0, 0, 0) == -1 else 0
        answer = {number_of_fault(call) for call in (472, 473, 500, 1000, 0x3fffffff)}
    """
    assert one(runner, textwrap.dedent(source), wanted=[Wanted("answer", "set")]).answers == {
        "answer": {"type": "set", "items": [{"type": "number", "value": errno.ENOSYS}]}
    }


def test_a_call_that_this_kernel_knows_and_the_list_does_not_is_refused():
    """As on a kernel that is newer than the list: here the list is made older than the kernel."""
    source = f"""\
        import ctypes, sys
        from foursteps.marker.sandbox import isolation, syscalls
        libc = ctypes.CDLL(None, use_errno=True)
        def answered():
            libc.syscall(439, -100, b"/", 0, 0)  # faccessat2
            return ctypes.get_errno()
        if answered() != 0:
            sys.exit("too old")
        syscalls.NEWEST = 438
        isolation.prctl(isolation.PR_SET_NO_NEW_PRIVS, 1)
        syscalls.refuse_dangerous_calls()
        sys.exit(0 if answered() == {errno.ENOSYS} else "the call went through")
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source)], capture_output=True, text=True
    )
    if "too old" in done.stderr:
        pytest.skip("this kernel lacks faccessat2")
    assert done.returncode == 0, done.stderr


def test_nothing_of_the_disk_is_bound_but_python_the_book_and_the_data(tmp_path):
    line = bubblewrap.wrapper(tmp_path)
    bound = [line[i + 1] for i, word in enumerate(line) if word.startswith("--ro-bind")]
    package = Path(bubblewrap.__file__).resolve().parents[2]
    for path in bound:
        known = path in (str(tmp_path), str(package), *bubblewrap.SYSTEM, *bubblewrap.FILES)
        assert known or any(path.startswith(p) for p in (sys.prefix, sys.base_prefix)), path
    assert "--bind" not in line


def test_a_python_that_lives_under_tmp_is_seen_in_the_sandbox(sandbox):
    """Each notebook gets a /tmp of its own, which covers whatever else stands there."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        venv.create(folder, symlinks=True)
        library = Path(folder, "lib", f"python3.{sys.version_info.minor}", "site-packages")
        ours = [path for path in sys.path if path.endswith(("site-packages", "src"))]
        (library / "book.pth").write_text(
            "\n".join([*ours, str(Path(foursteps.__file__).parents[1])])
        )
        python = Path(folder, "bin", "python")
        command = "from foursteps.cli import main; raise SystemExit(main(['doctor']))"
        done = subprocess.run([python, "-c", command], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The sandbox holds." in done.stdout


def test_doctor_finds_the_sandbox_whole(sandbox, capsys):
    assert doctor.command() == 0
    assert "The sandbox holds." in capsys.readouterr().out


def test_doctor_says_how_to_install_what_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(bubblewrap, "found", lambda: None)
    assert "apt-get install bubblewrap" in doctor.problem()
    assert doctor.command() == 1
    monkeypatch.setattr(doctor.platform, "system", lambda: "Darwin")
    assert "Linux" in doctor.problem()
    assert doctor.command() == 1
    assert "WSL" in capsys.readouterr().out


def test_doctor_names_what_the_kernel_refuses(monkeypatch):
    monkeypatch.setattr(bubblewrap, "found", lambda: "/usr/bin/bwrap")
    monkeypatch.setattr(bubblewrap, "probe_command", lambda data: ["false"])
    settings = {"kernel/apparmor_restrict_unprivileged_userns": "1"}
    monkeypatch.setattr(doctor, "_setting", settings.get)
    assert "AppArmor" in doctor.problem()
    settings = {"user/max_user_namespaces": "0"}
    monkeypatch.setattr(doctor, "_setting", settings.get)
    assert "sysctl" in doctor.problem()


def test_what_is_used_once_beforehand_is_there():
    """A part that fails does so in silence, and every notebook pays for it again."""
    for source in preloading.FIRST_USES:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom):
                module = importlib.import_module(node.module)
                assert all(hasattr(module, alias.name) for alias in node.names), node.module


def test_without_bubblewrap_nothing_runs(monkeypatch):
    monkeypatch.setattr(bubblewrap, "found", lambda: "/nonexistent/program")
    with pytest.raises(SandboxError, match="cannot be started"):
        list(run([Job("one", ["answer = 1"], [])], data=data_folder()))


@pytest.mark.long
def test_the_unsafe_mode_runs_where_it_is_asked_for():
    job = Job("one", ["answer = 1", "while True: pass"], [Wanted("answer", "number")])
    brief = Limits(seconds=3, cell_seconds=1)
    (outcome,) = run([job], limits=brief, data=data_folder(), unsafe=True)
    assert outcome.answers["answer"]["value"] == 1


def python_of_others():
    """A Python with our packages that a user who is not root can start, and its environment."""
    minor = f"python{sys.version_info.major}.{sys.version_info.minor}"
    installed = [path for path in sys.path if path.endswith("site-packages")]
    packages = os.pathsep.join([str(Path(limits.__file__).parents[3]), *installed])
    for candidate in (sys.executable, shutil.which(minor, path="/usr/bin:/usr/local/bin")):
        if candidate is None:
            continue
        environment = {"PYTHONPATH": packages, "HOME": "/tmp", "PATH": os.environ["PATH"]}
        try:
            subprocess.run(
                [candidate, "-c", "import foursteps, pandas, IPython, altair"],
                check=True,
                user=bubblewrap.NOBODY,
                group=bubblewrap.NOBODY,
                extra_groups=[],
                cwd="/",
                env=environment,
                capture_output=True,
            )
        except (PermissionError, subprocess.CalledProcessError):
            continue
        return candidate, environment
    return None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_the_sandbox_holds_for_an_ordinary_user_too(sandbox):
    found = python_of_others()
    if found is None:
        pytest.skip("no Python with these packages that another user could start")
    python, environment = found
    tried = subprocess.run(
        [python, "-c", "from foursteps.marker.sandbox import doctor; exit(doctor.command())"],
        user=bubblewrap.NOBODY,
        group=bubblewrap.NOBODY,
        extra_groups=[],
        cwd="/",
        env=environment,
        capture_output=True,
        text=True,
    )
    assert tried.returncode == 0, tried.stdout + tried.stderr


@pytest.mark.long
def test_each_first_use_before_the_forks_works(root):
    """In the sandbox one that raises is passed over, and then every child pays for it."""
    code = "from foursteps.marker.sandbox import preloading\nnames = {}\n"
    code += "for source in preloading.FIRST_USES:\n    exec(source, names)\n"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("cell", "ok", "error"),
    [
        ("import no_such_library\nx = 1", True, "ModuleNotFoundError"),
        ("import no_such_library, json\nx = json.loads('1')", True, "ModuleNotFoundError"),
        (
            "%matplotlib inline\nimport no_such_library\n!pip list\nx = 1",
            True,
            "ModuleNotFoundError",
        ),
        ("import no_such_library as n\nn.rc['a'] = 1\nn.go()\nx = 1", True, "; then NameError"),
        ("import no_such_library; x = 1", True, "ModuleNotFoundError"),
        ("open('/no/such.png', 'w')\nx = 1", True, "FileNotFoundError"),
        ("y = 1 / 0\nx = 1", False, "ZeroDivisionError"),
        ("assert False\nx = 1", False, "AssertionError"),
        ("raise SystemExit\nx = 1", False, "SystemExit"),
        ("exit(\nx = 1", False, "SyntaxError"),
    ],
)
def test_the_rest_of_a_cell_is_run_behind_what_gives_no_name_a_value(runner, cell, ok, error):
    (outcome,) = runner([Job("j", [cell], [Wanted("x", "number")])])
    assert (outcome.answers["x"]["type"] != "missing") == ok
    assert outcome.cells[0]["ok"] is False and error in outcome.cells[0]["error"]


def test_a_value_behind_a_cell_is_what_it_was_there(runner):
    cells = ["x = [1]\ndef f(n):\n    return n + x[0]", "x.append(2)", "x = 'other'\nf = 3"]
    calls = [{"args": [1]}]
    wanted = [
        *(Wanted("x", "set", after=n) for n in (0, 1)),
        *(
            Wanted("x", "set"),
            Wanted("f", "function", calls, after=0),
            Wanted("f", "function", calls),
        ),
    ]
    (outcome,) = runner([Job("j", cells, wanted)])
    found = {label: repr(answer) for label, answer in outcome.answers.items()}
    assert list(found) == [one.label for one in wanted]
    assert len(set(found.values())) == 5
    assert outcome.answers["f after 0"]["type"] == "function"
