"""The front door of the collection. It needs Python 3.11 or newer and nothing else.

python3 run.py         set up, run every notebook in place from the top, redraw figures/
python3 run.py test    set up, check style, run the tests, compare every stored output with a fresh run
python3 run.py lab     [DIR]: set up, open JupyterLab here, or on a walk over pages of your own: `python3 run.py lab ~/my-walk`
python3 run.py mine    FOLDER|TABLE [--out DIR]: set up, read pages of your own and write a report on them, with notebooks, figures
                       and tables, into DIR (without it `walk` beside them), as in `python3 run.py mine ~/my-pages --out ~/my-walk`
                       --start              write empty tables for what you know, into the study/ of the folder, and nothing else
                       --column text=NAME   the column of a table that holds the text (title, outlet, date, language, id)
                       --day-first          read 03/04/2025 as the third of April
                       --code-frames N      draw N sentences to be coded by hand, for a validation card of your own

python3 run.py test-browser   set up, use JupyterLab as a reader does, in a real browser (needs Chromium)
python3 run.py check-clean    set up, run every notebook twice, and see that git finds nothing changed
python3 run.py set-up         set up, nothing else

Set-up makes the folder .venv from requirements.txt: about a minute once, then skipped while nothing changes. When
requirements.txt changes, .venv is made anew; the one before is kept as .venv.old until then, and comes back if that fails.
"""

