"""JupyterLab as a reader uses it: a real server, a real browser, and assertions on what is shown.

`python3 run.py test-browser` runs it, and leaves pictures of what the browser saw in build/browser/. Without Chromium it is
skipped and says what to install; where CI is set it fails instead.
"""

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright import sync_api as playwright

from helpers import explore, figures, load_corpus, tokenize
from helpers.corpora.pages import ROOT

pytestmark = pytest.mark.browser
expect = playwright.expect
expect.set_options(timeout=20_000)  # a machine may be busy

PICTURES = ROOT / "build" / "browser"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = (
    "no Chromium found: `apt-get install chromium`, or `.venv/bin/python -m playwright install --with-deps chromium`"
)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-dev-shm-usage"
).split()
RUN_SECONDS = 120
# Every cell in the page, whether or not it is on the screen; no question about news at the first start.
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
EVIL = "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'><b>bold</b> $1 and $2"


def chromium(driver) -> str:
    """The browser's program; skips or, in CI, fails the test where there is none."""
    for found in [shutil.which(name) for name in BROWSERS] + [driver.chromium.executable_path]:
        if found and Path(found).exists():
            return found
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        pytest.fail(INSTALL)
    return pytest.skip(INSTALL)


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """A browser that knows the project's font beside those of the machine, which may have no Chinese one."""
    fonts = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{figures.FONT_FILE.parent}</dir></fontconfig>",
        encoding="utf-8",
    )
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=chromium(driver), headless=True, args=FLAGS, env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        )  # fmt: skip
        yield running
        running.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """Copies of the notebooks, so that JupyterLab saves nothing into the repository: without outputs, and as stored."""
    folder = tmp_path_factory.mktemp("lab")
    for name in ("00-corpus", "08-explore"):
        stored = (ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
        (folder / f"{name}-stored.ipynb").write_text(stored, encoding="utf-8")
        notebook = json.loads(stored)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell.update(outputs=[], execution_count=None)
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    pages = folder / "pages"
    pages.mkdir()
    page = f"和平\n\nSearch documents\n{EVIL}\nXin Hua She· 2025-06-11 23:05\n和平合作。{EVIL} 我们开会。 ...\n"
    (pages / "evil.txt").write_text(page, encoding="utf-8")
    evil = json.loads((folder / "08-explore.ipynb").read_text(encoding="utf-8"))
    lines = [
        "from helpers import explore, load_corpus, tokenize", f"corpus = load_corpus({str(pages)!r})\ntokens = tokenize(corpus)",
        'explore.concordance(corpus, tokens, "和平")', 'explore.article(corpus, corpus.articles.index[0], extent="page")', "corpus.articles[['title']]",
    ]  # fmt: skip
    evil["cells"] = [
        {
            "cell_type": "code",
            "id": f"cell-{number:02}",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": line,
        }
        for number, line in enumerate(lines, 1)
    ]
    (folder / "evil.ipynb").write_text(json.dumps(evil), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def lab(folder, tmp_path_factory) -> Iterator[str]:
    """A JupyterLab with settings of its own on a free port of the loopback; yields its address up to the path of a file."""
    own = tmp_path_factory.mktemp("settings")
    for name, settings in SETTINGS.items():
        path = own / "lab" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={folder}", "--LabApp.news_url=", "--LabApp.extension_manager=readonly",
        "--KernelManager.transport_encryption=auto",
    ]  # fmt: skip
    places = {
        "JUPYTER_CONFIG_DIR": own / "config", "JUPYTERLAB_SETTINGS_DIR": own / "lab", "JUPYTERLAB_WORKSPACES_DIR": own / "workspaces",
        "IPYTHONDIR": own / "ipython", "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }  # fmt: skip
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (PICTURES / "jupyterlab.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            command, env=os.environ | {name: str(place) for name, place in places.items()}, stdout=log, stderr=log
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api?token={token}", server)
            yield f"http://127.0.0.1:{port}/lab/tree/{{}}?token={token}&reset"
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(address: str, server: subprocess.Popen, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(address, timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"JupyterLab did not answer within {seconds} seconds: see build/browser/jupyterlab.log")


@pytest.fixture(scope="session")
def index() -> explore.Index:
    corpus = load_corpus()
    return explore.Index(corpus, tokenize(corpus))


@pytest.fixture
def opened(browser, lab, folder, request):
    """Open a copy of a notebook, and so a fresh kernel, in a fresh page; the page closes with the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})

    def open_notebook(stored: str):
        name = f"{request.node.name}.ipynb"
        shutil.copy(folder / stored, folder / name)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(lab.format(name))
        expect(page.locator(".jp-NotebookPanel .jp-Cell").first).to_be_visible(timeout=60_000)
        # Before the kernel is idle "Run All Cells" would be ignored without a word.
        expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=60_000)
        return page

    yield open_notebook
    context.close()


def run_all(page) -> int:
    """Run all cells as a person would, wait until each has its number; the number of code cells. No cell may have failed."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    done = "() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].every(p => /\\[\\d+\\]/.test(p.textContent))"
    page.wait_for_function(done, timeout=RUN_SECONDS * 1000)
    prompts = page.locator(".jp-CodeCell .jp-InputPrompt").all_text_contents()
    assert prompts == [f"[{number}]:" for number in range(1, len(prompts) + 1)]
    for failure in ("application/vnd.jupyter.error", "application/vnd.jupyter.stderr"):
        shown = page.locator(f'.jp-OutputArea-output[data-mime-type="{failure}"]')
        assert shown.count() == 0, shown.first.inner_text()
    return len(prompts)


def control(page, label: str):
    """The first control of the notebook with this label."""
    return page.locator(".jp-NotebookPanel").get_by_label(label, exact=True).first


def status(page, explorer: int = 0):
    """The sentence with which an explorer answers; they are counted from 0 down the page."""
    return page.locator('.widget-html [role="status"]').nth(explorer)


def shows(page, index: explore.Index, query: str, **choices):
    """Wait until the concordance shows exactly the lines of this question, in their order; the lines."""
    lines = index.lines(query, **choices)
    rows = page.locator(".widget-html").first.locator("tbody tr")
    expect(rows.locator("td:nth-child(7)")).to_have_text(
        [f"{row.page} {row.start}-{row.end}" for row in lines.itertuples()]
    )
    expect(rows.locator("td:nth-child(4)")).to_have_text(lines["right"].str.strip().tolist())
    expect(rows.locator("td:nth-child(3)")).to_have_text(lines["node"].tolist())
    expect(rows.locator("td:nth-child(5)")).to_have_text(
        [f"{row.outlet}, {row.form}, {row.published:%Y-%m-%d}" for row in lines.itertuples()]
    )
    expect(status(page)).to_contain_text(f"n = {len(lines)} line")
    return lines


def test_notebook_00_runs_and_shows_its_figures(opened):
    page = opened("00-corpus.ipynb")
    cells = run_all(page)
    source = json.loads((ROOT / "notebooks/00-corpus.ipynb").read_text(encoding="utf-8"))["cells"]
    stored = [cell for cell in source if cell["cell_type"] == "code"]
    assert cells == len(stored)
    images = page.locator(".jp-OutputArea-output img")
    wanted = sum("image/png" in output.get("data", {}) for cell in stored for output in cell["outputs"])
    expect(images).to_have_count(wanted)
    assert all(images.evaluate_all("images => images.map(i => i.complete && i.naturalWidth > 500)"))
    expect(page.locator(".jp-RenderedHTMLCommon table").first).to_be_visible()
    images.first.scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "00-corpus.png")


def test_a_person_questions_the_concordance(opened, index):
    page = opened("08-explore.ipynb")
    run_all(page)
    # A later cell of the notebook sets the controls of another explorer: this one still says what its text says.
    outlet, sort = control(page, "outlet"), control(page, "sort by")
    expect(outlet.locator("option:checked")).to_have_text("all")
    expect(status(page)).to_contain_text("n = 15 lines in 8 articles")
    outlet.select_option("Ministry of Foreign Affairs")
    expect(status(page)).to_contain_text("n = 3 lines in 1 article")

    search = control(page, "search")
    search.fill("和平")
    search.press("Enter")
    left = {"sort": "left context"}
    shows(page, index, "和平", outlet="Ministry of Foreign Affairs", **left)
    outlet.select_option("all")
    lines = shows(page, index, "和平", **left)
    assert len(lines) > 10 and lines["outlet"].nunique() > 4
    outlet.select_option("China News Service")
    shows(page, index, "和平", outlet="China News Service", **left)
    outlet.select_option("all")
    sort.select_option("right context")
    shows(page, index, "和平", sort="right context")
    search.scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "08-concordance.png")

    # Two choices faster than the first is answered: the last one counts.
    outlet.select_option("AZERTAC")
    outlet.select_option("Global Times")
    shows(page, index, "和平", outlet="Global Times", sort="right context")

    control(page, "as").select_option("pattern")
    search.fill("[")
    search.press("Enter")
    expect(status(page)).to_contain_text("cannot be read")
    search.fill("")
    search.press("Enter")
    expect(status(page)).to_contain_text("Type something to search for")
    assert page.locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]').count() == 0

    search.fill("和平")
    search.press("Enter")
    outlet.select_option("all")
    page.get_by_role("button", name="as CSV").first.click()
    csv = control(page, "CSV")
    expect(csv).to_have_value(re.compile("^left,node,right,outlet,.*和平", re.S))


