"""What a report says, before anybody decides how it looks: HTML and Excel are two views of one ``ReportModel``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skapital.report.figures import Figure

Source = tuple[str | None, ...]
"""Where a figure comes from: ``("cell", *CELL_KEY, column)``, ``("comparison", *COMPARISON_KEY, column)``, …"""


@dataclass(frozen=True)
class Number:
    """A figure, still a number. Each view formats it; neither changes it.

    Attributes
    ----------
    value
        ``None`` exactly where ``withheld`` holds a public reason.
    kind
        How it is written: one of ``numbers.KINDS``.
    source
        The key of the released cell, comparison, count or target it is.
    withheld
        ``too_few`` or ``protected``; ``None`` for a published figure.
    decimals
        As written; ``None`` for the kind's own.
    """

    value: float | None
    kind: str
    source: Source
    withheld: str | None = None
    decimals: int | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.withheld is None):
            raise ValueError(f"a figure has either a value or a reason why it is withheld: {self.source}")


@dataclass(frozen=True)
class Interval:
    """From ``low`` to ``high``: one place in HTML, two columns in a workbook."""

    low: Number
    high: Number

    @property
    def one_unit(self) -> bool:
        """Whether both ends are figures of one kind, so that the unit need stand but once."""
        return self.low.kind == self.high.kind and self.low.value is not None and self.high.value is not None


@dataclass(frozen=True)
class Mark:
    """A verdict or status: a symbol and words, so that no meaning hangs on colour. ``tone`` only picks a colour.

    ``note`` qualifies the words, such as "smaller than what matters".
    """

    symbol: str
    words: str
    tone: str
    note: str = ""


Inline = tuple["str | Number | Interval | Mark", ...]
"""A run of text with figures in it."""


@dataclass(frozen=True)
class Paragraph:
    """A run of text; ``style`` is ``body``, ``lead`` or ``note``."""

    parts: Inline
    style: str = "body"


@dataclass(frozen=True)
class Bullets:
    """A list; ``numbered`` where the order matters."""

    items: tuple[Inline, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Definitions:
    """Terms and what they mean."""

    items: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True)
class Notice:
    """A framed remark that a reader must not miss."""

    title: str
    paragraphs: tuple[Inline, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table. ``low`` and ``high`` are the workbook's two headers where the column holds intervals.

    ``bar`` asks a page to draw each share as a thin bar too.
    """

    header: str
    numeric: bool = True
    low: str = ""
    high: str = ""
    bar: bool = False

    @property
    def spread(self) -> bool:
        """Whether the column holds intervals, which a workbook spreads over two columns."""
        return bool(self.low)


@dataclass(frozen=True)
class Row:
    """A row of a table: its header, then one cell a column. ``strong`` marks a total, ``depth`` an indented part."""

    header: str
    cells: tuple[Inline, ...]
    strong: bool = False
    depth: int = 0


@dataclass(frozen=True)
class Table:
    """A table with a caption. ``name`` is the title of its sheet; ``notes`` stand below it."""

    name: str
    caption: str
    stub: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Inline, ...] = ()

    def __post_init__(self) -> None:
        wrong = [row.header for row in self.rows if len(row.cells) != len(self.columns)]
        if wrong:
            raise ValueError(f"rows of {self.caption!r} do not fit its {len(self.columns)} columns: {wrong}")


@dataclass(frozen=True)
class FigureBlock:
    """A chart with its text alternative and its table twin. ``folded`` hides the twin behind a click on screen."""

    id: str
    figure: Figure
    title: str
    description: str
    twin: Table
    folded: bool = False


@dataclass(frozen=True)
class PlanTable:
    """An empty table to be filled in by hand or in the workbook."""

    name: str
    caption: str
    columns: tuple[str, ...]
    help: tuple[str, ...]
    empty_rows: int


@dataclass(frozen=True)
class Link:
    """A way to another file of the publication, or only a name; ``depth`` is its place in the organisation."""

    label: str
    href: str
    also: tuple[tuple[str, str], ...] = ()
    depth: int = 0
    remark: str = ""


@dataclass(frozen=True)
class Links:
    """Links in organisation order."""

    items: tuple[Link, ...]


Block = Paragraph | Bullets | Definitions | Notice | Table | FigureBlock | PlanTable | Links


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. ``aside`` sections explain; they go on the notes sheet of a workbook."""

    id: str
    heading: str
    blocks: tuple[Block, ...]
    aside: bool = False


@dataclass(frozen=True)
class KeyFigure:
    """One of the few figures at the top of a report."""

    label: str
    value: Inline
    remark: Inline


@dataclass(frozen=True)
class ReportModel:
    """One report.

    Attributes
    ----------
    kind
        ``workplace``, ``branch``, ``leaders``, ``municipality``, ``quarter`` or ``index``.
    kicker, title, subtitle, path
        The head of the page; ``path`` names the units above, from the top down.
    summary
        Sentences that say what is true.
    date, accent
        ISO date from the data, never from the clock; the house's colour, ``#rrggbb``.
    tidy
        Data for the workbook alone: one row a cell.
    """

    kind: str
    language: str
    kicker: str
    title: str
    subtitle: str
    path: tuple[str, ...]
    draft: bool
    summary: tuple[Inline, ...]
    key_figures: tuple[KeyFigure, ...]
    sections: tuple[Section, ...]
    footer: tuple[Inline, ...]
    date: str
    accent: str
    tidy: Table | None = None

    def tables(self) -> Iterator[Table]:
        """Yield every table, the twins of charts among them, in reading order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    yield block
                elif isinstance(block, FigureBlock):
                    yield block.twin

    def numbers(self) -> Iterator[Number]:
        """Yield every figure of the tables in reading order."""
        for table in self.tables():
            for row in table.rows:
                for cell in row.cells:
                    yield from inline_numbers(cell)

    def prose_numbers(self) -> Iterator[Number]:
        """Yield every figure outside tables: summary, key figures, paragraphs."""
        for parts in self._prose():
            yield from inline_numbers(parts)

    def _prose(self) -> Iterator[Inline]:
        yield from self.summary
        for figure in self.key_figures:
            yield figure.value
            yield figure.remark
        for section in self.sections:
            for block in section.blocks:
                yield from _block_prose(block)
        yield from self.footer


def _block_prose(block: Block) -> Iterator[Inline]:
    if isinstance(block, Paragraph):
        yield block.parts
    elif isinstance(block, Bullets):
        yield from block.items
    elif isinstance(block, Definitions):
        yield from (parts for _, parts in block.items)
    elif isinstance(block, Notice):
        yield from block.paragraphs
    elif isinstance(block, Table):
        yield from block.notes
    elif isinstance(block, FigureBlock):
        yield from block.twin.notes


def inline_numbers(parts: Inline) -> Iterator[Number]:
    """Yield the figures in a run of text."""
    for part in parts:
        if isinstance(part, Number):
            yield part
        elif isinstance(part, Interval):
            yield from (part.low, part.high)
