"""Files that nobody on this project made. They are not part of the project; without them these tests are skipped."""

import os
from pathlib import Path

import pytest

from skapital.ingest.read import read_source

_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data"
SHARED = Path(os.environ.get("SKAPITAL_SHARED_DATA", _BESIDE))
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="no shared data here")


@pytest.mark.parametrize(
    ("folder", "encoding", "delimiter"),
    [("cp1252_semicolon", "cp1252", ";"), ("utf16_tab", "utf-16-le", "\t")],
)
def test_surveyxacts_labels_and_structure(folder: str, encoding: str, delimiter: str) -> None:
    source = read_source(SHARED / "surveyxact" / folder)
    labels = source.read("labels", header=False)
    assert (labels.encoding, labels.delimiter, len(labels.columns)) == (encoding, delimiter, 3)
    assert labels.cells.iloc[0].tolist() == ["v_1_1", "0", "Ikke valgt"]
    structure = source.read("structure")
    assert structure.columns[:3] == ("questionName", "variableName", "questionType")
    assert len(structure.columns) == 7
    assert structure.cells["questionText"].str.contains("gående").any()


@pytest.mark.parametrize(
    ("file", "encoding", "delimiter", "shape"),
    [
        ("hr/uci_absenteeism.csv", "utf-8", ";", (740, 21)),
        ("small/attitude.csv", "utf-8", ",", (30, 7)),
        ("small/cohesion.csv", "utf-8", ",", (11, 7)),
    ],
)
def test_plain_tables(file: str, encoding: str, delimiter: str, shape: tuple[int, int]) -> None:
    source = read_source(SHARED / file)
    raw = source.read(source.only())
    assert (raw.encoding, raw.delimiter, raw.cells.shape) == (encoding, delimiter, shape)


def test_an_encoding_is_found_for_every_text_file() -> None:
    from skapital.ingest.decoding import decode

    for path in sorted(SHARED.rglob("*.csv")):
        text, _ = decode(path.read_bytes(), path.name)
        assert text
