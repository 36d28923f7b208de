"""The system calls that graded code is refused: a seccomp filter, written as classic BPF.

A list of what is forbidden, not of what is allowed: the C library may ask for anything else.
Forbidden is what could start a second process (so that one process's limits are the
submission's limits), hold memory that RLIMIT_AS does not count, open a socket, build a
namespace, look into another process, or reach the less tried parts of the kernel. Refused
calls fail with EPERM, so Python raises PermissionError and the notebook goes on.
"""

import ctypes
import errno
import platform
import struct

from foursteps.marker.sandbox.isolation import prctl

# Numbers of the calls on x86-64 and on 64-bit Arm (None: there is no such call there).
NUMBERS = {
    # a second process
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    # memory beside the limits
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "remap_file_pages": (216, 234),
    "mlock": (149, 228),
    "mlock2": (325, 284),
    "mlockall": (151, 230),
    "userfaultfd": (323, 282),
    "vmsplice": (278, 75),
    "splice": (275, 76),
    "tee": (276, 77),
    "io_setup": (206, 0),
    "map_shadow_stack": (453, 453),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
    "mbind": (237, 235),
    "set_mempolicy": (238, 237),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    # descriptors in flight, which count for the user and not for the process
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    # the whole machine's disks
    "sync": (162, 81),
    "syncfs": (306, 267),
    # other processes, and talking to anybody
    "socket": (41, 198),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "setpriority": (141, 140),
    "sched_setscheduler": (144, 119),
    "sched_setattr": (314, 274),
    "ioprio_set": (251, 30),
    # namespaces and mounts
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    # the less tried parts of the kernel
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "fanotify_init": (300, 262),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "seccomp": (317, 277),
    "personality": (135, 92),
    "quotactl": (179, 60),
    "acct": (163, 89),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "syslog": (103, 116),
    "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None),
}
MACHINES = {"x86_64": 0, "aarch64": 1}
AUDIT_ARCH = (0xC000003E, 0xC00000B7)
CLONE, CLONE3, MMAP, FCNTL = (56, 220), (435, 435), (9, 222), (72, 25)
SOCKETPAIR = (53, 199)
CLONE_THREAD = 0x00010000
# MAP_SHARED, MAP_GROWSDOWN and MAP_HUGETLB: memory that others hold, or that grows by itself.
MMAP_REFUSED = 0x01 | 0x0100 | 0x40000
# A lease on a file lets everybody else who opens it wait, on the whole machine.
F_SETLEASE = 1024
AF_UNIX = 1

LOAD, JUMP_EQUAL, JUMP_SET, JUMP_ABOVE, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
# Offsets in struct seccomp_data: number, architecture, low words of the arguments.
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2


def supported() -> bool:
    """Whether there is a filter for this machine."""
    return platform.system() == "Linux" and platform.machine() in MACHINES


def program(machine: str | None = None) -> bytes:
    """The filter for a machine ("x86_64" or "aarch64", default this one) as BPF bytes.

    Raises KeyError for any other machine.
    """
    which = MACHINES[machine or platform.machine()]
    refuse, absent = ERRNO | errno.EPERM, ERRNO | errno.ENOSYS
    lines = [
        # Another architecture's calls have other numbers: end the process.
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, AUDIT_ARCH[which]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
    ]
    if which == 0:
        # The x32 calls are a second set of numbers on the same machine.
        lines += [(JUMP_ABOVE, 0, 1, 0x40000000), (RETURN, 0, 0, refuse)]
    # The arguments of clone3 cannot be seen from here; without it the C library uses clone.
    lines += [(JUMP_EQUAL, 0, 1, CLONE3[which]), (RETURN, 0, 0, absent)]
    # clone: threads only.
    lines += [
        (JUMP_EQUAL, 0, 4, CLONE[which]),
        (LOAD, 0, 0, ARGUMENTS),
        (JUMP_SET, 1, 0, CLONE_THREAD),
        (RETURN, 0, 0, refuse),
        (RETURN, 0, 0, ALLOW),
    ]
    lines += [
        (JUMP_EQUAL, 0, 4, MMAP[which]),
        (LOAD, 0, 0, ARGUMENTS + 3 * 8),
        (JUMP_SET, 0, 1, MMAP_REFUSED),
        (RETURN, 0, 0, refuse),
        (RETURN, 0, 0, ALLOW),
    ]
    lines += [
        (JUMP_EQUAL, 0, 4, FCNTL[which]),
        (LOAD, 0, 0, ARGUMENTS + 8),
        (JUMP_EQUAL, 0, 1, F_SETLEASE),
        (RETURN, 0, 0, refuse),
        (RETURN, 0, 0, ALLOW),
    ]
    # Of the pairs of sockets only the plain ones, which asyncio needs.
    lines += [
        (JUMP_EQUAL, 0, 4, SOCKETPAIR[which]),
        (LOAD, 0, 0, ARGUMENTS),
        (JUMP_EQUAL, 1, 0, AF_UNIX),
        (RETURN, 0, 0, refuse),
        (RETURN, 0, 0, ALLOW),
    ]
    for numbers in NUMBERS.values():
        number = numbers[which]
        if number is not None:
            lines += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, refuse)]
    lines.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def refuse_dangerous_calls() -> None:
    """Install the filter in this process, for good. Needs no-new-privileges to be set."""
    code = program()
    buffer = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    loaded = Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(loaded))
