"""JupyterLab with a real server and a real browser, and assertions on what a reader sees.

`python3 run.py test-browser` runs these tests and saves screenshots in build/browser/. Without Chromium they are
skipped and say what to install; if CI is set they fail.
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
from conftest import code, lines_of, notebook_of, write_pages
from playwright import sync_api as playwright

from helpers import explore, figures
from helpers.corpora.pages import ROOT

pytestmark = pytest.mark.browser
expect = playwright.expect
expect.set_options(timeout=20_000)  # a machine may be busy

PICTURES = ROOT / "build" / "browser"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "no Chromium: `apt-get install chromium`, or `.venv/bin/python -m playwright install --with-deps chromium`"
OFF = "gpu quic background-networking component-update sync dev-shm-usage"
FLAGS = ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in OFF.split())]
RUN_SECONDS = 120
# Render every cell, also outside the screen; no question about news at the first start.
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
EVIL = "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'><b>bold</b> $1 and $2"


def chromium(driver) -> str:
    """Return the path of Chromium; without it skip the test or, in CI, fail."""
    for found in [shutil.which(name) for name in BROWSERS] + [driver.chromium.executable_path]:
        if found and Path(found).exists():
            return found
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        pytest.fail(INSTALL)
    return pytest.skip(INSTALL)


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """A browser with the project's font added, since the machine may lack a Chinese font."""
    fonts = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    own = f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{figures.FONT_FILE.parent}</dir>'
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    fonts.write_text(f"{head}<fontconfig>{own}</fontconfig>", encoding="utf-8")
    with playwright.sync_playwright() as driver:
        variables = os.environ | {"FONTCONFIG_FILE": str(fonts)}
        running = driver.chromium.launch(executable_path=chromium(driver), headless=True, args=FLAGS, env=variables)
        yield running
        running.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """Copies of the notebooks without outputs and as stored, so that JupyterLab saves nothing in the repository."""
    folder = tmp_path_factory.mktemp("lab")
    for name in ("00-corpus", "08-explore"):
        stored = (ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
        (folder / f"{name}-stored.ipynb").write_text(stored, encoding="utf-8")
        notebook = json.loads(stored)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell.update(outputs=[], execution_count=None)
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    page = f"和平\n\nSearch documents\n{EVIL}\nXin Hua She· 2025-06-11 23:05\n和平合作。{EVIL} 我们开会。 ...\n"
    pages = write_pages(folder / "pages", evil=page)
    lines = f"""from helpers import explore, load_corpus, tokenize; corpus = load_corpus({str(pages)!r}); tokens = tokenize(corpus)
        explore.workbench(corpus, tokens, "和平")
        explore.workbench(corpus, tokens, "和平", "article")
        corpus.articles[['title']]"""
    evil = notebook_of(*(code(line.strip()) for line in lines.splitlines()))
    (folder / "evil.ipynb").write_text(json.dumps(evil), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def lab(folder, tmp_path_factory) -> Iterator[str]:
    """A JupyterLab with its own settings on a free local port; yields its address with {} for the path of a file."""
    own = tmp_path_factory.mktemp("settings")
    for name, settings in SETTINGS.items():
        path = own / "lab" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    options = {"ServerApp.ip": "127.0.0.1", "ServerApp.port": port, "ServerApp.port_retries": 0}
    options |= {"ServerApp.root_dir": folder, "LabApp.news_url": "", "LabApp.extension_manager": "readonly"}
    options |= {"IdentityProvider.token": token, "KernelManager.transport_encryption": "auto"}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--{name}={value}" for name, value in options.items()]
    places = {"JUPYTER_CONFIG_DIR": own / "config", "JUPYTERLAB_WORKSPACES_DIR": own / "workspaces"}
    places |= {"JUPYTERLAB_SETTINGS_DIR": own / "lab", "IPYTHONDIR": own / "ipython"}
    places |= {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (PICTURES / "jupyterlab.log").open("w", encoding="utf-8") as log:
        variables = os.environ | {name: str(place) for name, place in places.items()}
        server = subprocess.Popen(command, env=variables, stdout=log, stderr=log)
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


@pytest.fixture
def opened(browser, lab, folder, request):
    """Open a copy of a notebook with a fresh kernel in a new page; the page closes with the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})

    def open_notebook(stored: str):
        name = f"{request.node.name}.ipynb"
        shutil.copy(folder / stored, folder / name)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(lab.format(name))
        expect(page.locator(".jp-NotebookPanel .jp-Cell").first).to_be_visible(timeout=60_000)
        # Until the kernel is idle JupyterLab silently ignores "Run All Cells".
        expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=60_000)
        return page

    yield open_notebook
    context.close()


def run_all(page) -> int:
    """Run all cells from the menu, wait for their numbers, assert that none failed, and return how many there are."""
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


def answer(page, number: int = 0):
    """The answer of a workbench; workbenches are numbered from 0 down the page."""
    return page.locator(".workbench-answer").nth(number)


def status(page, number: int = 0):
    """The sentence of a workbench's answer."""
    return answer(page, number).locator('[role="status"]')


def tab(page, name: str):
    return page.locator(".workbench-tabs").first.get_by_role("button", name=name, exact=True)


def ask(page, query: str) -> None:
    control(page, "search").fill(query)
    control(page, "search").press("Enter")


def shows(page, index: explore.Index, query: str, **choices):
    """Wait until the tab of lines shows exactly the lines of this query, in order, and return them."""
    lines = lines_of(index, query, **choices)
    rows = answer(page).locator("tr[data-go]")
    expect(status(page)).to_contain_text(f"n = {len(lines)} line")
    first = lines.head(20)
    expect(rows.locator("td.article, td:nth-child(8)")).to_have_text(first["article"].tolist())
    expect(rows.locator("td.right")).to_have_text(first["right"].str.strip().tolist())
    expect(rows.locator("td.node")).to_have_text(first["node"].tolist())
    addresses = [f"{row.page} {row.start}-{row.end}" for row in first.itertuples()]
    assert rows.evaluate_all("rows => rows.map(r => r.title)") == addresses
    return lines


def in_view(page, selector: str) -> bool:
    """Whether the first such element is visible in its scrolling frame and in the window."""
    script = """e => { const r = e.getBoundingClientRect(), b = e.closest('[role="region"]').getBoundingClientRect();
        return r.height > 0 && r.top >= Math.max(b.top - 1, 0) && r.top <= Math.min(b.bottom, window.innerHeight); }"""
    return answer(page).locator(selector).first.evaluate(script)


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


def test_a_person_works_with_the_mouse(opened, index):
    page = opened("08-explore.ipynb")
    run_all(page)
    expect(status(page)).to_contain_text("n = 15 lines in 8 articles; read as words (guessed)")
    shows(page, index, "上海精神", sort="L1")
    ask(page, "和平")
    control(page, "sort by").select_option("as in the corpus")
    outlet = control(page, "outlet")
    outlet.select_option("Ministry of Foreign Affairs")
    shows(page, index, "和平", outlet="Ministry of Foreign Affairs")
    # Two choices before the first is answered: the last one counts.
    outlet.select_option("AZERTAC")
    outlet.select_option("Global Times")
    shows(page, index, "和平", outlet="Global Times")
    outlet.select_option("all")

    ask(page, "cooperat*")
    answer(page).get_by_role("button", name="right", exact=True).click()
    lines = shows(page, index, "cooperat*", sort="R1")
    answer(page).get_by_role("button", name="right▲", exact=True).click()
    shows(page, index, "cooperat*", sort="R1", reverse=True)
    answer(page).get_by_role("button", name="right▼", exact=True).click()
    shows(page, index, "cooperat*", sort="R1")
    nodes = answer(page).locator("td.node")
    edges = nodes.evaluate_all("cells => cells.map(c => c.getBoundingClientRect()).map(r => [r.left, r.height])")
    left, heights = zip(*edges, strict=True)
    assert len(set(left)) == 1 and max(heights) < 40, "one column, unbroken lines"
    control(page, "search").scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "08-lines.png")

    # A hit opens its article; its sentence is marked and in view on both sides.
    row = lines.iloc[7]
    nodes.nth(7).click()
    expect(status(page)).to_contain_text(f"Sentence {row['sentence']} of ")
    sentence = index.corpus.sentences.query("article == @row.article and sentence == @row.sentence")["text"].iloc[0]
    marks = answer(page).locator(".sides td:first-child mark")
    expect(marks).to_have_text([f"⟦{sentence}⟧"])
    assert in_view(page, ".sides td:first-child mark") and in_view(page, ".sides td:last-child mark")
    page.screenshot(path=PICTURES / "08-article.png")
    answer(page).get_by_role("button", name="« all lines").click()
    shows(page, index, "cooperat*", sort="R1")

    with page.expect_download() as saved:
        page.get_by_role("button", name="Download CSV").first.click()
    data = Path(saved.value.path()).read_bytes()
    assert saved.value.suggested_filename == "lines-cooperat.csv"
    assert data.startswith(b"\xef\xbb\xbf") and len(data.decode("utf-8-sig").splitlines()) == len(lines) + 1

    ask(page, "[a")
    control(page, "as").select_option("pattern")
    expect(status(page)).to_contain_text("cannot be read")
    control(page, "as").select_option("best guess")
    ask(page, "cooperatoin")
    answer(page).get_by_role("button", name="cooperation", exact=True).click()
    shows(page, index, "cooperation", sort="R1")
    assert page.locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]').count() == 0


def test_a_person_works_with_the_keyboard_alone(opened, index):
    page = opened("08-explore.ipynb")
    run_all(page)
    control(page, "search").focus()
    named = "() => { const e = document.activeElement; return (e.labels?.[0] ?? e).textContent.trim(); }"
    reached = []
    for _ in range(15):
        reached.append(page.evaluate(named))
        page.keyboard.press("Tab")
    around = ["search", "as", "outlet", "form"], ["sort by", "reversed", "context", "page", "Download CSV"]
    assert reached == [*around[0], *explore.TABS, *around[1]]
    control(page, "search").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("cooperation")
    page.keyboard.press("Enter")
    lines = shows(page, index, "cooperation", sort="L1")
    answer(page).locator("td.node button").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(status(page)).to_contain_text(f"Sentence {lines['sentence'].iloc[2]} of ")
    assert in_view(page, ".sides mark")
    tab(page, "lines").focus()
    page.keyboard.press("Enter")
    shows(page, index, "cooperation", sort="L1")
    control(page, "outlet").focus()
    before = status(page).inner_text()
    page.keyboard.press("End")
    expect(status(page)).not_to_have_text(before)


def test_every_picture_answers(opened, index):
    page = opened("08-explore.ipynb")
    run_all(page)
    tab(page, "spread").click()
    expect(answer(page).locator(".tick")).to_have_count(15)
    assert answer(page).locator(".track code").first.is_hidden(), "drawn, not written"
    control(page, "groups").select_option("language")
    expect(answer(page).locator("table").nth(1).locator("tbody tr")).to_have_count(1)
    answer(page).locator(".tick").first.scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "08-spread.png")
    answer(page).locator(".tick").nth(14).click()
    expect(status(page)).to_contain_text("of 32, 004_")
    tab(page, "company").click()
    answer(page).get_by_role("button", name="弘扬", exact=True).click()
    expect(status(page)).to_contain_text("n = 6 lines in 5 articles; read as words (guessed). Only company 弘扬.")
    answer(page).get_by_role("button", name=re.compile("all lines")).click()
    expect(status(page)).to_contain_text("n = 15 lines")
    tab(page, "frames and voices").click()
    answer(page).get_by_role("button", name="security", exact=True).click()
    expect(status(page)).to_contain_text("Only frame security.")

    tab(page, "article").click()
    control(page, "article").select_option(index=index.corpus.articles.index.get_loc("001-04"))
    # The article that the tab opens with is marked as well: wait for the chosen one, or its answer is read as it goes.
    sentences = (index.corpus.sentences["article"] == "001-04").sum()
    expect(status(page)).to_contain_text(f"Sentence 1 of {sentences}, 001_")
    colours = answer(page).locator("span[title]").evaluate_all("s => s.map(e => getComputedStyle(e).backgroundColor)")
    assert len(set(colours)) >= 4, "segments are coloured by kind"
    tab(page, "two articles").click()
    control(page, "left").select_option(index=index.corpus.articles.index.get_loc("001-02"))
    control(page, "right").select_option(index=index.corpus.articles.index.get_loc("001-03"))
    expect(answer(page).locator("tbody tr")).to_have_count(11)
    page.screenshot(path=PICTURES / "08-two-articles.png")


