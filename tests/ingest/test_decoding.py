import pytest
from hypothesis import given
from hypothesis import strategies as st

from skapital.errors import InputError
from skapital.ingest.decoding import decode

TEXT = "id;navn\r\n1;Børnehuset Ærø – på Å\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_every_encoding_of_the_contract_is_found_and_gives_the_same_text(data: bytes, encoding: str) -> None:
    assert decode(data, "f.csv") == (TEXT, encoding)


@pytest.mark.parametrize("codec", ["cp850", "mac_roman"])
def test_dos_and_old_mac_are_not_taken_for_cp1252(codec: str) -> None:
    with pytest.raises(InputError) as error:
        decode("id;navn\n1;Børnehøjen på Læsø\n".encode(codec), "f.csv")
    assert error.value.slug == "encoding-undecidable"


def test_a_stated_encoding_is_used_and_must_fit() -> None:
    assert decode("æ;ø".encode("cp1252"), "f.csv", "cp1252")[0] == "æ;ø"
    with pytest.raises(InputError, match="line 2"):
        decode("a;b\næ;ø\n".encode("cp1252"), "f.csv", "utf-8")


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b"", "empty-file"),
        (b" \n ", "empty-file"),
        (b"a;b\n1;\x00\n", "nul-byte"),
        ("a;b".encode("utf-32"), "encoding-undecidable"),
        (b"a;b\n\x81\x8d;1\n", "encoding-undecidable"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, slug: str) -> None:
    with pytest.raises(InputError) as error:
        decode(data, "f.csv")
    assert error.value.slug == slug


@given(st.text(alphabet="abcæøåÆØÅ;,\t 0123456789-\n", min_size=3))
def test_detection_gives_back_danish_text_written_as_utf8(text: str) -> None:
    if text.strip():
        assert decode(text.encode("utf-8"), "f.csv") == (text, "utf-8")
