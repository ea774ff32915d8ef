"""The workbench: controls, tabs, and a panel that shows the answer and can be clicked."""

import inspect
import re
import threading
from collections.abc import Iterable
from pathlib import Path

import anywidget
import ipywidgets
import pandas as pd
import traitlets

from helpers.explore import views
from helpers.explore.answers import COMPANY_SORTS, HOW_TO_OPEN, TABS, Answer
from helpers.explore.queries import ALL, FORMS, GROUPINGS, GUESS, MODES, SORTS, Index
from helpers.lexicon.spreadsheets import csv_bytes
from helpers.mentions.frames import LISTS

_HERE = Path(__file__).parent
# Longer lists show only the first articles; an article that is opened is added.
MOST_LISTED = 300
DEFAULTS = {
    "query": "", "mode": GUESS, "outlet": ALL, "form": ALL, "sort": SORTS[0], "reverse": False, "window": 50, "page": 1, "by": "outlet",
    "around": 5, "minimum": 2, "company_sort": "logDice", "function_words": False, "lists": "wide", "article": "", "sentence": 1,
    "left": "", "right": "",
}  # fmt: skip
_STYLE = {"style": {"description_width": "6.5em"}, "layout": {"width": "auto"}}


class Panel(anywidget.AnyWidget):
    """An answer as HTML; a click on an element with `data-go` is sent back as a message."""

    _esm = _HERE / "panel.js"
    _css = _HERE / "panel.css"
    html = traitlets.Unicode().tag(sync=True)


