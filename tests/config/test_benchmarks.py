from pathlib import Path

import pytest

from skapital.config.benchmarks import read_benchmarks
from skapital.errors import ConfigurationError
from skapital.resources import resource

SHIPPED = resource("configs", "benchmarks.toml")


def written(tmp_path: Path, **changes: str) -> Path:
    text = SHIPPED.read_text(encoding="utf-8")
    for old, new in changes.items():
        line = next(line for line in text.splitlines() if line.startswith(f"{old} = "))
        text = text.replace(line, new, 1)
    path = tmp_path / "benchmarks.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_file_names_nobody() -> None:
    assert read_benchmarks(SHIPPED).members == ()


def test_weights_are_read_where_the_average_is_weighted(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        members='members = ["A", "B"]',
        decided_by='decided_by = "Direktionen"',
        rule='rule = "weighted"',
        weights_from='weights_from = "fuldtidsbeskæftigede"\nweights = { A = 100, B = 300 }\n#',
    )
    text = path.read_text(encoding="utf-8").replace("[average.weights]", "#")
    path.write_text(text, encoding="utf-8")
    assert read_benchmarks(path).weights == {"A": 100.0, "B": 300.0}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"members": 'members = ["A"]'}, "who chose"),
        (
            {"members": 'members = ["A"]', "decided_by": 'decided_by = "x"', "rule": 'rule = "weighted"'},
            "has no weight",
        ),
        ({"rule": 'rule = "weighted"'}, "where the weights come from"),
        ({"rule": 'rule = "mean"'}, "mean"),
        ({"own": 'own = "A"', "members": 'members = ["A"]', "decided_by": 'decided_by = "x"'}, "our own"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_benchmarks(written(tmp_path, **changes))
    assert any(said in problem.message for problem in refused.value.problems)
