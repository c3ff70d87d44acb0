"""Write the settings of the sample's workspace, and its payroll codes."""

from __future__ import annotations

from pathlib import Path

from sample_town.files import write_text

SETTINGS = """\
# Indstillinger for en opdigtet kommune. En anden kommune retter i denne fil, ikke i programmet.
# Settings of a made-up municipality. Another municipality changes this file, not the program.
schema = 1

language = "da"                        # reports are written in Danish; "en" gives English

[municipality]
code = "KOM"                           # the code of the root of every tree
name = "Solbjerg Kommune"              # invented

# ---- One table for each measurement. Who was employed at the cut-off is invited;
# ---- the organisation used is the newest one at or before that day.
[[rounds]]
id = "2014-06"
title = "APV og social kapital 2014"
instrument = "apv-sk-example"          # a file in instruments/
fieldwork_from = 2014-06-02
fieldwork_to = 2014-06-20
cut_off = 2014-04-01

[[rounds]]
id = "2016-06"
title = "APV og social kapital 2016"
instrument = "apv-sk-example"
fieldwork_from = 2016-06-01
fieldwork_to = 2016-06-17
cut_off = 2016-04-01

# ---- What later figures are measured against.
[baseline]
round = "2014-06"
hr_period = "2013"                     # a year, such as "2013", or a quarter, such as "2013Q4"

[organisation]
leader_levels = ["direktion", "centerchef", "afdelingsleder", "decentral"]     # from the top down
report_levels = ["municipality", "centre", "department", "workplace", "centre_med", "local_med"]
workplace_level = "workplace"
centre_level = "centre"

[privacy]
link_rounds = false                    # false: a person's two answers can never be put together
keep_raw_files = false                 # false: only the SHA-256 of an imported file is kept
retention_years = 5                    # how long answers may be kept; nothing is removed by itself

[rehearsal]
expected_response_percent = 75         # so many of those invited will answer, as `skapital rehearse` expects

[verdicts]
smallest_important_difference = 5.0    # points on 0-100; smaller changes do not matter in practice
"""

DEFINITIONS = """\
# What counts as sickness absence and as leaving, with this payroll system's own codes.
# Change the version when you change a definition: figures made by different versions are not compared.
schema = 1

[absence]
id = "egen-sygdom-mv"
version = 1
title = { da = "Sygefravær: egen sygdom, arbejdsskade, § 56 og graviditetsgener", \
en = "Sickness absence: own illness, work injury, section 56 and pregnancy-related" }
source = "Region Hovedstaden, HR-data, metode 2 (enhedens tal): fuldtidsdage delt med gennemsnitlige årsværk"
reasons = ["own_illness", "work_injury", "paragraph_56", "pregnancy"]   # child_ill, maternity and other are left out
staff = "månedslønnede"
day_hours = 7.4                       # one full-time day of work
percent_of = { name = "brutto", days = 260 }   # 52 weeks × 5 days, holidays included
long_from_calendar_days = 31          # a spell of more than 30 calendar days is long

[turnover]
id = "afgang-fra-start"
version = 1
title = { da = "Afgang: andel af de ansatte ved periodens start, der var fratrådt ved dens slutning", \
en = "Outflow: share of those employed at the start of the period who had left by its end" }
source = "Region Hovedstaden, HR-data, afgangsrate"
expected_end_types = ["retired", "pupil_end"]   # expected leavers, left out of both sides
quick_rehire_days = 92                # back within three months: has not left
staff = "månedslønnede"

# What this (invented) payroll system writes = the word used here.
[reason_codes]
S10 = "own_illness"
S20 = "work_injury"
S30 = "paragraph_56"
S40 = "pregnancy"
F10 = "child_ill"
F20 = "maternity"
F90 = "other"

[end_type_codes]
"""


def write(folder: Path) -> None:
    """Write skapital.toml and definitions.toml."""
    write_text(folder / "skapital.toml", SETTINGS)
    write_text(folder / "definitions.toml", DEFINITIONS)
