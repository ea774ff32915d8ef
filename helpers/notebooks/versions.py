"""The package versions on which the outputs of a notebook depend, for its last line."""

from importlib.metadata import version

from IPython.display import Markdown

# Segmentation, conversion, arithmetic, tables and drawing: another release may change a number or a pixel.
# Each has one pinned release for every Python and system, so the line is the same wherever the notebook runs.
DECISIVE = ("jieba", "icu4py", "opencc", "numpy", "scipy", "pandas", "matplotlib", "wordcloud")


def made_with() -> Markdown:
    """Return a line with the installed releases of this package and of `DECISIVE`, in this order.

    Raises `importlib.metadata.PackageNotFoundError` for a package that is not installed.

    >>> made_with().data.split(", ")[0]
    '*Made with helpers 1.0.0'
    """
    packages = [("helpers", "shanghai-spirit-notebooks"), *zip(DECISIVE, DECISIVE, strict=True)]
    releases = ", ".join(f"{name} {version(package)}" for name, package in packages)
    return Markdown(f"*Made with {releases}; `requirements.txt` pins these and every other package.*")