class Workbench:
    """Search, tabs and answers over one corpus.

    `controls` are ipywidgets by name; setting the `value` of one changes `answer` and the display. `ask` answers a
    question without changing them. If a question has no answer, a sentence says why.
    """

    def __init__(self, index: Index, tab: str = "lines", **values):
        self.index, self.only, self._fresh = index, None, "article" not in values
        self.controls = _controls(index, values)
        _known("tab", tab, TABS)
        self.tabs = ipywidgets.ToggleButtons(options=list(TABS), value=tab, style={"button_width": "auto"})
        self.tabs.add_class("workbench-tabs")
        # JupyterLab may deliver changes of two controls in two threads: the second waits until the first is answered.
        self._lock, self._settling = threading.Lock(), None
        self._places, self._tab = None, tab
        self._panel, self._rows = Panel(), (_row(), _row())
        tip = "Save the whole table as a file for a spreadsheet"
        self._save = ipywidgets.Button(description="Download CSV", tooltip=tip)
        self.box = ipywidgets.VBox([self._rows[0], self.tabs, self._rows[1], self._panel])
        for control in [*self.controls.values(), self.tabs]:
            control.observe(lambda change: self._settle(lambda: self._changed(change["owner"])), "value")
        self._save.on_click(lambda _: self._go("file"))
        self._panel.on_msg(lambda _, content, buffers: self._go(*content.get("go", ())))
        self._settle(lambda: None)

    @property
    def table(self) -> pd.DataFrame:
        """The table behind the answer."""
        return self.answer.table

    @property
    def html(self) -> str:
        """HTML shown in the panel."""
        return self._panel.html

    def ask(self, tab: str, **values) -> Answer:
        """Return the answer of a tab for these values, and those of the controls for the rest; the workbench stays as
        it is. Raises `KeyError` for an unknown tab, or a value that the tab does not use.

        A search takes `query`, `mode` (one of `MODES`, see `Index.read`), `outlet` (a name, or several in a list) and
        `form` (of `FORMS`). Beside: `lines` `sort`, `reverse`, `window`, `page`; `spread` `by` (of `GROUPINGS`);
        `company` `around`, `minimum`, `company_sort`, `function_words`; `frames and voices` `lists`; `article`
        `article`, `sentence`, `lists`; `two articles` `left`, `right` only.
        """
        _known("tab", tab, TABS)
        names = _names(tab)
        for name in values:
            if name not in names:
                raise KeyError(f"{tab} does not ask for {name!r}; it asks for {', '.join(names)}")
        values = {name: self.controls[name].value for name in names if name in self.controls} | values
        if not isinstance(outlet := values.get("outlet", ""), str):
            values["outlet"] = "|".join(outlet)
        try:
            answer = TABS[tab](self.index, **values)
        except ValueError as error:  # a QuestionError, or an error of a measure about its arguments
            near = (views.go(views.text_html(word), "set", "query", word) for word in getattr(error, "near", ()))
            answer = Answer(str(error), views.live("".join(near)))
        asked = (f"{name} {value}" for name, value in values.items() if value != DEFAULTS.get(name))
        answer.question = "; ".join([tab, *asked])
        return answer

    # Changes -------------------------------------------------------------------------------------------------------

    def _settle(self, change) -> None:
        # Changes that this method makes to controls are not new questions.
        if self._settling == threading.get_ident():
            return
        with self._lock:
            self._settling = threading.get_ident()
            try:
                change()
                self._answer_now()
            finally:
                self._settling = None

    def _changed(self, owner: ipywidgets.Widget) -> None:
        """Reset what depends on the changed control: another search begins at page 1."""
        names = [name for name, control in self.controls.items() if control is owner]
        if names and names[0] in ("query", "mode", "outlet", "form"):
            self.only, self._fresh = None, True
        if names and names[0] in _names("lines") and names[0] != "page":
            self.controls["page"].value = 1
        if names == ["article"]:
            self._fresh, self.controls["sentence"].value = False, 1

    def _answer_now(self) -> None:
        tab = self.tabs.value
        own = [self.controls[name] for name in _names(tab) if name in self.controls]
        search = [self.controls[name] for name in ("query", "mode", "outlet", "form")]
        if self._tab != tab:
            self._tab, self._panel.html = tab, '<p role="status">Working …</p>'
        self._rows[0].children = search
        self._rows[1].children = [*(control for control in own if control not in search), self._save]
        if tab == "article" and self._fresh and (places := self.ask("lines").places) is not None:
            self._places = places
            self._open(0)
        self.answer = self.ask(tab, **({"only": self.only} if tab == "lines" else {}))
        for name, most in self.answer.most.items():
            self.controls[name].max = max(most, self.controls[name].min)
        if self.answer.places is not None:
            self._places = self.answer.places
        back = ""
        if tab == "article" and self._places is not None:
            steps = [views.go(words, "step", step) for words, step in (("‹ previous hit", -1), ("next hit ›", 1))]
            back = views.live("".join([views.go("« all lines", "set", "tab", "lines"), *steps]))
        self._panel.html = back + self.answer.shown

    def _go(self, what: str = "", *to) -> None:
        """Do what a click in the panel asks for; unknown messages are ignored."""
        if what == "file":
            name = re.sub(r"\W+", "-", f"{self.tabs.value} {self.controls['query'].value}").strip("-")
            self._panel.send({"file": f"{name}.csv"}, buffers=[csv_bytes(self.table)])
        elif what == "set" and len(to) == 2 and to[0] in [*self.controls, "tab"]:
            control = self.tabs if to[0] == "tab" else self.controls[to[0]]
            control.value = to[1]
        elif handler := getattr(self, f"_go_{what}", None):
            self._settle(lambda: handler(*to))

    def _go_hit(self, number: int) -> None:
        self.tabs.value = "article"
        self._open(number)

    def _open(self, number: int) -> None:
        """Set the controls to the article and the sentence of a hit."""
        self._hit, self._fresh = number, False
        row = self._places.iloc[number]
        articles = self.controls["article"]
        if row["article"] not in [value for _, value in articles.options]:
            articles.options = [*_listed(self.index, [row["article"]]), *articles.options]
        articles.value = row["article"]
        self.controls["sentence"].max = max(int(row["sentence"]), self.controls["sentence"].max)
        self.controls["sentence"].value = int(row["sentence"])

    def _go_step(self, step: int) -> None:
        self._go_hit((getattr(self, "_hit", -step) + step) % len(self._places))

    def _go_only(self, *only: str) -> None:
        self.only = tuple(only) or None
        self.tabs.value, self.controls["page"].value = "lines", 1

    def _go_sort(self, key: str) -> None:
        name = "company_sort" if self.tabs.value == "company" else "sort"
        if name == "sort":
            self.controls["reverse"].value = self.controls[name].value == key and not self.controls["reverse"].value
            self.controls["page"].value = 1
        self.controls[name].value = key

    # Display -------------------------------------------------------------------------------------------------------

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        """The live widget, and the same answer as HTML and text for viewers without widgets."""
        live = self.box._repr_mimebundle_()
        html = f"{self.answer._repr_html_()}<p><i>{HOW_TO_OPEN}</i></p>"
        return {**live, "text/html": html, "text/plain": f"{self.answer!r} {HOW_TO_OPEN}"}


