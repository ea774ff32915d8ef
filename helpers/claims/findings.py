"""The findings of a study: `study/findings.py` beside the pages has one function for each claim that is varied.

It is Python that the folder brings. `load_corpus` keeps its text, and only `findings_of`, so only varying claims, runs it.
"""

from collections.abc import Callable
from traceback import extract_tb

from helpers.claims.choices import Choices
from helpers.corpora.corpus import Corpus
from helpers.lexicon import FINDINGS, Lexicon, LexiconError, per_lexicon

# From a corpus and choices to the number that decides a claim; NaN if it cannot be computed.
Finding = Callable[[Corpus, Choices], float]


def finding(function: Finding) -> Finding:
    """Mark a function as the one of a claim, by its name: `no_test_could` computes the number of `no-test-could`."""
    function.claim = function.__name__.replace("_", "-")
    return function


@per_lexicon
def findings_of(*, lexicon: Lexicon) -> dict[str, Finding]:
    """The functions of a study by their claims, in the order of its `study/findings.py`; none without that file.

    It runs that file. Raises `LexiconError` if the file cannot be run, naming the line.
    """
    names: dict[str, object] = {"__name__": "study.findings"}
    for file in lexicon.files:
        if file.table == FINDINGS:
            try:
                exec(compile(file.text, file.shown, "exec"), names)
            except Exception as error:  # whatever it breaks on is a fault of that file
                lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == file.shown]
                line = f", line {lines[-1]}" if lines else ""
                raise LexiconError(
                    f"{file.shown}{line}: cannot be run ({type(error).__name__}: {error}); mend it, or take it out of the study."
                ) from error
    return {value.claim: value for value in names.values() if hasattr(value, "claim")}
