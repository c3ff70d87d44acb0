"""Write the made-up municipality of data/sample/ anew: ``python data/make_sample.py [FOLDER]``.

Everything is invented and drawn from one seed, so that the same files come out each time.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sample_town import town, write_hr, write_organisation, write_plain, write_project, write_surveys

HERE = Path(__file__).resolve().parent


def main(folder: Path) -> None:
    """Write all files of the sample into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    made = town.build()
    write_plain.write(folder)
    write_organisation.write(folder, made)
    write_surveys.write(folder, made)
    write_project.write(folder, made, write_hr.write(folder, made))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "sample")