def workbench(corpus, tokens: pd.DataFrame | None = None, query: str = "", tab: str = "lines", **values) -> Workbench:
    """Open the workbench over a corpus at a tab with a query; `values` set other controls (`Workbench.controls`).

    Raises `KeyError` for an unknown tab, control or choice.
    """
    return Workbench(Index(corpus, tokens), tab, query=query, **values)


def _names(tab: str) -> list[str]:
    return list(inspect.signature(TABS[tab]).parameters)[1:]


def _known(what: str, value: str, values: Iterable[str]) -> None:
    """Raise `KeyError` naming the choices for an unknown value: the trait error of a widget would not name them."""
    if value not in values:
        raise KeyError(f"no {what} {value!r}; there are {', '.join(values)}")


def _controls(index: Index, values: dict) -> dict[str, ipywidgets.ValueWidget]:
    """Make all controls by name, set to these values."""
    articles = list(index.corpus.articles.index[:MOST_LISTED])
    links = index.corpus.links[["article", "other"]].to_numpy().tolist()
    pair = links[0] if links else [articles[0]] * 2  # two versions of one text, or no pair at all
    articles = list(dict.fromkeys([*articles, *pair]))
    start = DEFAULTS | {"article": articles[0], "left": pair[0], "right": pair[1]}
    for name in values:
        _known("control", name, start)
    modes, listed = [("best guess", GUESS), *((mode, mode) for mode in MODES[1:])], _listed(index, articles)
    # The label of each control and its values: a list, a range of numbers, a hint for text, or None for yes or no.
    holds = {
        "query": ("search", "上海精神, cooperat*, a|b"), "mode": ("as", modes), "outlet": ("outlet", [ALL, *index.outlets()]),
        "form": ("form", [ALL, *FORMS]), "sort": ("sort by", [*SORTS]), "reverse": ("reversed", None), "window": ("context", (0, 200)),
        "page": ("page", (1, 1)), "by": ("groups", [*GROUPINGS]), "around": ("window", (1, 20)), "minimum": ("at least", (1, 100)),
        "company_sort": ("sort by", [*COMPANY_SORTS]), "function_words": ("function words too", None), "lists": ("cue list", [*LISTS]),
        "article": ("article", listed), "sentence": ("sentence", (1, 1)), "left": ("left", listed), "right": ("right", listed),
    }  # fmt: skip
    made = {name: _control(*holds[name], value) for name, value in (start | values).items()}
    for name in ("article", "left", "right"):
        made[name].layout = {"width": "auto", "grid_area": "auto / span 2"}
    return made


def _control(words: str, holds: list | tuple[int, int] | str | None, value) -> ipywidgets.ValueWidget:
    if isinstance(holds, list):
        _known(words, value, [option if isinstance(option, str) else option[1] for option in holds])
        return ipywidgets.Dropdown(description=words, options=holds, value=value, **_STYLE)
    if isinstance(holds, tuple):
        least, most = holds
        return ipywidgets.BoundedIntText(value, min=least, max=max(most, value), description=words, **_STYLE)
    if holds is None:
        return ipywidgets.Checkbox(value, description=words, indent=False, layout={"width": "auto"})
    # Reports a change on Enter or on leaving the field, not at each letter.
    return ipywidgets.Text(value, description=words, placeholder=holds, continuous_update=False, **_STYLE)


def _listed(index: Index, articles: list[str]) -> list[tuple[str, str]]:
    """Options of a list of articles: label and name."""
    options = []
    for row in index.corpus.articles.loc[articles].itertuples():
        title = str(row.title) if pd.notna(row.title) and row.title else "without a title"
        cut = title if len(title) <= 40 else f"{title[:39]}…"
        options.append((f"{row.Index} {views.source(index.about.loc[row.Index])}: {cut}", row.Index))
    return options


def _row() -> ipywidgets.Box:
    grid = {"display": "grid", "grid_template_columns": "repeat(auto-fill, minmax(240px, 1fr))", "grid_gap": "2px 10px"}
    return ipywidgets.Box(layout=grid | {"max_width": "1100px"})
