"""Execute, fill and normalise the book's notebooks (`foursteps notebooks`).

Executing a notebook twice gives the same bytes: stable cell ids, no times, no paths, no
versions of the machine. A notebook that fails is left as it was.
"""

import json
import os
import re
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

import nbformat

from foursteps.book.prose import fill, findings
from foursteps.ground import atomic_files
from foursteps.ground.notebook_file import NotebookError, dumps, read

# Pages made from references.bib and from tables; their modules in foursteps.book.site write them.
GENERATED = {"bibliography.md", "documents.md", "glossary.md"}
CHART = "application/vnd.vegalite.v5+json"
TIMEOUT = 120  # seconds a cell may run
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
READABLE_ID = re.compile(r"(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*\Z")
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){0,4}([0-9a-f]*)\Z")
# What only one machine or one run would print.
TRACES = re.compile(
    r"(?<![\w:/.])/(?:home|Users|root|tmp|var|opt|usr|work|mnt|private)/\S+"
    r"|[A-Z]:\\\\?Users\\|site-packages|\bat 0x[0-9a-f]{6,}"
)


def find(root):
    """The book's notebooks under `root`: chapters, then exercises, in reading order."""
    return sorted(Path(root, "chapters").glob("*.ipynb")) + sorted(
        Path(root, "exercises").glob("*.ipynb")
    )


def environment():
    """The environment of the kernels: the caller's, without what would change the outputs."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("FOURSTEPS_", "PYTHONWARN"))}
    # One BLAS thread: sums in another order differ in the last digits.
    return env | {
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def execute(notebook, path, progress=lambda done, total: None, env=None):
    """Run every cell of `notebook` (changed in place) in a fresh kernel in `path`'s folder.

    `env` adds variables to the kernel's environment. Raises NotebookError with notebook, cell,
    line and the error's own words.
    """
    import asyncio

    with tempfile.TemporaryDirectory() as folder, open(Path(folder, "stderr"), "w+") as noise:
        # An IPython folder of its own: no start-up files, no history.
        env = environment() | {"IPYTHONDIR": folder} | (env or {})
        asyncio.run(_execute(notebook, path, progress, env, noise))


async def _execute(notebook, path, progress, env, noise):
    """As `execute`; `env` is all of the kernel's environment, `noise` takes its stderr."""
    import asyncio
    import signal

    from nbclient import NotebookClient
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    task = asyncio.current_task()
    interrupted = False
    at = 0  # the cell that runs

    def interrupt():
        nonlocal interrupted
        interrupted = True
        task.cancel()

    def before(cell, cell_index):
        nonlocal at
        at = cell_index
        if hasattr(signal, "SIGKILL"):
            # nbclient's own handler shuts the kernel down and then stumbles over its absence.
            asyncio.get_running_loop().add_signal_handler(signal.SIGINT, interrupt)
        progress(at + 1, len(notebook.cells))

    def where():
        return fill.place(path, at + 1, notebook.cells[at])

    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=TIMEOUT,
        allow_errors=True,
        force_raise_errors=False,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(Path(path).resolve().parent)}},
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        on_cell_start=before,
        on_cell_executed=_stop_at_error(path),
    )
    try:
        await client.async_execute(env=env, stderr=noise)
    except CellTimeoutError:
        raise NotebookError(f"{where()}: no end after {TIMEOUT} s") from None
    except (DeadKernelError, asyncio.CancelledError):  # nbclient takes one for the other
        if interrupted:
            raise KeyboardInterrupt from None
        noise.seek(0)
        last = (noise.read().strip().splitlines() or ["out of memory?"])[-1]
        raise NotebookError(f"{where()}: the kernel died ({last[:200]})") from None


def _stop_at_error(path):
    """A hook that raises NotebookError at the first cell that raised."""

    def stop(cell, cell_index, execute_reply):
        if execute_reply["content"]["status"] != "error":
            return
        content = execute_reply["content"]
        trace = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(content["traceback"]))
        lines = re.findall(rf"Cell In\[{cell.execution_count}\], line (\d+)", trace)
        line = int(lines[-1]) if lines else None
        raise NotebookError(
            f"{fill.place(path, cell_index + 1, cell, line)}:"
            f" {content['ename']}: {content['evalue']}"
        )

    return stop


