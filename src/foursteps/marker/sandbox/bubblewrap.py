"""What the sandbox can see, as a command line of bubblewrap.

Read-only: the Python that runs this, the system's libraries, this package, and the data folder.
Nothing else of the disk exists in there: no home, no course, no submissions, no environment
variables, no network.
"""

import json
import os
import shutil
import sys
import sysconfig
from dataclasses import asdict
from pathlib import Path

import foursteps
from foursteps.marker.sandbox.limits import Limits

# Users called "nobody" have this number on every Linux system.
NOBODY = 65534
BOOK, DATA, PYTHON = "/book", "/data", "/python"
SYSTEM = ("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/lib", "/lib32", "/lib64")
FILES = ("/etc/ld.so.cache", "/etc/alternatives")
DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")


def found() -> str | None:
    """The path of bubblewrap, or None."""
    return shutil.which("bwrap")


def server_command(
    limits: Limits, data: str | Path, unsafe: bool = False
) -> tuple[list[str], dict[str, str]]:
    """The command that starts the fork server, and the environment to start it in.

    data: the folder of the book's tables. unsafe: without bubblewrap. When we are root,
    bubblewrap builds the sandbox as root, because a Python in root's home can be reached in no
    other way, and the server gives up root before it loads anything.
    """
    options = {
        "limits": asdict(limits),
        "unsafe": unsafe,
        "uid": NOBODY if is_root() and not unsafe else None,
        "folder": "/tmp",
    }
    module = ["foursteps.marker.sandbox.server", json.dumps(options)]
    data = Path(data).resolve()
    if unsafe:
        package = Path(foursteps.__file__).resolve().parent
        return [*_python(), *module], _environment(str(data), str(package.parent))
    return [*wrapper(data), *_python(inside=True), *module], {}


def probe_command(data: str | Path) -> list[str]:
    """The command that tries whether a sandbox can be built, without loading any library."""
    who = str(NOBODY) if is_root() else "-"
    return [
        *wrapper(Path(data).resolve()),
        *_python(inside=True),
        "foursteps.marker.sandbox.probe",
        who,
    ]


def is_root() -> bool:
    """Whether we are root."""
    return os.geteuid() == 0


def _python(inside=False):
    return [_inside(sys.executable) if inside else sys.executable, "-s", "-P", "-m"]


def _inside(path):
    """The name of a folder of Python in the sandbox: its own, unless a child's /tmp covers it."""
    return PYTHON + path if path.startswith("/tmp/") else path


def _environment(data, book, inside=False):
    extra = [_inside(path) if inside else path for path in _extra_paths()]
    return {
        "HOME": "/tmp",
        "PATH": "/usr/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "FOURSTEPS_DATA": data,
        "PYTHONPATH": os.pathsep.join([book, *extra]),
        # Two runs of one notebook give one answer, also where it depends on the order of a set.
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        # A second thread before the fork would be lost in the child.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        # Each further arena reserves 64 MB of address space.
        "MALLOC_ARENA_MAX": "1",
        "IPYTHONDIR": "/tmp/.ipython",
        "MPLBACKEND": "agg",
    }


def wrapper(data: Path) -> list[str]:
    """Bubblewrap and everything that is to be seen in it, up to the command to start."""
    package = Path(foursteps.__file__).resolve().parent
    line = [found() or "bwrap", "--die-with-parent", "--new-session", "--clearenv", "--as-pid-1"]
    line += ["--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts"]
    line += ["--unshare-cgroup-try", "--hostname", "marker"]
    if is_root():
        # What it takes to stop being root, and nothing else.
        line += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        line += ["--unshare-user", "--cap-drop", "ALL"]
    for name, value in _environment(DATA, BOOK, inside=True).items():
        line += ["--setenv", name, value]
    # Before what is bound below it: see the parents of Python's folders.
    line += ["--perms", "0755", "--dir", "/usr"]
    for path in SYSTEM:
        if os.path.islink(path):
            line += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            line += ["--ro-bind", path, path]
    pythons = _python_paths()
    # Bubblewrap makes missing parents for their owner alone, and the server is somebody else.
    parents = {str(parent) for path in pythons for parent in Path(_inside(path)).parents} - {"/"}
    for parent in sorted(parents):
        line += ["--perms", "0755", "--dir", parent]
    for path in pythons:
        line += ["--ro-bind", os.path.realpath(path), _inside(path)]
    line += ["--perms", "0755", "--dir", "/etc", "--perms", "0755", "--dir", "/dev"]
    for path in FILES:
        line += ["--ro-bind-try", path, path]
    for path in DEVICES:
        line += ["--dev-bind", path, path]
    line += ["--proc", "/proc", "--perms", "1777", "--tmpfs", "/tmp"]
    line += ["--perms", "0755", "--dir", BOOK, "--ro-bind", str(package), f"{BOOK}/foursteps"]
    line += ["--ro-bind", str(data), DATA]
    # The root itself is a tmpfs, which would be memory that no limit counts.
    return [*line, "--remount-ro", "/", "--chdir", "/", "--"]


def _extra_paths():
    """Folders of installed packages outside of the Python installation (pip install --user)."""
    homes = [str(Path(p).resolve()) for p in (sys.prefix, sys.base_prefix)]
    return [
        path
        for path in sys.path
        if path.endswith(("site-packages", "dist-packages"))
        and os.path.isdir(path)
        and not any(os.path.realpath(path).startswith(home + os.sep) for home in homes)
    ]


def _python_paths():
    """Every folder that this Python needs, under the names by which it is called."""
    paths = []
    for prefix in dict.fromkeys((sys.base_prefix, sys.base_exec_prefix, sys.prefix)):
        if prefix in ("/usr", "/usr/local"):
            # Only what belongs to Python: a course may well live under /usr/local.
            paths += [f"{prefix}/bin", sysconfig.get_path("stdlib"), f"{prefix}/local/lib"]
            paths += [sysconfig.get_path("platstdlib"), f"{prefix}/lib"]
        else:
            paths += [prefix, os.path.realpath(prefix)]
    # The links on the way from bin/python to the program (pyenv, Homebrew, uv).
    link = sys.executable
    while os.path.islink(link):
        link = os.path.normpath(os.path.join(os.path.dirname(link), os.readlink(link)))
        if not link.startswith("/usr/") and os.path.basename(os.path.dirname(link)) == "bin":
            paths.append(os.path.dirname(os.path.dirname(link)))
    paths += _extra_paths()
    kept: list[str] = []
    for path in dict.fromkeys(p for p in paths if p and os.path.isdir(p)):
        if not any(path == k or path.startswith(k + os.sep) for k in (*kept, *SYSTEM)):
            kept.append(path)
    return kept
