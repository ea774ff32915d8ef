"""Tables for spreadsheets: UTF-8 that they recognise, and cells that they take for text."""

import pandas as pd

# With these a cell begins that spreadsheets compute.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def neutral(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before each text that a spreadsheet would compute.

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
    """The table as a CSV file for a spreadsheet; the byte order mark tells it that this is UTF-8.

    >>> csv_bytes(pd.DataFrame({"node": ["=和平"]}))[:3], csv_bytes(pd.DataFrame({"node": ["=和平"]})).decode("utf-8-sig")
    (b'\\xef\\xbb\\xbf', "node\\n'=和平\\n")
    """
    return neutral(table).to_csv(index=False, lineterminator="\n").encode("utf-8-sig", "replace")