def normalise(notebook):
    """The notebook as it is stored (changed in place, and returned)."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC, "language_info": LANGUAGE})
    _name_cells(notebook.cells)
    count = 0
    for cell in notebook.cells:
        # `nbgrader` says which cell of an exercise is a solution, a check or a prompt.
        kept = {key: cell.metadata[key] for key in ("tags", "nbgrader") if cell.metadata.get(key)}
        cell.metadata = nbformat.from_dict(kept)
        cell.source = cell.source.rstrip("\n")
        if cell.cell_type != "code":
            continue
        cell.source = "\n".join(line.rstrip() for line in cell.source.split("\n"))
        if not cell.source.strip():
            cell.execution_count, cell.outputs = None, []
            continue
        if cell.get("execution_count") is not None:
            count += 1
            cell.execution_count = count
        cell.outputs = _merged(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count
            output.pop("transient", None)
    return notebook


def _merged(outputs):
    """Consecutive pieces of one stream as one output: how a print is cut varies by run."""
    merged = []
    for output in outputs:
        last = merged[-1] if merged else None
        if output.output_type == "stream" and last and last.get("name") == output.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged


def _name_cells(cells):
    """Give each cell an id that a person can read and that does not change by itself.

    An id that is readable and unique is kept; another is derived from what the cell holds.
    """
    taken = set()
    for cell in cells:
        old = cell.get("id", "")
        readable = READABLE_ID.match(old) and not RANDOM_ID.match(old) and len(old) <= 64
        cell.id = old if readable and old not in taken else None
        taken.add(cell.id)
    room = "start"
    for cell in cells:
        heading = re.match(r"#+ +(.+)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            room = _slug(heading[1])
        if cell.id is None:
            base = _stem(cell, room, bool(heading))
            cell.id, n = base, 1
            while cell.id in taken:
                n += 1
                cell.id = f"{base}-{n}"
            taken.add(cell.id)


def _stem(cell, room, is_heading):
    """What an id is made of: the heading, the chart's own id, or what the code defines."""
    if cell.cell_type == "markdown":
        return room if is_heading else f"{room}-text"
    figure = re.search(r"""["']id["']: *["']fig-([a-z0-9-]+)["']""", cell.source)
    if figure:
        return f"chart-{figure[1]}"[:56].rstrip("-")
    for pattern in (
        r"^def (\w+)",
        r"^(?:import|from) (imports)?",
        r"^(\w+) *=[^=]",
        r"^(publish)\(",
    ):
        found = re.search(pattern, cell.source, re.MULTILINE)
        if found:
            return f"code-{_slug(found[1] or 'imports')}"
    return f"{room}-code"


def _slug(text):
    """Letters and figures of `text` in lower case, joined by hyphens, at most 40 long."""
    text = re.sub(r"<!--.*?-->|[`*_]", lambda m: "-" if m[0] == "_" else "", text.lower())
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:40].rstrip("-") or "cell"


def output_problems(notebook, path):
    """What is wrong with stored outputs: none, errors, stderr, paths, charts that break a rule."""
    problems = []
    code = [(n, c) for n, c in enumerate(notebook.cells, 1) if c.cell_type == "code"]
    ran = [c.execution_count for _, c in code if c.source.strip()]
    if ran != list(range(1, len(ran) + 1)):
        problems.append(f"{path}: not executed from top to bottom; run `foursteps notebooks`")
    elif not any(c.outputs for _, c in code):
        problems.append(f"{path}: no stored outputs; run `foursteps notebooks`")
    for number, cell in code:
        where = fill.place(path, number, cell)
        for output in cell.outputs:
            if output.output_type == "error":
                problems.append(f"{where}: a stored error: {output.ename}: {output.evalue}")
            elif output.output_type == "stream" and output.name == "stderr":
                first = output.text.strip().split("\n")[0]
                problems.append(f"{where}: printed to stderr: {first[:200]}")
            for text in _texts(output):
                trace = TRACES.search(text)
                if trace:
                    problems.append(f"{where}: an output holds a trace of the machine: {trace[0]}")
            problems += [f"{where}: {fault}" for fault in _chart_faults(output)]
    return problems