@pytest.mark.parametrize("width", [1000, 1600])
def test_nothing_is_cut_off_at_either_width(opened, width):
    page = opened("08-explore.ipynb")
    page.set_viewport_size({"width": width, "height": 1000})
    run_all(page)
    for name in explore.TABS:
        before = status(page).inner_text()
        tab(page, name).click()
        if name != "lines":  # the tab that is open at first
            expect(status(page)).not_to_have_text(before)
        expect(status(page)).not_to_have_text("Working …")
        expect(answer(page).locator("table").first).to_be_visible()
        frames = """e => Math.max(...[e, ...e.querySelectorAll('[role="region"]')].map(f => f.scrollWidth - f.clientWidth))"""
        over, cut_off = answer(page).evaluate(frames), "l => l.scrollWidth > l.clientWidth + 1"
        labels = page.locator(".jp-NotebookPanel .widget-label")
        labels = labels.evaluate_all(f"all => all.filter({cut_off}).map(l => l.textContent)")
        assert over <= 0 and labels == [], f"{name} at {width}: {over} {labels}"
        page.screenshot(path=PICTURES / f"08-{name.replace(' ', '-')}-{width}.png")


def test_stored_answers_stand_where_no_kernel_has_run(opened):
    page = opened("08-explore-stored.ipynb")
    expect(page.get_by_text("This is a stored answer.")).to_have_count(1)
    assert page.locator(".workbench-answer").count() == 0 and page.get_by_text("Error displaying widget").count() == 0
    assert page.locator(".jp-OutputArea-output button").count() == 0
    expect(page.locator(".jp-OutputArea-output code", has_text="●").first).to_be_visible()
    page.get_by_text("This is a stored answer.").first.scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "08-stored.png")


def test_markup_on_a_page_is_shown_and_never_run(opened):
    page = opened("evil.ipynb")
    run_all(page)
    expect(status(page)).to_contain_text("n = 1 line in 1 article")
    expect(answer(page, 1)).to_contain_text("<script>window.ran = 1</script>")
    assert answer(page, 1).inner_text().count("<img src=x onerror='window.ran = 1'>") >= 3
    expect(page.locator(".jp-RenderedHTMLCommon table").last).to_contain_text("<script>")
    assert page.locator(".workbench-answer").locator("script, img, .MathJax").count() == 0
    assert page.evaluate("() => window.ran") is None
    page.screenshot(path=PICTURES / "markup.png")
