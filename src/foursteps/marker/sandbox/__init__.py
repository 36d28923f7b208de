"""Run the cells of notebooks that nobody trusts, and bring back their answers as plain data.

What goes in and comes out: `jobs` (Job, Wanted, Outcome) and `limits` (how much a job may use).

Outside: `supervisor` (Runner: starts the sandbox, keeps the wall clock), `bubblewrap` (what the
sandbox can see), `results` (reads what comes back), `dask_cluster` (the same on many machines) and
`doctor` (tries all of it, with `probe` inside).

Inside: `server` (forks a child for every notebook), `preloading` (what it loads and uses before),
`isolation` and `syscalls` (what the child may not do) and `child` (runs the cells and encodes the
answers).
"""
