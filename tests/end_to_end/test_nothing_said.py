"""What commands say, log and leave behind holds nobody: no person's id, own words, name, or withheld number."""

from __future__ import annotations

import csv
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import skapital.publication.publish as publish
import skapital.publication.render as render
from skapital.scoring import recode, scales
from skapital.store.database import open_store
from small_town import INSTRUMENT, Said, done, skapital

PERSON = "kanariefugl-7731"
WORDS = "Gulspurven sang for os hele dagen"
NAME = "Solsort Sangfugl"
CPR = "010170-1234"
MAIL = "drossel@lilleby.example"
CANARIES = (PERSON, WORDS, "Gulspurv", "Solsort", "Sangfugl", CPR, "0101701234", MAIL, "drossel")
_HR_PERSON = re.compile(r"\bW\d\d-\d+-\d+\b|W09-old")
_NUMBER = re.compile(r"(?<![\d.,])\d+[.,]\d+(?![\d])")


@pytest.fixture
def planted(workspace: Path, town_files: Path) -> Path:
    """The first round taken in again with canaries: in the smallest unit, in more columns, in rows that are refused."""
    here = ("--workspace", workspace)
    imports: Any = done("imports", "--json", *here).record["imports"]
    done("imports", "undo", next(one["import_id"] for one in imports if one["kind"] == "survey"), *here)
    with (town_files / "survey-2014-06.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    few = [row for row in rows if row["unit"] == "W04" and not row["leader_level"]]
    for number, row in enumerate(few):
        row["respondent"] = f"{PERSON}-{number}"
    item = next(iter(INSTRUMENT.items))
    wrong = [
        {**rows[0], "respondent": f"{PERSON}-7", "unit": NAME},
        {**rows[0], "respondent": f"{PERSON}-8", "unit": CPR},
        {**rows[0], "respondent": f"{PERSON}-9", "leader_level": MAIL},
        {**rows[0], "respondent": f"{PERSON}-10", item: WORDS},
    ]
    for row in [*rows, *wrong]:
        row |= {
            "Hvad vil du sige?": WORDS,
            "Besvaret af": NAME,
            "cpr": CPR,
            "position_group": f"{NAME} {row['respondent']}",
        }
    path = workspace / "survey.csv"
    _write(path, [*rows, *wrong])
    return workspace


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def texts_of(*places: Path) -> Iterator[tuple[str, str]]:
    """Every text in folders and files, workbooks unpacked; what was given to the commands is left out."""
    for place in places:
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.suffix == ".xlsx":
                with zipfile.ZipFile(path) as archive:
                    yield from ((f"{path}/{name}", archive.read(name).decode("utf-8")) for name in archive.namelist())
            elif path.is_file():
                yield str(path), path.read_text(encoding="utf-8")


def betrayed(named: str, text: str) -> list[tuple[str, str]]:
    return [(named, canary) for canary in CANARIES if canary in text] + [
        (named, found) for found in _HR_PERSON.findall(text)
    ]


def heard(said: dict[str, Said]) -> list[tuple[str, str]]:
    return [one for words, what in said.items() for one in betrayed(words, what.out + what.err)]


def withheld_means(workspace: Path) -> set[str]:
    """The scale and item means of the three of the smallest unit, in words, where no released figure is the same."""
    with open_store(workspace, write=False) as store:
        answers = store.answers("2014-06")
    values = recode.item_values(answers, INSTRUMENT)
    table = values.join(scales.person_scores(values, INSTRUMENT))
    mine = table[(answers["unit"] == "W04") & answers["leader_level"].isna()].mean().dropna()
    cells = json.loads((workspace / "publications" / "2014-06" / "release.json").read_text(encoding="utf-8"))["cells"]
    released = {round(cell["value"], 1) for cell in cells if cell["value"] is not None}
    found = {
        round(float(value), places) for value in mine for places in (1, 2) if round(float(value), 1) not in released
    }
    return {text for value in found if value != int(value) for text in (f"{value:g}", f"{value:g}".replace(".", ","))}


def test_no_stream_no_log_and_no_file_names_anybody(planted: Path, town_files: Path, tmp_path: Path) -> None:
    here, log, shelf = ("--workspace", planted), tmp_path / "log.jsonl", planted / "publications"
    bad = {
        "employment": [{"person": NAME, "unit": CPR, "start": WORDS, "end": "", "fraction": MAIL}],
        "absence": [{"person": PERSON, "unit": NAME, "start": "2014-01-01", "end": WORDS, "reason": WORDS}],
        "exits": [
            {"unit": "W05", "month": "2014-03", "type": WORDS, "initiative": NAME, "reasons": WORDS, "text": WORDS}
        ],
        "frame": [{"person": PERSON, "unit": NAME, "leader_level": WORDS}],
        "suggestions": [{"date": CPR, "unit": NAME, "kind": WORDS, "text": f"{CPR} {MAIL}"}],
    }
    runs: list[tuple[object, ...]] = [
        ("map", planted / "survey.csv", "--round", "2014-06"),
        ("ingest", "survey", planted / "survey.csv", "--round", "2014-06", "--verbose", "--json"),
        ("ingest", "survey", planted / "survey.csv", "--round", "2014-06", "--strict"),
        ("imports",),
    ]
    runs += [
        ("status", "--json"),
        ("response", "--round", "2014-06", "--json"),
        ("score", "--full"),
        ("score", "--population", "employees", "--json"),
        ("score", "--by-unit", "--json"),
        ("rehearse", "--round", "2014-06", "--json"),
        ("report", "--round", "2014-06", "--verbose", "--log-json", log),
        ("targets", "propose", "--due", "2016-12-31", "--json"),
        ("targets", "set", "--unit", "W04", "--measure", "trust", "--value", "70", "--due", "2016-12-31",
         "--decided-by", "MED", "--date", "2014-11-25"),
        ("targets", "show", "--json"),
        ("compare", "--quarter", "2015Q3", "--verbose", "--log-json", log),
        ("report", "--round", "nowhere", "--log-json", log),
        ("publications",),
    ]  # fmt: skip
    for kind, rows in bad.items():
        _write(tmp_path / f"{kind}.csv", rows)
        more = ("--round", "2014-06") if kind == "frame" else ()
        runs.append(
            ("ingest", kind, tmp_path / f"{kind}.csv", *more, "--verbose", "--problems", tmp_path / f"{kind}.txt")
        )
    runs += [("imports", "--json"), ("status",)]
    said = {" ".join(map(str, words)): skapital(*words, *here) for words in runs}
    for words in (("audit", shelf / "2014-06"), ("verify", shelf / "2015Q3"),
                  ("diff", shelf / "2014-06", shelf / "2015Q3")):  # fmt: skip
        said[" ".join(map(str, words))] = skapital(*words, "--json")
    assert [words for words, what in said.items() if what.code == 4] == []
    assert said["imports"].out and (shelf / "2014-06").is_dir() and (shelf / "2015Q3").is_dir()
    assert [json.loads(line)["event"] for line in log.read_text(encoding="utf-8").splitlines()] == [
        "started", "done", "started", "done", "started", "failed"
    ]  # fmt: skip
    written = [tmp_path / f"{kind}.txt" for kind in bad if (tmp_path / f"{kind}.txt").exists()]
    assert len(written) >= 3
    found = heard(said) + [one for named, text in texts_of(shelf, log, *written) for one in betrayed(named, text)]
    assert found == []
    means = withheld_means(planted)
    assert means
    spoken = {words: set(_NUMBER.findall(what.out + what.err)) & means for words, what in said.items()}
    assert not any(spoken.values()), spoken
    kept = {number for _, text in texts_of(log) for number in _NUMBER.findall(text)}
    assert not kept & means


FIGURE = "61.83"


def in_text(folder: Path) -> None:
    path = folder / "index.html"
    path.write_text(path.read_text(encoding="utf-8") + f"<p>{FIGURE}</p>", encoding="utf-8")


def in_a_tag(folder: Path) -> None:
    path = folder / "index.html"
    path.write_text(path.read_text(encoding="utf-8") + f"<x-{FIGURE}></x-{FIGURE}>", encoding="utf-8")


def in_an_attribute(folder: Path) -> None:
    path = folder / "index.html"
    path.write_text(path.read_text(encoding="utf-8") + f"<p data-{FIGURE}='1'></p>", encoding="utf-8")


def in_a_file_name(folder: Path) -> None:
    (folder / f"mean {FIGURE}.html").write_text("<p></p>", encoding="utf-8")


def in_a_key(folder: Path) -> None:
    path = folder / "manifest.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["more"] = {f"trust {FIGURE}": {"W04": FIGURE}}
    path.write_text(json.dumps(document), encoding="utf-8")


def in_a_part(folder: Path) -> None:
    with zipfile.ZipFile(next(folder.rglob("*.xlsx")), "a") as archive:
        archive.writestr(f"xl/{FIGURE}.xml", f"<a><t>{FIGURE}</t></a>")


@pytest.mark.parametrize("plant", [in_text, in_a_tag, in_an_attribute, in_a_file_name, in_a_key, in_a_part])
def test_a_refusal_says_where_a_figure_stands_and_not_the_figure(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plant: Callable[[Path], None]
) -> None:
    written, log = publish._write, tmp_path / "log.jsonl"

    def write(stage: Any, *rest: Any) -> None:
        written(stage, *rest)
        plant(stage.folder)

    monkeypatch.setattr(publish, "_write", write)
    words = ("report", "--round", "2014-06", "--language", "en", "--unit", "W05", "--draft", "--log-json", log)
    as_json = ("--json",) if plant in (in_text, in_a_key, in_a_part) else ()
    ended = skapital(*words, *as_json, "--workspace", workspace)
    assert ended.code == 3
    told = ended.out + ended.err + log.read_text(encoding="utf-8")
    assert "index.html" in told or plant not in (in_text, in_a_tag, in_an_attribute)
    assert not any(text in told for text in (FIGURE, FIGURE.replace(".", ","), "6183"))
    assert not list((workspace / "publications").glob(".*"))


def test_a_fault_says_its_place_and_no_data(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that fails, and a fault of the whole run, whose messages hold what was at hand."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    words = ("report", "--round", "2014-06", "--unit", "W05", "--verbose", "--workspace", workspace)

    def fails(*_: object, **__: object) -> None:
        raise KeyError(f"{PERSON} {WORDS} {FIGURE}")

    for place, name, code in ((publish, "audit", 4), (render, "model_of", 3)):
        log = tmp_path / f"{name}.jsonl"
        with monkeypatch.context() as patched:
            patched.setattr(place, name, fails)
            ended = skapital(*words, "--log-json", log)
        assert ended.code == code, ended.err
        left = [path.read_text(encoding="utf-8") for path in tmp_path.glob("skapital-fault-*")]
        said = ended.out + ended.err + log.read_text(encoding="utf-8") + "".join(left)
        assert "KeyError" in ended.err and left and betrayed(name, said) == [] and FIGURE not in said
    assert not list((workspace / "publications").glob(".*"))
