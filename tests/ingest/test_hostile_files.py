"""Bad files of each kind: the message says what is wrong, and the store holds what it held."""

from __future__ import annotations

import io
import zipfile

import pytest

from skapital.errors import SkapitalError
from skapital.ingest import frame, kinds, lineage, organisation, profiles, read, survey, tidy
from skapital.ingest.mapping import SurveyMapping
from skapital.store.database import open_store
from skapital.store.imports import DATA_TABLES

RULES = survey.RoundRules("2014-06", ("direktion",))
TREE = "code,name,parent,level\nKOM,K,,municipality\nW001,A,KOM,workplace\nW002,B,KOM,workplace\n"
GOOD = "respondent;unit;TM1;TM2\n1;W001;1;2\n2;W002;2;1\n"


def ingest(store, kind: str, path, instrument, profiles_) -> None:
    """What the command does: read, take in, store."""
    source = read.read_source(path)
    known = tidy.Known(["KOM", "W001", "W002"], RULES.leader_levels, store.key())
    if kind == "survey":
        export = profiles.recognise(source, profiles_, item_codes=instrument.items)
        intake = survey.accept(
            export.raw,
            export.profile,
            SurveyMapping(),
            instrument,
            store.organisations_on("2014-06-01"),
            store.key(),
            rules=RULES,
            labels=export.labels,
            file_sha256=source.sha256,
        )
    else:
        raw = source.read(source.only())
        if kind == "organisation":
            intake = organisation.accept(
                raw, "line", "2014-01-01", stored=store.organisations(), lineage=(), workplace_level="workplace"
            )
        elif kind == "lineage":
            intake = lineage.accept(raw, store.organisations())
        elif kind == "frame":
            intake = frame.accept(raw, "2014-06", store.organisation("line", "2014-06-01"), known)
        else:
            intake = tidy.accept(raw, kinds.KINDS[kind], known)
    store.record(intake, file=source.file, sha256=source.sha256, context_sha256="c", at="now")


def zipped(name: str, data: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


HOSTILE = [
    ("survey", b"", "empty-file"),
    ("survey", b"respondent;unit;TM1\n1;W001\n", "ragged-row"),
    ("survey", b'respondent;unit;TM1\n1;"W001;1\n2;W002;1\n', "unterminated-quote"),
    ("survey", b"respondent;unit;TM1;TM1\n1;W001;1;1\n", "header"),
    ("survey", b"respondent;unit;TM1\n1;W\x00001;1\n", "nul-byte"),
    ("survey", "respondent;unit;TM1\n1;Børnehøjen;1\n".encode("cp850"), "encoding-undecidable"),
    ("survey", b"a;b,c\n1;2,3\n", "delimiter-undecidable"),
    ("survey", b"navn;svar\nBo;1\n", "profile-unknown-format"),
    ("survey", b"respondent;unit;andet\n1;W001;1\n", "no-items"),
    ("survey", b"PK\x03\x04nothing", "zip-damaged"),
    ("survey", zipped("../dataset.csv", GOOD), "zip-path"),
    ("organisation", b"code,name,parent\nKOM,K,\n", "missing-column"),
    ("organisation", TREE.encode() + b"W003,C,W009,workplace\n", "unit-orphan"),
    ("organisation", TREE.encode() + b"X,x,Y,centre\nY,y,X,centre\n", "unit-cycle"),
    ("lineage", b"date,kind,from,to,share,source\n2014-01-01,close,W001,W002,,HU\n", "lineage-ends"),
    ("frame", b"unit,invited\nW001,3\n", "missing-column"),
    ("absence", b"person,unit\n1,W001\n", "missing-column"),
    ("events", b"%PDF-1.4", "unknown-format"),
]


@pytest.fixture
def workspace(tmp_path, write, instrument, profiles):
    with open_store(tmp_path, write=True) as store:
        ingest(store, "organisation", write("tree.csv", TREE), instrument, profiles)
        ingest(store, "survey", write("good.csv", GOOD), instrument, profiles)
    return tmp_path


def content(workspace) -> dict[str, str]:
    with open_store(workspace, write=False) as store:
        return {name: store.table(name).to_csv() for name in DATA_TABLES} | {"imports": store.imports().to_csv()}


@pytest.mark.parametrize(("kind", "data", "slug"), HOSTILE, ids=[f"{kind}-{slug}" for kind, _, slug in HOSTILE])
def test_a_bad_file_says_what_is_wrong_and_changes_nothing(
    workspace, write, instrument, profiles, kind: str, data: bytes, slug: str
) -> None:
    before = content(workspace)
    path = write("bad.csv", data)
    with pytest.raises(SkapitalError) as error, open_store(workspace, write=True) as store:
        ingest(store, kind, path, instrument, profiles)
    assert (error.value.slug, error.value.exit_code) == (slug, 1)
    assert "bad.csv" in error.value.message
    assert content(workspace) == before


def test_the_good_files_are_there(workspace) -> None:
    with open_store(workspace, write=False) as store:
        assert store.answers("2014-06")["TM1"].tolist().count("1") == 1
        assert len(store.answers("2014-06")) == 2


def test_a_corrected_tree_takes_the_rejected_rows_of_the_same_file_in(workspace, write, instrument, profiles) -> None:
    path = write("more.csv", GOOD + "3;W003;1;1\n")
    with open_store(workspace, write=True) as store:
        ingest(store, "survey", path, instrument, profiles)
        assert store.rejected("2014-06")["unit"].tolist() == ["W003"]
    with open_store(workspace, write=True) as store:
        ingest(store, "organisation", write("tree.csv", TREE + "W003,C,KOM,workplace\n"), instrument, profiles)
        source = read.read_source(path)
        export = profiles_export(source, profiles, instrument)
        intake = survey.accept(
            export.raw,
            export.profile,
            SurveyMapping(),
            instrument,
            store.organisations(),
            store.key(),
            rules=RULES,
            file_sha256=source.sha256,
        )
        recorded = store.record(intake, file="more.csv", sha256=source.sha256, context_sha256="corrected", at="now")
        assert recorded.replaced == 3
        assert store.rejected("2014-06").empty
        assert sorted(store.answers("2014-06")["unit"]) == ["W001", "W002", "W003"]


def profiles_export(source, profiles_, instrument):
    return profiles.recognise(source, profiles_, item_codes=instrument.items)