def test_every_control_can_be_reached_with_the_keyboard(opened):
    page = opened("08-explore.ipynb")
    run_all(page)
    search = control(page, "search")
    search.focus()
    reached = []
    for _ in range(8):
        reached.append(page.evaluate("() => { const e = document.activeElement; return (e.labels?.[0] ?? e).textContent.trim(); }"))  # fmt: skip
        page.keyboard.press("Tab")
    assert reached == ["search", "as", "outlet", "form", "window", "sort by", "page", "as CSV"]
    # And used: the last in the list of outlets.
    control(page, "outlet").focus()
    before = status(page).inner_text()
    page.keyboard.press("End")
    expect(status(page)).not_to_have_text(before)


def test_the_other_explorers_follow_their_controls(opened):
    page = opened("08-explore.ipynb")
    run_all(page)
    explorers = page.locator(".jp-OutputArea-output .widget-html")
    expect(explorers).to_have_count(5)
    control(page, "by").select_option("language")
    expect(explorers.nth(1).locator("tbody tr")).to_have_count(2)

    control(page, "sentence").fill("2")
    control(page, "sentence").press("Enter")
    expect(status(page, 2)).to_contain_text("Sentence 2 of 13 of 003-05")

    reader = explorers.nth(3)
    expect(reader.locator("ol mark")).to_have_count(1)
    control(page, "characters").fill("5668-5680")
    control(page, "characters").press("Enter")
    expect(status(page, 3)).to_contain_text("5668-5680, is marked")
    colours = reader.locator("span[title]").evaluate_all("s => s.map(e => getComputedStyle(e).backgroundColor)")
    assert len(set(colours)) >= 4, "segments are coloured by kind"
    reader.scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "08-article.png")

    expect(explorers.nth(4).locator("tbody tr")).to_have_count(11)
    control(page, "right").select_option(index=0)
    expect(status(page, 4)).to_contain_text("sentences of 001-02 and 23 of 000-01")
    explorers.nth(4).scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "08-alignment.png")


def test_stored_answers_stand_where_no_kernel_has_run(opened):
    page = opened("08-explore-stored.ipynb")
    expect(page.get_by_text("This is a stored answer.").first).to_be_visible()
    expect(page.get_by_text("This is a stored answer.")).to_have_count(5)
    assert page.locator(".widget-html").count() == 0 and page.get_by_text("Error displaying widget").count() == 0
    page.get_by_text("This is a stored answer.").first.scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "08-stored.png")


def test_markup_on_a_page_is_shown_and_never_run(opened):
    page = opened("evil.ipynb")
    run_all(page)
    expect(status(page)).to_contain_text("n = 1 line in 1 article")
    expect(page.locator(".widget-html").nth(1)).to_contain_text("<script>window.ran = 1</script>")
    assert page.locator(".widget-html").nth(1).inner_text().count("<img src=x onerror='window.ran = 1'>") >= 3
    expect(page.locator(".jp-RenderedHTMLCommon table").last).to_contain_text("<script>")
    assert page.locator(".widget-html script, .widget-html img, .widget-html .MathJax").count() == 0
    assert page.evaluate("() => window.ran") is None
    page.screenshot(path=PICTURES / "markup.png")