def _chart_faults(output):
    """What an output's chart, if it is one, lacks of what every chart of the book carries."""
    spec = output.get("data", {}).get(CHART)
    if spec is None:
        return []
    name = spec.get("usermeta", {}).get("id")
    which = f"the chart {name!r}" if name else "the chart without id"
    return [f"{which}: {fault}" for fault in _faults_of(json.dumps(spec, sort_keys=True))]


@lru_cache(maxsize=256)  # as many charts as the book has: each is compiled and drawn to judge it
def _faults_of(spec):
    """The faults of a specification given as JSON, which is how it can be remembered."""
    from foursteps.charts import rules

    return rules.faults(json.loads(spec))


def _texts(output):
    """The text parts of an output (pictures and charts aside)."""
    if output.output_type == "stream":
        yield output.text
    for mime, data in output.get("data", {}).items():
        if mime.startswith("text/"):
            yield "".join(data)


def regenerate(path, run=True, progress=lambda done, total: None):
    """What the file at `path` should hold: executed if `run`, filled, normalised.

    Returns (text, problems): problems are sentences that name file, cell and line.
    Raises NotebookError if a cell raises.
    """
    notebook = normalise(read(path))
    if run:
        execute(notebook, path, progress)
        normalise(notebook)
    problems = output_problems(notebook, path)
    published, more = fill.published(notebook, path)
    problems += more
    fill.fill_notebook(notebook, published)
    problems += fill.notebook_problems(notebook, path, published)
    problems += findings.problems(notebook, path)
    return dumps(notebook), problems


def pages(root):
    """The hand-written `.md` pages of the book, which may hold marks of notebooks."""
    written = sorted(p for p in Path(root, "chapters").glob("*.md") if p.name not in GENERATED)
    return [*Path(root).glob("index.md"), *written]


def regenerate_page(path, root):
    """As `regenerate`, for an `.md` page: filled from the stored notebooks under `root`."""
    lookup = fill.page_lookup(root)
    text = fill.fill(path.read_text(encoding="utf-8"), lookup)
    return text, fill.page_problems(text, path, lookup)


def renew(files=(), check=False, run=True, root=".", out=None):
    """Regenerate `files` (notebooks and `.md` pages; all, if none are named).

    With `check` nothing is written and a difference is a problem; with `run=False` notebooks
    are not executed: marks and form are renewed from the stored outputs. A file with problems
    in its prose is written and named; one whose code fails is left as it was. Problems go to
    `out` (stderr). Returns the exit code.
    """
    out = out or sys.stderr
    paths = [Path(f) for f in files] or find(root) + pages(root)
    if not paths:
        print("no notebooks in chapters/ or exercises/", file=out)
    failed = 0
    for path in paths:
        try:
            if path.suffix == ".md":
                text, problems = regenerate_page(path, root)
            else:
                text, problems = regenerate(path, run, _progress(path, out))
        except (NotebookError, FileNotFoundError) as error:
            text, problems, state = None, [str(error)], "left as it was"
        else:
            state = "in order"
        if text is not None and text != path.read_text(encoding="utf-8"):
            if check:
                problems.append(f"{path}: not what its code gives; run `make notebooks`")
            else:
                atomic_files.write(path, text)
                state = "written"
        for problem in problems:
            print(problem, file=out)
        print(f"{path}: {state}" + (f", {len(problems)} problem(s)" if problems else ""), file=out)
        failed += bool(problems)
    return 1 if failed else 0


def command(args):
    """`foursteps notebooks` of the command line."""
    return renew(args.files, args.check, run=not args.fill)


def _progress(path, out):
    """A function that counts cells on one line, where a person watches."""
    if not out.isatty():
        return lambda done, total: None

    def show(done, total):
        print(f"\r{path}: cell {done} of {total}", end="\r" if done == total else "", file=out)
        out.flush()

    return show
