"""Entry point of the collection. It needs Python 3.11 or newer and nothing else.

python3 run.py         set up, run every notebook in place from the top, redraw figures/
python3 run.py test    set up, check style, run the tests, compare every stored output with a fresh run
python3 run.py lab     [DIR]: set up, open JupyterLab here, or in the folder of your own walk: `python3 run.py lab ~/my-walk`
python3 run.py mine    FOLDER|TABLE [--out DIR]: set up, read pages of your own, and write a report with notebooks, figures and tables
                       into DIR (default: `walk` beside the pages), as in `python3 run.py mine ~/my-pages --out ~/my-walk`
                       --start              only write empty tables for what you know into study/ of the folder
                       --column text=NAME   the column of a table that holds the text (title, outlet, date, language, id)
                       --[no-]day-first     read 03/04/2025 as the third of April, or not
                       --code-frames N      draw N sentences for you to code by hand, for a validation card

python3 run.py test-browser   set up, test JupyterLab in a real browser (needs Chromium)
python3 run.py check-clean    set up, run every notebook twice, check that git finds no change
python3 run.py set-up         set up, nothing else

Set-up makes the folder .venv from requirements.txt: about a minute once, then skipped while nothing changes. When
requirements.txt changes, .venv is made again; the old one is kept as .venv.old meanwhile and restored if that fails.
"""

import argparse
import difflib
import hashlib
import importlib.util
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - the user may have an older one
    sys.exit(
        f"run.py: this is Python {sys.version_info[0]}.{sys.version_info[1]}, the collection needs 3.11 or newer:"
        " install one from https://www.python.org/downloads/ and start run.py with it, as in `python3.13 run.py`."
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Two lines: the folder and Python of the environment, and the digest of its requirements (or UNFINISHED).
STAMP = VENV / "set-up.txt"
LOG = VENV / "set-up.log"
UNFINISHED = "unfinished"
# The scripts of an environment contain its path, so the new one is made in place and the old one is moved aside.
OLD = ROOT / ".venv.old"
LOCK = ROOT / ".venv.lock"
SPACE = 1_500_000_000  # bytes for .venv and for what pip unpacks meanwhile
CELL_SECONDS = 300
STEP_SECONDS = 3600
APART = ("tests/test_walk.py", "tests/test_scale.py", "tests/test_figures.py")  # the slowest, slowest first
# Folders that a run writes to, or must leave unchanged.
STORED = ("notebooks", "figures", "seeds")


def set_up() -> None:
    """Make `.venv` from requirements.txt, unless it is up to date."""
    stamp = [f"Python {sys.version_info[0]}.{sys.version_info[1]} in {ROOT}", wanted()]
    if is_whole(stamp) and not OLD.exists():
        return
    with one_at_a_time():
        bring_back()  # after a set-up that was killed
        if is_whole(stamp):  # made by the set-up this one waited for
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
                    say(f"The old environment is restored: `{python} -m jupyterlab` works as before.")
                raise
        STAMP.write_text("\n".join([*stamp, ""]), encoding="utf-8")
        shutil.rmtree(OLD, ignore_errors=True)


def wanted() -> str:
    """Digest of what decides which packages are installed (not the settings of ruff and pytest)."""
    import tomllib  # here, since an older Python lacks it and must reach the message above

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [project.get("build-system"), project.get("project"), project.get("tool", {}).get("setuptools")]
    requirements = (ROOT / "requirements.txt").read_bytes()
    return hashlib.sha256(requirements + b"\0" + json.dumps(parts, default=str).encode()).hexdigest()


def is_whole(stamp: list[str] | None = None) -> bool:
    """Whether `.venv` was set up completely: with this stamp, or with any."""
    lines = STAMP.read_text(encoding="utf-8").splitlines() if STAMP.exists() else []
    whole = len(lines) == 2 and lines[1] != UNFINISHED and PYTHON.exists()
    return whole and stamp in (None, lines)


@contextmanager
def one_at_a_time():
    """Wait for another set-up of this folder. The system releases the lock of a process that has ended."""
    with LOCK.open("a", encoding="utf-8") as file:
        waiting = False
        while not locked(file):
            if not waiting:
                say("Another set-up of this folder is under way: waiting for it (Ctrl-C to give up) ...")
            waiting = True
            time.sleep(0.2)
        yield


def locked(file) -> bool:
    """Take the lock; return False if another process has it."""
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
        return True  # some network disks have no locks
    return True


def put_aside() -> None:
    """Make room for a new `.venv`: move a complete one to `.venv.old`, remove an unfinished one."""
    if not VENV.exists():
        return
    if Path(sys.prefix).resolve() == VENV.resolve():
        stop(".venv must be made again, but this command runs in it: start run.py with the system's python3.")
    if is_whole():
        say("Making .venv again: requirements.txt changed, the folder was moved, or this is another Python.")
        try:
            VENV.rename(OLD)
        except OSError as error:
            stop(f"cannot move {VENV} aside ({error.strerror}): close the programs that use it, then run again.")
    else:
        say("Removing .venv: its set-up was not finished.")
        remove(VENV)


def bring_back() -> bool:
    """Restore `.venv.old` if `.venv` is not complete, else remove it; return True if it is restored."""
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
        stop(f"cannot remove {folder} ({error.strerror}): close what uses it, remove it by hand, then run again.")


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
        stop(f"`python -m venv .venv` failed ({reason[0]}): repair this Python or use another, then run again.")


def install() -> None:
    """Install requirements.txt with pip, log its output to `.venv/set-up.log`, and show the progress."""
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
            # A requirement (numpy==2.4.6) or a wheel file (numpy-2.4.6-cp311-...).
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
    # The first import of matplotlib lists the fonts and may report it on stderr, which must not be in a notebook.
    if run_quietly(PYTHON, "-c", "import matplotlib.font_manager").returncode:
        stop("matplotlib was installed but cannot be imported: run again, perhaps with another Python.")
    say("Set up.")


@contextmanager
def ends_with_this(process: subprocess.Popen):
    """Kill the process if run.py is stopped."""
    try:
        yield
    except BaseException:
        process.kill()
        process.wait()
        raise


def run_quietly(*command: object) -> subprocess.CompletedProcess:
    return subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)


