"""Tables for spreadsheets: UTF-8 that they recognise, and text cells that they do not compute."""

import re

import pandas as pd

# A spreadsheet computes what begins with one of these. An apostrophe before it is a guard, or part of the text.
_COMPUTED = re.compile("'* *[-=+@\t\r＝＋－＠]")


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would compute."""
    return f"'{text}" if _COMPUTED.match(text) else text


def unguarded(text: str) -> str:
    """Take the apostrophe of `guarded` away.

    >>> texts = [before + mark for mark in "=+-@＝＋－＠" for before in ("", " ", "'")]
    >>> [unguarded(f"'{text}") for text in texts] == [unguarded(guarded(text)) for text in texts] == texts
    True
    """
    return text[1:] if text[:1] == "'" and _COMPUTED.match(text) else text


def neutral(table: pd.DataFrame) -> pd.DataFrame:
    """Guard each text of a table; return a new table.

    >>> neutral(pd.DataFrame({"title": ["=1+1", "peace", None], "n": [-1, 2, 3]})).values.tolist()
    [["'=1+1", -1], ['peace', 2], [nan, 3]]
    """
    table = table.copy()
    for name in table.columns:
        if not pd.api.types.is_numeric_dtype(table[name]):
            table[name] = [guarded(value) if isinstance(value, str) else value for value in table[name].tolist()]
    return table


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return the table as a CSV file for a spreadsheet, with a byte order mark that tells it to read UTF-8.

    >>> csv_bytes(pd.DataFrame({"node": ["=和平"]}))[:3], csv_bytes(pd.DataFrame({"node": ["=和平"]})).decode("utf-8-sig")
    (b'\\xef\\xbb\\xbf', "node\\n'=和平\\n")
    """
    return neutral(table).to_csv(index=False, lineterminator="\n").encode("utf-8-sig", "replace")
