"""Run the cells of notebooks that nobody trusts, and bring back their answers as plain data.

`Runner`, made with its settings and called with jobs, is the whole interface (`run` for a single
call). Outside: `supervisor` (starts the sandbox, keeps the wall
clock, reads the answers) and `bubblewrap` (what the sandbox can see). Inside: `server` (preloads
the libraries once and forks a child for every notebook), `isolation` and `syscalls` (what the
child may not do) and `child` (runs the cells and encodes the answers).
"""

from foursteps.marker.sandbox.jobs import Job, Outcome, Run, Wanted
from foursteps.marker.sandbox.limits import Limits
from foursteps.marker.sandbox.supervisor import Runner, SandboxError, run

__all__ = [
    "Job",
    "Limits",
    "Outcome",
    "Run",
    "Runner",
    "SandboxError",
    "Wanted",
    "run",
]