import argparse
import difflib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this file may have an older one
    sys.exit(
        f"run.py: this is Python {sys.version_info[0]}.{sys.version_info[1]}, the collection needs 3.11 or newer:"
        " install one from https://www.python.org/downloads/ and start run.py with it, as in `python3.13 run.py`."
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Two lines: where and with which Python it was made, and of which files (UNFINISHED meanwhile).
STAMP = VENV / "set-up.txt"
LOG = VENV / "set-up.log"
UNFINISHED = "unfinished"
# An environment holds its own path in its scripts, so the new one is made in its final place and the old one moves aside.
OLD = ROOT / ".venv.old"
LOCK = ROOT / ".venv.lock"
SPACE = 1_500_000_000  # bytes: what .venv takes, and what pip unpacks on the way
CELL_SECONDS = 300
STEP_SECONDS = 3600
APART = (
    "tests/test_walk.py",
    "tests/test_scale.py",
    "tests/test_figures.py",
)  # those that take longest, the longest first
# The folders that a run may write to, or must not.
STORED = ("notebooks", "figures", "seeds")


def set_up() -> None:
    """Make `.venv` of what requirements.txt lists, unless nothing has changed since that was done."""
    stamp = [f"Python {sys.version_info[0]}.{sys.version_info[1]} in {ROOT}", wanted()]
    if is_whole(stamp) and not OLD.exists():
        return
    with one_at_a_time():
        bring_back()  # what a set-up that was killed left
        if is_whole(stamp):  # by the set-up that this one waited for
            return
        free = shutil.disk_usage(ROOT).free
        if free < SPACE:
            stop(
                f"set-up needs {SPACE / 1e9:.1f} GB, and the disk of {ROOT} has {free / 1e9:.1f} GB left:"
                " make room, then run again."
            )
        if VENV.exists() and not STAMP.exists():
            if not PYTHON.exists() or run_quietly(PYTHON, "-m", "pip", "--version").returncode:
                stop(f"{VENV} was not made by run.py and has no working pip: remove that folder and run again.")
            install()
        else:
            put_aside()
            try:
                make_environment(stamp[0])
                install()
            except BaseException:
                if bring_back():
                    python = PYTHON.relative_to(ROOT)
                    say(f"The environment of before is back: `{python} -m jupyterlab` works as it did.")
                raise
        STAMP.write_text("\n".join([*stamp, ""]), encoding="utf-8")
        shutil.rmtree(OLD, ignore_errors=True)


def wanted() -> str:
    """A digest of what decides which packages are installed: not of the settings of ruff and pytest."""
    import tomllib  # an older Python, which is told so above, has none

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [project.get("build-system"), project.get("project"), project.get("tool", {}).get("setuptools")]
    requirements = (ROOT / "requirements.txt").read_bytes()
    return hashlib.sha256(requirements + b"\0" + json.dumps(parts, default=str).encode()).hexdigest()


def is_whole(stamp: list[str] | None = None) -> bool:
    """Whether a set-up of `.venv` was finished: the set-up of this stamp, or any."""
    lines = STAMP.read_text(encoding="utf-8").splitlines() if STAMP.exists() else []
    whole = len(lines) == 2 and lines[1] != UNFINISHED and PYTHON.exists()
    return whole and stamp in (None, lines)


@contextmanager
def one_at_a_time():
    """Wait for another set-up of this folder. The system itself lifts the lock of a process that has ended."""
    with LOCK.open("a", encoding="utf-8") as file:
        waiting = False
        while not locked(file):
            if not waiting:
                say("Another set-up of this folder is under way: waiting for it (Ctrl-C to give up) ...")
            waiting = True
            time.sleep(0.2)
        yield


def locked(file) -> bool:
    """Take the lock; False if another process has it."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # some network disks know no locks
    return True


def put_aside() -> None:
    """Make room for a new `.venv`: a whole one is kept as `.venv.old`, a half-made one is removed."""
    if not VENV.exists():
        return
    if Path(sys.prefix).resolve() == VENV.resolve():
        stop(".venv must be made anew, but is what runs this: start run.py with the system's python3.")
    if is_whole():
        say(".venv is made anew: requirements.txt changed, the folder was moved, or this is another Python.")
        try:
            VENV.rename(OLD)
        except OSError as error:
            stop(f"cannot move {VENV} aside ({error.strerror}): close what uses it, then run again.")
    else:
        say("Removing .venv: it is half-made.")
        remove(VENV)


def bring_back() -> bool:
    """Let `.venv.old` take its place again where `.venv` is not whole, else remove it; True if it is back."""
    if not OLD.exists():
        return False
    if is_whole():
        shutil.rmtree(OLD, ignore_errors=True)
        return False
    if LOG.exists():
        LOG.replace(OLD / LOG.name)
    if VENV.exists():
        remove(VENV)
    OLD.rename(VENV)
    return True


def remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        stop(f"cannot remove {folder} ({error.strerror}): close what uses it, remove it by hand, run again.")


def make_environment(place: str) -> None:
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        stop(
            f"this Python lacks the module {missing[0]}: on Debian or Ubuntu `sudo apt install python{version}-venv`,"
            " elsewhere install Python from https://www.python.org/downloads/; then run again."
        )
    say("Making .venv ...")
    VENV.mkdir()
    STAMP.write_text(f"{place}\n{UNFINISHED}\n", encoding="utf-8")
    made = run_quietly(sys.executable, "-m", "venv", VENV)
    if made.returncode:
        reason = (made.stderr or made.stdout).strip().splitlines()[-1:] or ["no reason given"]
        stop(f"`python -m venv .venv` failed ({reason[0]}): mend this Python or use another, run again.")


def install() -> None:
    """Install requirements.txt with pip, whose words go to `.venv/set-up.log`; show how far it is."""
    say("Installing what requirements.txt lists (about a minute) ...")
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    names = {re.split(r"[=;\[ ]", line)[0].lower() for line in lines if line and line[0] not in "#-"}
    seen, errors = set(), []
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-r", "requirements.txt"]
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8", "errors": "replace"}
    pip = subprocess.Popen(command, cwd=ROOT, env=environment(), **both)
    with pip, ends_with_this(pip), LOG.open("w", encoding="utf-8") as log:
        for line in pip.stdout:
            log.write(line)
            found = re.match(r"(?:Collecting|Processing|Ignoring|Requirement already satisfied:) (\S+)", line)
            # A requirement (numpy==2.4.6) or, from a folder of wheels, a file (numpy-2.4.6-cp311-...).
            name = re.split(r"-\d|[=<>!~;:\[]", Path(found[1]).name)[0].lower().replace("_", "-") if found else None
            if name in names and name not in seen:
                seen.add(name)
                say(f"  {len(seen)} of {len(names)}: {name}", passing=len(seen) % 20 > 0)
            elif line.startswith("Installing collected packages"):
                say("  all found; unpacking them ...")
            elif line.strip().startswith("ERROR:"):
                errors.append(line.strip()[len("ERROR:") :].strip())
    if pip.returncode:
        reason = errors[-1] if errors else f"it ended with code {pip.returncode}"
        stop(f"pip failed ({reason}): see {LOG}; check the network and the space on the disk, then run again.")
    # The first import of matplotlib lists the fonts of the machine and may say so on stderr: not in a notebook.
    if run_quietly(PYTHON, "-c", "import matplotlib.font_manager").returncode:
        stop("matplotlib was installed but cannot be imported: run again, perhaps with another Python.")
    say("Set up.")


@contextmanager
def ends_with_this(process: subprocess.Popen):
    """Leave no process behind: whoever stops run.py stops it, too."""
    try:
        yield
    except BaseException:
        process.kill()
        process.wait()
        raise


def run_quietly(*command: object) -> subprocess.CompletedProcess:
    return subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)


def environment(backend: str = "module://matplotlib_inline.backend_inline") -> dict[str, str]:
    """The caller's variables for a step, less what would make one machine's results differ from another's."""
    misleading = {"PYTHONPATH", "PYTHONHOME", "PYTHONWARNINGS"}
    # JupyterLab keeps settings and addresses in the home folder, and does not start where it may not.
    home = os.environ.get("USERPROFILE" if os.name == "nt" else "HOME", "")
    names = () if os.access(home, os.W_OK) else ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
    return {name: value for name, value in os.environ.items() if name not in misleading} | {
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "MPLBACKEND": backend,
        "MPLCONFIGDIR": str(VENV / "matplotlib"),
        "IPYTHONDIR": str(VENV / "ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        **{name: str(VENV / name.lower()) for name in names},
    }


def step(*words: str, backend: str | None = None, seconds: int | None = STEP_SECONDS, **output) -> bool:
    """Run `python words...` of the environment in the root of the project; True if it went well."""
    if not output:
        say(f"\n$ python {' '.join(words)}")
    variables = environment(backend) if backend else environment()
    try:
        done = subprocess.run([PYTHON, *words], cwd=ROOT, env=variables, timeout=seconds, check=False, **output)
    except subprocess.TimeoutExpired:
        say(f"Stopped: `python {words[0]} {words[1]}` was not done after {seconds} seconds.")
        return False
    return done.returncode == 0


def run_notebooks() -> bool:
    return step("-m", "helpers.notebooks", f"--cell-seconds={CELL_SECONDS}") and step(
        "-m", "helpers.notebooks.galleries"
    )


def test() -> bool:
    """Every check, whether or not one before it failed, so that one run tells all that is wrong."""
    notebooks = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    results = {
        "ruff check": step("-m", "ruff", "check", "."),
        "ruff format": step("-m", "ruff", "format", "--check", "."),
    }
    pytest = ["-m", "pytest", "-q"]
    comparison = [*pytest, "--nbval", "--nbval-current-env", f"--nbval-cell-timeout={CELL_SECONDS}"]
    apart = [path for path in APART if (ROOT / path).exists()]
    beside = {"notebooks (nbval)": ([*comparison, *notebooks], None)} if notebooks else {}
    beside |= {path: ([*pytest, path], "agg") for path in apart}
    # The longest first; each core takes the next when it is free. What most tests say is shown as they run, the rest after it.
    with ThreadPoolExecutor(os.cpu_count()) as cores, ExitStack() as files:
        most = cores.submit(step, *pytest, *(f"--ignore={path}" for path in apart), backend="agg")
        waiting = []
        for name, (words, backend) in beside.items():
            said = files.enter_context(tempfile.TemporaryFile())
            done = cores.submit(step, *words, backend=backend, stdout=said, stderr=subprocess.STDOUT)
            waiting.append((name, words, said, done))
        results["pytest"] = most.result()
        for name, words, said, done in waiting:
            results[name] = done.result()
            said.seek(0)
            say(f"\n$ python {' '.join(words)}\n{said.read().decode('utf-8', 'replace')}")
    say("")
    for name, well in results.items():
        say(f"{'passed' if well else 'FAILED'}  {name}")
    return all(results.values())


def test_browser() -> bool:
    """Without Chromium it is skipped, and says what to install; where CI is set, as on GitHub, it fails instead."""
    return step("-m", "pytest", "-q", "-rs", "-m", "browser", "tests/browser")


def check_clean() -> bool:
    """Run everything twice; True if the second run changes no byte and git finds none changed since the last commit."""
    states = []
    for _ in range(2):
        if not run_notebooks():
            return False
        states.append(stored_files())
    first, second = states
    changed = sorted(name for name in {**first, **second} if first.get(name) != second.get(name))
    if changed:
        say(f"\nThe second run changed what the first had written: {', '.join(changed)}.")
        return False
    commands = (["git", "diff", "--exit-code", "--stat"], ["git", "ls-files", "--others", "--exclude-standard"])
    for command in commands:
        say(f"\n$ {' '.join([*command, '--', *STORED])}")
        try:
            done = subprocess.run([*command, "--", *STORED], cwd=ROOT, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            stop("git is not installed, and only git knows what was committed: install it and run again.")
        if done.returncode or done.stdout.strip():
            say((done.stdout + done.stderr).strip())
            say("These differ from what was committed, or were never committed: look at them, and commit them.")
            return False
    say("Clean: two runs, no byte changed.")
    return True


def stored_files() -> dict[str, str]:
    """The digest of each file that a run may write."""
    paths = (path for folder in STORED for path in sorted((ROOT / folder).rglob("*")))
    return {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def lab(*folder: str) -> bool:
    # Ctrl-C is for JupyterLab, which asks, and then ends its kernels.
    signal.signal(signal.SIGINT, lambda number, frame: None)
    return step("-m", "jupyterlab", *folder, seconds=None)


def lab_words(words: list[str]) -> list[str]:
    """The folder that `lab` opens, as seen from where it was typed."""
    parser = argparse.ArgumentParser(prog="run.py lab", usage="python3 run.py lab [DIR]")
    parser.add_argument("folder", nargs="?")
    given = parser.parse_args(words)
    if given.folder is None:
        return []
    place = Path(given.folder).expanduser().resolve()
    if not place.is_dir():
        stop(f"no folder at {given.folder}: give the folder that `python3 run.py mine` wrote.")
    return [str(place)]


def mine(*words: str) -> bool:
    return step("-m", "helpers.walk", *words, backend="agg", seconds=None)


def mine_words(words: list[str]) -> list[str]:
    """What `mine` hands on, each place as seen from where it was typed; looked at before anything is set up."""
    usage = "python3 run.py mine FOLDER|TABLE [--out DIR] [--column FIELD=NAME] [--day-first] [--code-frames N], or --start FOLDER"
    parser = argparse.ArgumentParser(prog="run.py mine", usage=usage, allow_abbrev=False)
    parser.add_argument("source")
    parser.add_argument("--out")
    parser.add_argument("--column", action="append", default=[])
    parser.add_argument("--code-frames", type=int)
    parser.add_argument("--day-first", action="store_true")
    parser.add_argument("--start", action="store_true")
    given = parser.parse_args(words)
    source = Path(given.source).expanduser()
    if not source.exists() and not given.start:
        source = ROOT / given.source
        if not source.exists():
            stop(f"no folder or table at {given.source}: give a folder of .txt or .html pages, or a table.")
    # With `=`, since a name may begin with a hyphen.
    out = [] if given.out is None else [f"--out={Path(given.out).expanduser().resolve()}"]
    more = [f"--column={one}" for one in given.column] + [
        f"--{name}" for name in ("start", "day-first") if vars(given)[name.replace("-", "_")]
    ]
    more += [] if given.code_frames is None else [f"--code-frames={given.code_frames}"]
    return [str(source.resolve()), *out, *more]


def say(text: str, passing: bool = False) -> None:
    """Print at once. A `passing` line is shown on a terminal only, and the next one takes its place."""
    if not sys.stdout.isatty():
        if not passing:
            print(text, flush=True)
    else:
        print(f"\r\033[K{text}", end="" if passing else "\n", flush=True)


def stop(message: str) -> None:
    say("", passing=True)
    sys.exit(f"run.py: {message}")


WORDS = {
    "": run_notebooks,
    "test": test,
    "lab": lab,
    "mine": mine,
    "test-browser": test_browser,
    "check-clean": check_clean,
    "set-up": lambda: True,
}

# Words that others may follow, and what reads these.
TAKE_MORE = {"lab": lab_words, "mine": mine_words}


def main(words: list[str]) -> None:
    word, more = (words[0], words[1:]) if words and words[0] in TAKE_MORE else (" ".join(words), [])
    if {"help", "-h", "--help"} & set(words):
        print(__doc__.strip())
        return
    if word not in WORDS:
        near = difflib.get_close_matches(word, WORDS, 1)
        hint = f", did you mean `{near[0]}`?" if near else "."
        sys.exit(f"run.py: unknown word {word!r}{hint}\n\n{__doc__.strip()}")
    more = TAKE_MORE[word](more) if word in TAKE_MORE else more
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # who is told to end cleans up, too
    try:
        try:
            set_up()
        except OSError as error:
            stop(
                f"set-up failed at {error.filename or ROOT} ({error.strerror or error}): make room on the disk, or copy"
                " the collection to a folder that you may write to, then run again."
            )
        well = WORDS[word](*more)
    except KeyboardInterrupt:
        stop("interrupted: run the same command again.")
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