def environment(backend: str = "module://matplotlib_inline.backend_inline") -> dict[str, str]:
    """The environment variables for a step, without those that would make results differ between machines."""
    misleading = {"PYTHONPATH", "PYTHONHOME", "PYTHONWARNINGS"}
    # JupyterLab keeps settings and addresses in the home folder, and does not start if it cannot write there.
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
    """Run `python words...` of the environment in the root of the project; return True if it succeeds."""
    if not output:
        say(f"\n$ python {shlex.join(words)}")
    variables = environment(backend) if backend else environment()
    try:
        done = subprocess.run([PYTHON, *words], cwd=ROOT, env=variables, timeout=seconds, check=False, **output)
    except subprocess.TimeoutExpired:
        say(f"Stopped: `python {words[0]} {words[1]}` took more than {seconds} seconds.")
        return False
    return done.returncode == 0


def run_notebooks() -> bool:
    return step("-m", "helpers.notebooks", f"--cell-seconds={CELL_SECONDS}") and step(
        "-m", "helpers.notebooks.galleries"
    )


def test() -> bool:
    """Run every check, even after one fails, so that one run reports all problems."""
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
    # The longest first; each free core takes the next. The output of most tests is shown live, the rest afterwards.
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
    """Test in a browser. Without Chromium the tests are skipped with a hint; with CI set, as on GitHub, they fail."""
    return step("-m", "pytest", "-q", "-rs", "-m", "browser", "tests/browser")


