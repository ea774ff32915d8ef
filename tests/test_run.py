"""The set-up of `run.py` under bad conditions: no network, no space, two at once, interrupted.

Each test starts a copy of run.py in a folder of its own. `python -m venv` and `python -m pip` find the two stubs below
there: an environment without pip, and a pip that is controlled by files in the folder.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, cases, module

PROJECT = '[project]\nname = "toy"\n'
TOY_VENV = """import sys
sys.path.pop(0)
del sys.modules["__main__"]
import venv
venv.create(sys.argv[1], with_pip=False)
"""
TOY_PIP = """
import os, pathlib, sys, time
here = pathlib.Path.cwd()
with (here / "pip-runs.txt").open("a") as log:
    print(os.getpid(), file=log, flush=True)
print("Collecting numpy==1", flush=True)
while (here / "pip-waits").exists():
    time.sleep(0.05)
if (here / "offline").exists():
    print("ERROR: No matching distribution found for numpy==1")
    sys.exit(1)
(pathlib.Path(sys.prefix) / "holds.txt").write_text((here / "requirements.txt").read_text())
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with run.py, the files it reads, and stubs of the two modules it calls; its name is a difficult one."""
    place = tmp_path / "my 笔记"
    (place / "matplotlib").mkdir(parents=True)
    shutil.copy(ROOT / "run.py", place)
    files = {"venv.py": TOY_VENV, "pip.py": TOY_PIP, "requirements.txt": "numpy==1\n", "pyproject.toml": PROJECT}
    for name, text in (files | {"matplotlib/font_manager.py": ""}).items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def start(place: Path, word: str = "set-up") -> subprocess.Popen:
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8", "cwd": place}
    return subprocess.Popen([sys.executable, "run.py", *word.split()], env=variables | {"PYTHONUTF8": "1"}, **both)


def run(place: Path, word: str = "set-up") -> tuple[int, str]:
    process = start(place, word)
    said, _ = process.communicate(timeout=60)
    return process.returncode, said


def holds(place: Path) -> str:
    return (place / ".venv/holds.txt").read_text()


def pip_runs(place: Path) -> list[int]:
    path = place / "pip-runs.txt"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def until_pip_ran(place: Path, times: int) -> None:
    end = time.monotonic() + 20
    while len(pip_runs(place)) < times:
        assert time.monotonic() < end, "it did not happen within 20 seconds"
        time.sleep(0.05)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_set_up_is_done_once_and_again_when_what_is_installed_changes(place):
    assert run(place)[0] == 0 and holds(place) == "numpy==1\n"
    assert run(place) == (0, "")
    (place / "pyproject.toml").write_text(f"{PROJECT}[tool.ruff]\nline-length = 80\n")
    assert run(place) == (0, "") and len(pip_runs(place)) == 1
    (place / "requirements.txt").write_text("numpy==2\n")
    assert run(place)[0] == 0 and holds(place) == "numpy==2\n"
    assert not (place / ".venv.old").exists()


def test_without_network_the_old_environment_stays_and_the_next_run_tries_again(place):
    run(place)
    (place / "requirements.txt").write_text("numpy==2\n")
    (place / "offline").touch()
    for _ in range(2):
        code, said = run(place)
        assert code == 1 and holds(place) == "numpy==1\n" and not (place / ".venv.old").exists()
        assert "The old environment is restored: `.venv" in said and "-m jupyterlab` works as before.\n" in said
        assert "run.py: pip failed (No matching distribution found for numpy==1): see " in said
        assert "ERROR: No matching" in (place / ".venv/set-up.log").read_text()
    assert subprocess.run([module(place / "run.py").PYTHON, "-c", ""], check=True).returncode == 0
    (place / "offline").unlink()
    assert run(place)[0] == 0 and holds(place) == "numpy==2\n"


def test_a_first_set_up_that_failed_is_made_anew(place):
    (place / "offline").touch()
    assert run(place)[0] == 1
    (place / "offline").unlink()
    code, said = run(place)
    assert code == 0 and "Removing .venv: its set-up was not finished." in said and holds(place) == "numpy==1\n"


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_set_up_that_is_stopped_leaves_no_pip_and_the_old_environment(place, number):
    run(place)
    (place / "requirements.txt").write_text("numpy==2\n")
    (place / "pip-waits").touch()
    process = start(place)
    until_pip_ran(place, 2)
    process.send_signal(number)
    said, _ = process.communicate(timeout=60) if number != signal.SIGKILL else ("", process.wait())
    if number == signal.SIGKILL:  # no clean-up is possible: the next set-up does it
        os.kill(pip_runs(place)[-1], signal.SIGKILL)
        (place / "offline").touch()
        (place / "pip-waits").unlink()
        assert (place / ".venv.old").exists()
        assert run(place)[0] == 1
    else:
        assert "run.py: interrupted: run the same command again." in said and "Traceback" not in said
    assert not is_alive(pip_runs(place)[-1])
    assert holds(place) == "numpy==1\n" and not (place / ".venv.old").exists()


def test_a_second_set_up_waits_for_the_first_and_says_so(place):
    (place / "pip-waits").touch()
    first = start(place)
    until_pip_ran(place, 1)
    second = start(place)
    assert "Another set-up of this folder is under way: waiting for it" in second.stdout.readline()
    (place / "pip-waits").unlink()
    for process in (first, second):
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert len(pip_runs(place)) == 1 and holds(place) == "numpy==1\n"


def test_too_little_room_is_said_before_anything_is_touched(place, monkeypatch):
    run(place)
    (place / "requirements.txt").write_text("numpy==2\n")
    toy = module(place / "run.py")
    monkeypatch.setattr(toy, "SPACE", 10**18)
    with pytest.raises(SystemExit, match=r"set-up needs 1000000000\.0 GB, and the disk of .* left: make room"):
        toy.set_up()
    assert holds(place) == "numpy==1\n"


def test_a_folder_that_cannot_be_written_to_is_one_sentence(place):
    (place / ".venv.lock").mkdir()  # in place of a read-only or full disk, which a test cannot make
    code, said = run(place)
    assert code == 1 and said.count("\n") == 1
    assert said.startswith("run.py: set-up failed at ") and "a folder that you may write to" in said


def test_a_home_that_cannot_be_written_to_is_not_used(place, monkeypatch):
    toy = module(place / "run.py")
    assert "JUPYTER_DATA_DIR" not in toy.environment()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(place / "nowhere"))
    assert toy.environment()["JUPYTER_DATA_DIR"].startswith(str(place / ".venv"))


@pytest.mark.parametrize("case", cases("unknown_words"), ids=lambda case: case["words"])
def test_an_unknown_word_is_answered_with_the_nearest(place, case):
    code, output = run(place, case["words"])
    assert code == 1 and case["said"] in output.splitlines()[0] and not (place / ".venv").exists()


@pytest.mark.parametrize("word", ["help", "-h", "--help"])
def test_help_shows_an_example_of_each_word_and_does_nothing(place, word):
    code, said = run(place, word)
    assert code == 0 and not (place / ".venv").exists()
    for known in module(place / "run.py").WORDS:
        assert f"python3 run.py {known}".strip() + " " in said
