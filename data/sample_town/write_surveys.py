"""Write the two survey exports, as SurveyXact makes them, and the mappings that read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import xlsxwriter

from sample_town import export, questions
from sample_town.export import Variable
from sample_town.files import delimited, write_text
from sample_town.town import SEED, Town

ANSI = "cp1252"
MAPPING_HEAD = """\
# How the export of {round} is read: its columns, and its codes where they differ from the instrument's.
# The direction of the answers is not said here; it comes from the instrument.
schema = 1

[columns]
respondent = "medarbnr"
unit = "enhed"
leader_level = "ledelsesniveau"
position_group = "stilling"
completed = "statoverall_4"

[items]
"""


def write(folder: Path, town: Town) -> None:
    """Write both rounds."""
    streams = np.random.default_rng(SEED + 1).spawn(2)
    _write_2014(folder, town, streams[0])
    _write_2016(folder, town, streams[1])


def _write_2014(folder: Path, town: Town, rng: np.random.Generator) -> None:
    """Four files, semicolon, Windows' own encoding; units and leader levels as numbers."""
    codes = {place.code: str(export.FIRST_UNIT_CODE + i) for i, place in enumerate(town.trees.line_old)}
    unknown = str(export.FIRST_UNIT_CODE + len(codes))
    rows = export.soiled(list(export.rows(town, "2014-06", rng)), unknown, rng)
    for row in rows:
        row["enhed"] = codes.get(row["enhed"], row["enhed"])
        row["ledelsesniveau"] = export.LEVEL_CODES[row["ledelsesniveau"]]
    there = folder / "survey-2014-06"
    columns = list(rows[0])
    write_text(there / "dataset.csv", delimited([columns, *([r[c] for c in columns] for r in rows)], ";"), ANSI)
    titles = {codes[place.code]: place.name for place in town.trees.line_old} | {unknown: export.UNKNOWN_UNIT}
    write_text(there / "labels.csv", delimited(_labels(titles), ";"), ANSI)
    write_text(there / "variables.csv", delimited(_variables(columns), ";"), ANSI)
    write_text(there / "structure.csv", delimited(_structure(), ";"), ANSI)
    names = {variable.item: variable.name for variable in _mapped()}
    yes_no = {"3": "9"}
    levels = {code: level for level, code in export.LEVEL_CODES.items() if level} | {"1": "employees"}
    units = {number: code for code, number in codes.items()}
    parts = [_toml_table(names), "\n[codes.yesno]\n", _toml_table(yes_no), "\n[levels]\n", _toml_table(levels)]
    text = MAPPING_HEAD.format(round="2014-06") + "".join([*parts, "\n[units]\n", _toml_table(units)])
    write_text(folder / "mapping-2014-06.toml", text)


def _write_2016(folder: Path, town: Town, rng: np.random.Generator) -> None:
    """One workbook with whole questions as headers and units by code; the labels beside it as Unicode text."""
    rows = export.soiled(list(export.rows(town, "2016-06", rng)), "W299", rng)
    titles = {variable.name: _long_header(variable) for variable in export.variables()}
    columns = [column for column in rows[0] if not column.startswith("stat") or column.startswith("statoverall")]
    header = [titles.get(column, column) for column in columns]
    _workbook(folder / "survey-2016-06.xlsx", header, [[row[column] for column in columns] for row in rows])
    labels = delimited(_labels({}), "\t", "\r\n")
    write_text(folder / "survey-2016-06-labels.csv", "\ufeff" + labels, "utf-16-le")
    names = {variable.item: titles[variable.name] for variable in _mapped()}
    text = MAPPING_HEAD.format(round="2016-06") + _toml_table(names) + "\n[codes.yesno]\n" + _toml_table({"3": "9"})
    write_text(folder / "mapping-2016-06.toml", text)


def _workbook(path: Path, header: list[str], rows: list[list[str]]) -> None:
    """Write a sheet in which whole numbers are numbers, with a fixed date inside so that the bytes stay the same."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(2016, 6, 20, 9), "title": "APV 2016"})
        sheet = book.add_worksheet("Dataset")
        sheet.write_row(0, 0, header)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if value.isdigit():
                    sheet.write_number(number, column, int(value))
                elif value:
                    sheet.write_string(number, column, value)


def _mapped() -> list[Variable]:
    return [variable for variable in export.variables() if variable.question.kind != "text"]


def _long_header(variable: Variable) -> str:
    choice = f" - {questions.SOURCES[variable.choice - 1]}" if variable.choice else ""
    return variable.question.text + choice


def _labels(unit_titles: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield variable, value and label; some labels end in blanks, as they do in real files."""
    for variable in export.variables():
        chosen = questions.CHOSEN if variable.choice else questions.CHOICES.get(variable.question.kind, ())
        for value, label in chosen:
            yield variable.name, value, label + ("   " if label == "Delvist" else "")
    yield from (("enhed", value, label) for value, label in unit_titles.items())
    if unit_titles:
        for number, label in enumerate(export.LEVEL_TITLES, start=1):
            yield "ledelsesniveau", str(number), label
    for name, count in export.STATUS_COLUMNS.items():
        for i in range(1, count + 1):
            yield from ((f"{name}_{i}", value, label) for value, label in questions.CHOSEN)


def _variables(columns: list[str]) -> Iterator[tuple[str, str, str]]:
    texts = {variable.name: (_kind(variable), _long_header(variable)) for variable in export.variables()}
    yield "variableName", "type", "text"
    for column in columns:
        kind, text = texts.get(column, ("Multiple" if column.startswith("stat") else "String", column))
        yield column, kind, text


def _kind(variable: Variable) -> str:
    return {"multiple": "Multiple", "text": "String"}.get(variable.question.kind, "Single")


def _structure() -> Iterator[tuple[str, ...]]:
    """Yield the form's structure; a row about an open question carries one field too many, as in real files."""
    yield "questionName", "variableName", "questionType", "subType", "questionText", "choiceValue", "choiceText"
    for variable in export.variables():
        name = variable.name.rsplit("_", 1)[0] if variable.choice else variable.name
        kind = "Open" if variable.question.kind == "text" else "Closed"
        choice = (str(variable.choice), questions.SOURCES[variable.choice - 1] + " ") if variable.choice else ("", "")
        extra = ("",) if kind == "Open" else ()
        yield name, variable.name, kind, _kind(variable), variable.question.text, *choice, *extra
    yield "enhed", "enhed", "Closed", "Single", "Enhed", "", ""
    yield "ledelsesniveau", "ledelsesniveau", "Closed", "Single", "Ledelsesniveau", "", ""
    yield "stilling", "stilling", "Open", "String", "Stillingsgruppe", "", ""
    for i, title in enumerate(export.STATUS_TITLES, start=1):
        yield "statoverall", f"statoverall_{i}", "Closed", "Multiple", "Samlet status", str(i), title


def _toml_table(entries: dict[str, str]) -> str:
    def key(text: str) -> str:
        return text if text.replace("_", "a").isalnum() and text.isascii() else f'"{text}"'

    return "".join(f'{key(name)} = "{value}"\n' for name, value in entries.items())