def check_clean() -> bool:
    """Run all notebooks twice; return True if the second run and git find no byte changed since the last commit."""
    states = []
    for _ in range(2):
        if not run_notebooks():
            return False
        states.append(stored_files())
    first, second = states
    changed = sorted(name for name in {**first, **second} if first.get(name) != second.get(name))
    if changed:
        say(f"\nThe second run changed files that the first had written: {', '.join(changed)}.")
        return False
    commands = (["git", "diff", "--exit-code", "--stat"], ["git", "ls-files", "--others", "--exclude-standard"])
    for command in commands:
        say(f"\n$ {' '.join([*command, '--', *STORED])}")
        try:
            done = subprocess.run([*command, "--", *STORED], cwd=ROOT, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            stop("git is not installed, and the comparison needs it: install it and run again.")
        if done.returncode or done.stdout.strip():
            say((done.stdout + done.stderr).strip())
            say("These files differ from the last commit or are not in it: look at them, then commit them.")
            return False
    say("Clean: two runs, no byte changed.")
    return True


def stored_files() -> dict[str, str]:
    """Digest of each file in `STORED`, by path."""
    paths = (path for folder in STORED for path in sorted((ROOT / folder).rglob("*")))
    return {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def lab(*folder: str) -> bool:
    # Leave Ctrl-C to JupyterLab, which asks and then ends its kernels.
    signal.signal(signal.SIGINT, lambda number, frame: None)
    return step("-m", "jupyterlab", *folder, seconds=None)


def lab_words(words: list[str]) -> list[str]:
    """Parse the arguments of `lab`: an absolute path to the folder, if any."""
    parser = argparse.ArgumentParser(prog="run.py lab", usage="python3 run.py lab [DIR]")
    parser.add_argument("folder", nargs="?")
    given = parser.parse_args(words)
    if given.folder is None:
        return []
    place = Path(given.folder).expanduser().resolve()
    if not place.is_dir():
        stop(f"no folder at {given.folder}{nearest(place)}: give the folder that `python3 run.py mine` wrote.")
    return [str(place)]


def mine(*words: str) -> bool:
    return step("-m", "helpers.walk", *words, backend="agg", seconds=None)


def mine_words(words: list[str]) -> list[str]:
    """Parse the arguments of `mine` before any set-up; paths become absolute."""
    usage = "python3 run.py mine FOLDER|TABLE [--out DIR] [--column FIELD=NAME] [--[no-]day-first] [--code-frames N], or --start FOLDER"
    parser = argparse.ArgumentParser(prog="run.py mine", usage=usage, allow_abbrev=False)
    parser.add_argument("source")
    parser.add_argument("--out")
    parser.add_argument("--column", action="append", default=[])
    parser.add_argument("--code-frames", type=int)
    parser.add_argument("--day-first", action=argparse.BooleanOptionalAction)
    parser.add_argument("--start", action="store_true")
    given = parser.parse_args(words)
    source = Path(given.source).expanduser()
    if given.start and not source.exists():
        say(f"No folder is at {given.source}{nearest(source)}: a new one is made.")
    elif not source.exists():
        here, source = source, ROOT / given.source
        if not source.exists():
            near = nearest(here)
            stop(f"no folder or table at {given.source}{near}: give a folder of .txt or .html pages, or a table.")
    # With `=`, because a name may begin with a hyphen.
    out = [] if given.out is None else [f"--out={Path(given.out).expanduser().resolve()}"]
    more = [f"--column={one}" for one in given.column] + ["--start"] * given.start
    more += [] if given.day_first is None else [f"--{'' if given.day_first else 'no-'}day-first"]
    more += [] if given.code_frames is None else [f"--code-frames={given.code_frames}"]
    return [str(source.resolve()), *out, *more]


def nearest(place: Path) -> str:
    """Ask whether a file or folder of a similar name beside a missing one is meant."""
    near = difflib.get_close_matches(place.name, [path.name for path in place.parent.glob("*")], 1)
    return f" (did you mean {shlex.quote(str(place.with_name(near[0])))}?)" if near else ""


def say(text: str, passing: bool = False) -> None:
    """Print without buffering. A `passing` line is shown only on a terminal, and the next line replaces it. If nobody
    reads any more, as behind `| head`, the work goes on in silence."""
    on_terminal = sys.stdout.isatty()
    try:
        if on_terminal or not passing:
            print(f"\r\033[K{text}" if on_terminal else text, end="" if passing else "\n", flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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

# Commands with arguments, and their parsers.
TAKE_MORE = {"lab": lab_words, "mine": mine_words}


def main(words: list[str]) -> None:
    word, more = (words[0], words[1:]) if words and words[0] in TAKE_MORE else (" ".join(words), [])
    if {"help", "-h", "--help"} & set(words):
        say(__doc__.strip())
        return
    if word not in WORDS:
        near = difflib.get_close_matches(word, WORDS, 1) or difflib.get_close_matches(words[0], WORDS, 1)
        hint = f", did you mean `{near[0]}`?" if near else "."
        sys.exit(f"run.py: unknown word {word!r}{hint}\n\n{__doc__.strip()}")
    more = TAKE_MORE[word](more) if word in TAKE_MORE else more
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that SIGTERM cleans up, too
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
