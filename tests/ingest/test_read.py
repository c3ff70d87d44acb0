import hashlib
import io
import struct
import zipfile

import pytest

from skapital.errors import InputError
from skapital.ingest import read_zip
from skapital.ingest.read import read_source


def zipped(files: dict[str, bytes], **how: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how.get("compression", zipfile.ZIP_DEFLATED)) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def refused(path, **options) -> InputError:
    with pytest.raises(InputError) as error:
        read_source(path, **options)
    return error.value


def test_a_file_a_folder_and_a_zip_hold_the_same_tables(write) -> None:
    files = {"dataset.csv": b"id;x\n1;2\n", "labels.csv": b"x;1;Ja\n"}
    for name, data in files.items():
        write(f"folder/{name}", data)
    folder = read_source(write("folder/notes.md", "not a table").parent)
    archive = read_source(write("export.zip", zipped({**files, "__MACOSX/._dataset.csv": b"x", "notes.md": b"x"})))
    single = read_source(write("dataset.csv", files["dataset.csv"]))
    assert list(folder.tables) == list(archive.tables) == ["dataset", "labels"]
    for source in (folder, archive, single):
        assert source.read("dataset").cells.to_numpy().tolist() == [["1", "2"]]


def test_the_sha_is_the_files_own(write) -> None:
    path = write("a.csv", b"id;x\n1;2\n")
    assert read_source(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_sha_of_a_folder_tells_content_and_names(write) -> None:
    folder = write("d/a.csv", b"id;x\n1;2\n").parent
    first = read_source(folder).sha256
    assert read_source(folder).sha256 == first
    write("d/a.csv", b"id;x\n1;3\n")
    assert read_source(folder).sha256 != first


def test_a_zip_with_a_password_is_refused(write) -> None:
    data = bytearray(zipped({"a.csv": b"id;x\n1;2\n"}))
    data[6] |= 1
    at = data.index(b"PK\x01\x02") + 8
    data[at] |= 1
    assert refused(write("a.zip", bytes(data))).slug == "zip-encrypted"


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "x/../../a.csv", "C:\\a.csv", "..\\a.csv"])
def test_paths_out_of_a_zip_are_refused(write, name: str) -> None:
    assert refused(write("a.zip", zipped({name: b"id;x\n1;2\n"}))).slug == "zip-path"


def test_links_in_a_zip_are_refused(write) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("a.csv")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert refused(write("a.zip", out.getvalue())).slug == "zip-path"


def test_bombs_are_refused_by_size_ratio_and_number(write, monkeypatch) -> None:
    dense = zipped({"a.csv": b"0" * (20 * 1024 * 1024)})
    monkeypatch.setattr(read_zip, "LARGEST_RATIO", 100)
    assert refused(write("a.zip", dense)).slug == "zip-bomb"
    monkeypatch.setattr(read_zip, "LARGEST_RATIO", 10**9)
    monkeypatch.setattr(read_zip, "LARGEST_TOTAL", 1024)
    assert refused(write("a.zip", dense)).slug == "zip-bomb"
    many = zipped({f"{number}.csv": b"" for number in range(1001)})
    assert refused(write("b.zip", many)).slug == "zip-bomb"


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_whole(write) -> None:
    data = bytearray(zipped({"a.csv": b"id;x\n" + b"1;2\n" * 5_000_000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 100)
    assert refused(write("a.zip", bytes(data))).slug == "zip-damaged"


def test_a_workbook_that_lies_about_its_size_is_refused(write) -> None:
    data = bytearray(zipped({"[Content_Types].xml": b"<x>" * 1_000_000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 100)
    assert refused(write("a.xlsx", bytes(data))).slug == "zip-damaged"


def test_a_workbook_is_checked_as_a_zip_too(write) -> None:
    data = zipped({"[Content_Types].xml": b"x", "xl/../../a": b"x"})
    assert refused(write("a.xlsx", data)).slug == "zip-path"


@pytest.mark.parametrize(
    ("name", "data", "slug"),
    [
        ("a.zip", b"PK\x03\x04 and then nothing", "zip-damaged"),
        ("a.zip", zipped({"readme.md": b"x", "b.png": b"y"}), "no-tables"),
        ("a.zip", zipped({"x/a.csv": b"id;x\n", "y/a.csv": b"id;x\n"}), "zip-damaged"),
        ("a.parquet", b"PAR1....", "unknown-format"),
        ("a.sav", b"$FL2....", "unknown-format"),
        ("a.csv.gz", b"\x1f\x8b....", "unknown-format"),
        ("a.pdf", b"%PDF-1.4", "unknown-format"),
    ],
)
def test_what_is_no_table_is_refused(write, name: str, data: bytes, slug: str) -> None:
    assert refused(write(name, data)).slug == slug


def test_a_missing_file_and_an_empty_folder(tmp_path) -> None:
    assert refused(tmp_path / "nothing.csv").slug == "file-not-found"
    assert refused(tmp_path).slug == "no-tables"
