"""The releases that decide what a notebook shows, for the line at its foot."""

from importlib.metadata import version

from IPython.display import Markdown

# Cutting, conversion, arithmetic, tables and drawing: another release of one of these may change a number or a pixel.
# Each is pinned to one release on every Python and system, so that the line is the same wherever the notebook runs.
DECISIVE = ("jieba", "icu4py", "opencc", "numpy", "scipy", "pandas", "matplotlib", "wordcloud")


def made_with() -> Markdown:
    """One line that names the installed releases of this package and of `DECISIVE`, in this order.

    Raises `importlib.metadata.PackageNotFoundError` for a package that is not installed.

    >>> made_with().data.split(", ")[0]
    '*Made with helpers 1.0.0'
    """
    packages = [("helpers", "shanghai-spirit-notebooks"), *zip(DECISIVE, DECISIVE, strict=True)]
    releases = ", ".join(f"{name} {version(package)}" for name, package in packages)
    return Markdown(f"*Made with {releases}; `requirements.txt` pins these and every other package.*")
