"""Namespaces, mounts and capabilities of a child, through the C library (Python 3.11 has no unshare).

Linux only. Every function raises OSError, with the name of the call, when the kernel refuses.
"""

import ctypes
import os

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4
SIGKILL = 9

_libc = ctypes.CDLL(None, use_errno=True)


class _CapHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _CapData(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]


def _checked(result, call):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{call}: {os.strerror(number)}")


def prctl(option: int, *arguments: int) -> None:
    """Call prctl(2) with up to four further integers."""
    padded = [ctypes.c_ulong(a) for a in (*arguments, 0, 0, 0, 0)[:4]]
    _checked(_libc.prctl(ctypes.c_int(option), *padded), f"prctl({option})")


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the one that started it ends."""
    prctl(PR_SET_PDEATHSIG, SIGKILL)


def become(uid: int, gid: int) -> None:
    """Give up root for good. Its capabilities go with it, and so does a death signal set before."""
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    # A change of user makes the files of /proc/self root's, and the uid maps stand there.
    prctl(PR_SET_DUMPABLE, 1)


def enter_namespaces() -> None:
    """Move this process into namespaces of its own; its next child is PID 1 of a new PID space.

    User, mount, PID, IPC, network and host name; the user and group stay the same in there.
    """
    uid, gid = os.getuid(), os.getgid()
    flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNET
    _checked(_libc.unshare(ctypes.c_int(flags)), "unshare")
    for name, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(line)


def mount_private(tmp_mb: int) -> None:
    """Cover /proc with nothing and give /tmp `tmp_mb` of its own; no mount is shared outwards."""
    _mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    plain = MS_NOSUID | MS_NODEV
    size = f"size={tmp_mb}m,nr_inodes=2000,mode=0700".encode()
    _mount(b"tmpfs", b"/tmp", b"tmpfs", plain | MS_NOEXEC, size)
    # A fresh /proc is refused in here, and the one outside would show the other processes.
    _mount(b"tmpfs", b"/proc", b"tmpfs", plain | MS_NOEXEC | MS_RDONLY, b"size=4k,nr_inodes=2")


def _mount(source, target, kind, flags, options):
    result = _libc.mount(source, target, kind, ctypes.c_ulong(flags), options)
    _checked(result, f"mount {target.decode()}")


def drop_capabilities() -> None:
    """Give up every capability, now and for whatever would be started."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break  # past the last capability that this kernel knows
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = _CapHeader(0x20080522, 0)
    nothing = (_CapData * 2)()
    _checked(_libc.capset(ctypes.byref(header), ctypes.byref(nothing)), "capset")
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    # Nobody with the same uid may look into this process.
    prctl(PR_SET_DUMPABLE, 0)
