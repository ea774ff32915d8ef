"""jieba's dictionary, read from the file in the installed package and from no cache."""

import sys
import warnings
from functools import cache


@cache
def jieba_module():
    """The jieba module, loaded when the first Chinese run is cut: its source makes recent Pythons warn on import.

    Without pkg_resources, which it takes to open its own files where it is there and does without where it is not: to import
    that takes as long as to read the dictionary.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        absent = "pkg_resources" not in sys.modules and "jieba" not in sys.modules
        if absent:
            sys.modules["pkg_resources"] = None
        try:
            import jieba
        finally:
            if absent:
                del sys.modules["pkg_resources"]
    return jieba


@cache
def jieba_entries() -> tuple[list[str], list[int], list[str]]:
    """The entries of the dictionary file inside the installed package: words, frequencies, parts of speech."""
    with jieba_module().Tokenizer().get_dict_file() as file:
        fields = file.read().decode("utf-8").split()
    return fields[0::3], list(map(int, fields[1::3])), fields[2::3]


@cache
def jieba_dictionary() -> tuple[dict[str, int], int]:
    """jieba's frequencies, with every beginning of a word at 0, and their sum."""
    words, frequencies, _ = jieba_entries()
    counted: dict[str, int] = {}
    longer, end = words, 1
    while longer := [word for word in longer if len(word) > end]:
        counted.update(dict.fromkeys([word[:end] for word in longer], 0))
        end += 1
    counted.update(zip(words, frequencies, strict=True))
    return counted, sum(frequencies)
