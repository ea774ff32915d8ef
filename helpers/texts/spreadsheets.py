"""Tables for spreadsheets: UTF-8 that they recognise, and text cells that they do not compute."""

import pandas as pd

# A spreadsheet computes cells that begin with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def neutral(table: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before each text that a spreadsheet would compute; return a new table.

    >>> neutral(pd.DataFrame({"title": ["=1+1", "peace", None], "n": [-1, 2, 3]})).values.tolist()
    [["'=1+1", -1], ['peace', 2], [nan, 3]]
    """
    table = table.copy()
    for name in table.columns:
        if not pd.api.types.is_numeric_dtype(table[name]):
            table[name] = [
                f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA) else value
                for value in table[name].tolist()
            ]
    return table


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return the table as a CSV file for a spreadsheet, with a byte order mark that tells it to read UTF-8.

    >>> csv_bytes(pd.DataFrame({"node": ["=和平"]}))[:3], csv_bytes(pd.DataFrame({"node": ["=和平"]})).decode("utf-8-sig")
    (b'\\xef\\xbb\\xbf', "node\\n'=和平\\n")
    """
    return neutral(table).to_csv(index=False, lineterminator="\n").encode("utf-8-sig", "replace")
