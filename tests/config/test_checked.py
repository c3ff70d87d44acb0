"""The checked reader: every fault of a file is said at once, with its place and what would have been right."""

import hashlib

import pytest

from skapital.config.checked import read_document
from skapital.errors import ConfigurationError


def document(tmp_path, text, name="some.toml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_document(path)


def problems_of(doc):
    with pytest.raises(ConfigurationError) as error:
        doc.close()
    return [(problem.slug, problem.message) for problem in error.value.problems]


def test_what_was_read_is_given_as_it_stands(tmp_path):
    text = 'schema = 1\nname = "Æblegården"\nday = 2014-06-02\nn = 3\nx = 0.5\nflag = true\nwords = ["a", "b"]\n'
    doc = document(tmp_path, text)
    top = doc.top
    assert (top.text("name"), top.date("day"), top.whole("n"), top.number("x")) == ("Æblegården", "2014-06-02", 3, 0.5)
    assert top.flag("flag") is True
    assert top.texts("words") == ("a", "b")
    assert top.number("n") == 3.0  # a whole number is a number too
    assert (top.text("absent", "default"), top.flag("no", False), top.texts("none", ())) == ("default", False, ())
    doc.close()
    assert doc.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_an_unknown_key_names_the_file_the_key_and_the_nearest_known_one(tmp_path):
    doc = document(tmp_path, "schema = 1\n[part]\nminimun = 5\nminimum = 5\n")
    doc.top.table("part").whole("minimum")
    with pytest.raises(ConfigurationError) as error:
        doc.close()
    assert error.value.slug == "config-unknown-key"
    assert error.value.message.startswith("some.toml: part.minimun: unknown key")
    assert 'did you mean "minimum"?' in error.value.message
    assert error.value.exit_code == 1


def test_all_problems_are_gathered_not_the_first_one_only(tmp_path):
    doc = document(tmp_path, 'schema = 1\nn = "five"\nday = "2014-02-30"\nsome = 1\nwords = ["a", "a"]\n')
    doc.top.whole("n")
    doc.top.date("day")
    doc.top.text("name")
    doc.top.texts("words")
    found = problems_of(doc)
    assert [slug for slug, _ in found] == [
        "config-wrong-type",
        "config-bad-value",
        "config-missing-key",
        "config-duplicate",
        "config-unknown-key",
    ]
    assert 'expected a whole number, found the text "five"' in found[0][1]


@pytest.mark.parametrize("value", ["true", "1.5", '"1"', "[1]", "2014-06-02"])
def test_a_whole_number_is_nothing_else(tmp_path, value):
    doc = document(tmp_path, f"schema = 1\nn = {value}\n")
    doc.top.whole("n")
    assert problems_of(doc)[0][0] == "config-wrong-type"


@pytest.mark.parametrize("value", ["nan", "true", '"1"'])
def test_a_number_is_never_a_nan_nor_a_word(tmp_path, value):
    doc = document(tmp_path, f"schema = 1\nx = {value}\n")
    doc.top.number("x")
    assert problems_of(doc)[0][0] == "config-wrong-type"


@pytest.mark.parametrize(("least", "most", "value"), [(5, None, 4), (None, 10, 11), (0, 1, 2)])
def test_bounds_are_inclusive_and_said(tmp_path, least, most, value):
    doc = document(tmp_path, f"schema = 1\nn = {value}\n")
    doc.top.whole("n", least=least, most=most)
    assert f"found {value}" in problems_of(doc)[0][1]
    for bound in (least, most):
        if bound is not None:
            fine = document(tmp_path, f"schema = 1\nn = {bound}\n")
            fine.top.whole("n", least=least, most=most)
            fine.close()


def test_a_word_that_is_not_known_names_the_nearest(tmp_path):
    doc = document(tmp_path, 'schema = 1\nkind = "bridgeing"\n')
    doc.top.choice("kind", ("bonding", "bridging"))
    slug, message = problems_of(doc)[0]
    assert slug == "config-unknown-word"
    assert 'did you mean "bridging"?' in message


def test_a_text_in_languages_has_all_of_them_and_no_other(tmp_path):
    doc = document(tmp_path, 'schema = 1\ntitle = { da = "Tillid", se = "Tillit" }\n')
    doc.top.in_languages("title")
    assert [slug for slug, _ in problems_of(doc)] == ["config-missing-key", "config-unknown-key"]


def test_an_empty_text_is_refused(tmp_path):
    doc = document(tmp_path, 'schema = 1\nname = "  "\n')
    doc.top.text("name")
    assert problems_of(doc)[0][0] == "config-bad-value"


def test_a_table_in_a_list_is_named_by_its_code(tmp_path):
    doc = document(tmp_path, 'schema = 1\n[[items]]\ncode = "TM1"\n[[items]]\nclas = 1\n')
    for table in doc.top.tables("items", called="code"):
        table.text("code")
    assert [message.split(":")[0] for _, message in problems_of(doc)] == ["items[2].code", "items[2].clas"]


def test_a_missing_table_is_one_problem_not_one_a_key(tmp_path):
    doc = document(tmp_path, "schema = 1\n")
    part = doc.top.table("part")
    part.text("a")
    part.whole("b")
    assert [slug for slug, _ in problems_of(doc)] == ["config-missing-key"]


def test_tables_with_free_names(tmp_path):
    doc = document(tmp_path, 'schema = 1\n[codes.extent5]\n"6" = "9"\n[codes.yesno]\n"J" = "1"\n')
    found = {name: dict(doc.top.table("codes").text_by_name(name)) for name in doc.top.table("codes").names()}
    doc.close()
    assert found == {"extent5": {"6": "9"}, "yesno": {"J": "1"}}


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b"schema = 1\nname = \xe6\n", "config-not-toml"),
        (b"schema = \n", "config-not-toml"),
        (b"schema = 1\nschema = 1\n", "config-not-toml"),
        (b"schema = 2\n", "config-schema"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_says_why(tmp_path, data, slug):
    with pytest.raises(ConfigurationError) as error:
        document(tmp_path, data)
    assert error.value.slug == slug


def test_a_missing_schema_is_a_missing_key(tmp_path):
    assert problems_of(document(tmp_path, 'schem = 1\nname = "x"\n'))[0][0] == "config-missing-key"


def test_a_file_that_is_not_there_says_where_it_was_expected(tmp_path):
    with pytest.raises(ConfigurationError) as error:
        read_document(tmp_path / "policy.toml")
    assert error.value.slug == "config-not-found"
    assert "policy.toml" in error.value.message


def test_a_byte_order_mark_is_no_fault(tmp_path):
    doc = document(tmp_path, b"\xef\xbb\xbfschema = 1\nn = 3\n")
    assert doc.top.whole("n") == 3
    doc.close()
