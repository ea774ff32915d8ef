"""Bytes in, characters out; and one clear refusal for what cannot be a page."""

import os

import pytest
from conftest import refuses
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpora.pages import PageError, decode, page_files, read_page

CHINESE = "上海合作组织成员国元首理事会会议，今天在天津举行。\n「上海精神」 SCO 2025\n一"
ENCODED = [(CHINESE, name) for name in "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be gb18030".split()]
ENCODED += [("習近平在北京人民大會堂集體會見來華出席會議的各國外長。", "big5"), ("Baku, July 16, AZERTAC", "utf-16-le")]


@pytest.mark.parametrize(("text", "encoding"), ENCODED)
def test_encodings_are_recognised(text, encoding):
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"), (b" \n\t\r\n", "white space"), ("\u3000\n".encode(), "white space"), (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        ("上海\x00精神".encode(), "binary"), ("上海\x07精神".encode(), "binary"), ("caf\xe9 na\xefve \x93quoted\x94".encode("latin-1"), "undecodable"),
        (b"\xff\xfe\x00", "does not decode"), (b"\x00\x01\x02\xff", "binary"), (b"\x00\x01\n\x00", "binary"), (b"2025-09-01 ... 12:30\n", "no letter"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_by_name_and_reason(data, reason):
    with pytest.raises(PageError, match=reason) as error:
        decode(data, "page.txt")
    assert str(error.value).startswith("page.txt: ")
    assert ";" in str(error.value), "the remedy stands after the reason"


def test_reading_changes_no_character(tmp_path):
    text = "一\r\n二\r三\u2028\u3000\xa0 四\n"
    (tmp_path / "page.txt").write_bytes(text.encode())
    assert read_page(tmp_path / "page.txt").raw == text


def test_a_file_that_cannot_be_opened_is_refused_by_name(tmp_path):
    (tmp_path / "folder.txt").mkdir()
    refuses(PageError, r"folder\.txt: cannot be read", read_page, tmp_path / "folder.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything is readable to root")
def test_a_file_without_permission_is_refused_by_name(tmp_path):
    path = tmp_path / "locked.txt"
    path.write_text("x")
    path.chmod(0)
    refuses(PageError, r"locked\.txt: cannot be read", read_page, path)


def test_a_folder_without_pages_and_no_folder(tmp_path):
    refuses(PageError, "holds no page", page_files, tmp_path)
    refuses(FileNotFoundError, "No folder at", page_files, tmp_path / "nowhere")
    (tmp_path / "a.txt").write_text("x")
    refuses(NotADirectoryError, "is a file", page_files, tmp_path / "a.txt")


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(data):
    try:
        raw, encoding = decode(data)
    except PageError:
        return
    assert raw.strip()
    assert raw.encode(encoding).removeprefix(b"\xff\xfe").removeprefix(b"\xef\xbb\xbf") in data


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf_8_comes_back_as_it_was(text):
    if text.strip("\ufeff \u3000\xa0") and not text.startswith("\ufeff") and not text.isspace():
        try:
            assert decode(text.encode())[0] == text
        except PageError as error:
            assert "white space" in str(error) or ("no letter" in str(error) and not any(map(str.isalpha, text)))
