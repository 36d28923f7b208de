"""Try the sandbox for real and name what is missing: `foursteps doctor`."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from foursteps.marker.sandbox import bubblewrap, syscalls
from foursteps.marker.sandbox.jobs import Job, Wanted
from foursteps.marker.sandbox.limits import Limits
from foursteps.marker.sandbox.supervisor import SandboxError, run

INSTALL = "install it: sudo apt-get install bubblewrap (Fedora: sudo dnf install bubblewrap)"
# Where Ubuntu 24.04 and later keep user namespaces from programs without a profile.
APPARMOR_PROFILE = """\
abi <abi/4.0>,
include <tunables/global>
profile bwrap /usr/bin/bwrap flags=(unconfined) {
  userns,
  include if exists <local/bwrap>
}
"""
APPARMOR_HELP = f"""\
Ubuntu lets only programs with a profile make user namespaces. Save this (one time, as root) as
/etc/apparmor.d/bwrap and load it with: sudo apparmor_parser -r /etc/apparmor.d/bwrap

{APPARMOR_PROFILE}
(The profile is the one that Ubuntu documents; it was not tried by the authors.)
"""
NOT_LINUX = """\
The sandbox is made of Linux namespaces. On Windows run the marker inside WSL 2 (Ubuntu), on
macOS in a Linux virtual machine (Lima, Multipass, UTM), with the folder of submissions mounted
there. Neither was tried by the authors.
"""

# What a notebook tries in here, and what it is to find. Names of variables are the tests.
ATTEMPTS = """\
import os, socket, subprocess

def attempt(action):
    try:
        action()
    except (OSError, MemoryError):
        return "refused"
    return "possible"

network = attempt(lambda: socket.create_connection(("127.0.0.1", 22), timeout=2))
programs = attempt(lambda: subprocess.run(["/bin/true"]))
writing = attempt(lambda: open(os.environ["FOURSTEPS_DATA"] + "/x", "w"))
files = attempt(lambda: open(SECRET))
processes = attempt(lambda: open("/proc/1/environ").read())
memory = attempt(lambda: bytearray(HOW_MUCH))
rights = "refused" if os.getuid() != 0 else "possible"
tables = len(os.listdir(os.environ["FOURSTEPS_DATA"]))
"""
PROMISES = {
    "network": "no network",
    "programs": "no other program can be started",
    "writing": "the book's data cannot be changed",
    "files": "files of this machine cannot be seen",
    "processes": "other processes cannot be seen",
    "memory": "memory is bounded",
    "rights": "notebooks do not run as root",
}


def problem(data: str | Path | None = None) -> str | None:
    """Return None when a sandbox can be built here, else one line: the cause and what to do.

    Takes a fraction of a second; `command` tries much more.
    """
    if platform.system() != "Linux":
        return "the sandbox needs Linux (on Windows WSL 2, on macOS a virtual machine)"
    if bubblewrap.found() is None:
        return f"bubblewrap is not installed; {INSTALL}"
    if not syscalls.supported():
        return f"no list of forbidden system calls for {platform.machine()} (x86_64, aarch64)"
    try:
        tried = subprocess.run(
            bubblewrap.probe_command(data or _data_folder()),
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
            env={},
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap cannot be started: {error}"
    if tried.stdout.strip() == "ok":
        return None
    said = (tried.stdout.strip() or tried.stderr.strip() or "no answer").splitlines()[-1]
    cause = _namespaces_refused()
    return f"{cause} ({said})" if cause else f"the sandbox cannot be built: {said}"


def _namespaces_refused():
    """Why this kernel refuses user namespaces, as far as it says."""
    if _setting("kernel/apparmor_restrict_unprivileged_userns") == "1":
        return (
            "AppArmor refuses user namespaces; `foursteps doctor` shows the profile that allows "
            "them to bubblewrap"
        )
    if _setting("kernel/unprivileged_userns_clone") == "0":
        return "user namespaces are switched off: sudo sysctl -w kernel.unprivileged_userns_clone=1"
    if _setting("user/max_user_namespaces") == "0":
        return "user namespaces are switched off: sudo sysctl -w user.max_user_namespaces=10000"
    if Path("/.dockerenv").exists() or os.environ.get("container"):
        return (
            "this container forbids namespaces: start it with --security-opt seccomp=unconfined "
            "--security-opt systempaths=unconfined"
        )
    return None


def _setting(name):
    try:
        return Path("/proc/sys", name).read_text().strip()
    except OSError:
        return None


def _data_folder():
    from foursteps.tables import data_folder

    return data_folder()


def command(args: argparse.Namespace | None = None) -> int:
    """`foursteps doctor`: try every promise of the sandbox; exit code 1 if one is not kept."""
    fault = problem()
    _line("a sandbox can be built", fault is None, fault)
    if fault:
        if platform.system() != "Linux":
            print(f"\n{NOT_LINUX}")
        elif "AppArmor" in fault:
            print(f"\n{APPARMOR_HELP}")
        return 1
    limits = Limits(seconds=10, cell_seconds=3, memory_mb=256)
    names = [*PROMISES, "tables"]
    with tempfile.NamedTemporaryFile() as secret:
        given = f"SECRET, HOW_MUCH = {secret.name!r}, {limits.memory_mb << 20}"
        jobs = [
            Job("attempts", [given, ATTEMPTS], [Wanted(name, "text") for name in names]),
            Job("endless", ["while True: pass"], []),
        ]
        try:
            outcomes = {o.key: o for o in run(jobs, limits=limits, data=_data_folder())}
        except SandboxError as error:
            _line("notebooks run in it", False, str(error))
            return 1
    tried, endless = outcomes["attempts"], outcomes["endless"]
    kept = [_line("notebooks run in it", tried.status == "ok", tried.status)]
    for name, told in PROMISES.items():
        found = tried.answers.get(name, {}).get("value", "no answer")
        kept.append(_line(told, found == "refused", found))
    tables = tried.answers.get("tables", {}).get("value", 0)
    kept.append(_line("the book's tables can be read", bool(tables), "no table found"))
    kept.append(_line("endless loops end", endless.status == "timeout", endless.status))
    print("\nThe sandbox holds." if all(kept) else "\nDo not grade here: a promise is not kept.")
    return 0 if all(kept) else 1


def _line(told, good, found=None):
    print(f"{'ok     ' if good else 'FAILED '} {told}" + ("" if good else f": {found}"))
    sys.stdout.flush()
    return good
