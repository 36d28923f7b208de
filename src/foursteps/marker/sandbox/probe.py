"""Inside, for `doctor`: build the sandbox of one child without loading any library.

Prints "ok", or the name of what the kernel refused.
"""

import os
import sys

from foursteps.marker.sandbox import isolation, limits, syscalls
from foursteps.marker.sandbox.limits import Limits


def main(uid: str) -> None:
    """Do what the server does for a child; `uid` is who to become first ("-": nobody else)."""
    try:
        if uid != "-":
            isolation.become(int(uid), int(uid))
        isolation.enter_namespaces()
        isolation.mount_private(8)
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            limits.apply(Limits(), 256)
            isolation.drop_capabilities()
            limits.limit_threads(Limits())
            syscalls.refuse_dangerous_calls()
            os.write(1, b"ok\n")
            os._exit(0)
        os.waitpid(child, 0)
    except (OSError, ValueError, KeyError) as error:
        print(f"refused: {error}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
