"""The questions of the sample's survey, in the order of the form, with topics in own words."""

from __future__ import annotations

from dataclasses import dataclass

EXTENT = (
    ("1", "I meget høj grad"),
    ("2", "I høj grad"),
    ("3", "Delvist"),
    ("4", "I ringe grad"),
    ("5", "I meget ringe grad"),
    ("9", "Ved ikke"),
)
EXTENT_LEADER = (*EXTENT[:5], ("8", "Har ingen leder"), EXTENT[5])
FREQUENCY = (
    ("1", "Altid"),
    ("2", "Ofte"),
    ("3", "Sommetider"),
    ("4", "Sjældent"),
    ("5", "Aldrig/næsten aldrig"),
    ("8", "Har ingen kolleger"),
    ("9", "Ved ikke"),
)
YES_NO = (("1", "Ja"), ("2", "Nej"), ("3", "Ved ikke"))
YES_NO_ONLY = YES_NO[:2]
CHOSEN = (("0", "Ikke valgt"), ("1", "Valgt"))


@dataclass(frozen=True)
class Question:
    """An item of the form. ``mean`` is its municipal mean on 0-100, or the share of problems for a yes/no item."""

    code: str
    kind: str
    text: str
    mean: float
    scale: str = ""
    reversed: bool = False


def _scale(scale: str, kind: str, *items: tuple[str, str, float]) -> tuple[Question, ...]:
    return tuple(Question(code, kind, text, mean, scale, code == "TM3") for code, text, mean in items)


FORM: tuple[Question, ...] = (
    Question("PH1", "problem", "Problemer med indeklimaet på arbejdspladsen", 0.30),
    Question("PH2", "problem", "Generende støj", 0.37),
    Question("PH3", "problem", "Utilstrækkelig belysning", 0.16),
    Question("ER1", "problem", "Tunge løft eller træk", 0.24),
    Question("ER2", "problem", "Fastlåste arbejdsstillinger", 0.33),
    Question("PS1", "problem", "Tidspres i det daglige arbejde", 0.42),
    Question("PS2", "problem", "Uklare krav og forventninger", 0.22),
    Question("PS3", "problem", "Følelsesmæssigt belastende opgaver", 0.28),
    *_scale(
        "trust",
        "extent",
        ("TM1", "Ledelsens tiltro til medarbejdernes arbejde", 70),
        ("TMX2", "Troværdighed af det, ledelsen melder ud", 66),
        ("TM3", "Ledelsen holder oplysninger tilbage", 64),
        ("TM4", "Plads til at sige sin mening og vise følelser", 67),
    ),
    *_scale(
        "justice",
        "extent",
        ("JU1", "Konflikter løses på en fair måde", 60),
        ("JU2", "Godt arbejde bliver påskønnet", 62),
        ("JU3", "Forslag fra medarbejderne tages alvorligt", 61),
        ("JU4", "Opgaverne fordeles fair", 58),
    ),
    *_scale(
        "collaboration",
        "frequency",
        ("SW1", "God stemning blandt kollegerne", 76),
        ("SW2", "Godt samarbejde blandt kollegerne", 75),
        ("SW3", "Følelsen af fællesskab på arbejdspladsen", 73),
    ),
    *_scale(
        "within",
        "extent",
        ("WT1", "Vi hjælper hinanden i teamet, når der er travlt", 76),
        ("WT2", "Vi kan være uenige i teamet og komme videre", 69),
        ("WT3", "Vi er enige om, hvad der er vigtigst i opgaven", 70),
    ),
    *_scale(
        "between",
        "extent",
        ("BT1", "Samarbejdet med andre teams om fælles opgaver", 60),
        ("BT2", "Andre teams deler det, de ved", 58),
        ("BT3", "Gensidig forståelse mellem teams", 59),
    ),
    *_scale(
        "nearest",
        "extent_leader",
        ("NL1", "Nærmeste leder lytter", 70),
        ("NL2", "Nærmeste leder hjælper med at prioritere", 63),
        ("NL3", "Nærmeste leder holder, hvad der aftales", 68),
    ),
    *_scale(
        "whole",
        "extent",
        ("WW1", "Arbejdspladsens beslutninger er til at forstå", 62),
        ("WW2", "Ledelse og medarbejdere trækker i samme retning", 64),
        ("WW3", "Arbejdspladsen lærer af sine fejl", 61),
    ),
    Question("OB1", "sensitive", "Udsat for mobning", 0.065),
    Question("OB1A", "follow", "Har talt med nogen om mobningen", 0.60),
    Question("OB1W", "multiple", "Hvem mobningen kom fra", 0.0),
    Question("OB2", "sensitive", "Udsat for trusler", 0.085),
    Question("OB3", "sensitive", "Udsat for vold", 0.06),
    Question("OB4", "sensitive", "Udsat for uønsket seksuel opmærksomhed", 0.025),
    Question("OBT", "text", "Uddyb gerne", 0.0),
    Question("AB1", "problem", "Eget fravær, der hænger sammen med arbejdet", 0.12),
    Question("KN1", "extent", "Kender og forstår begrebet social kapital", 52),
    Question("CMT", "text", "Andet, du vil sige", 0.0),
)

SOURCES = ("Kolleger", "En leder", "Borgere eller pårørende")
SOURCE_SHARE = (0.55, 0.25, 0.30)
CHOICES = {
    "problem": YES_NO,
    "sensitive": YES_NO,
    "follow": YES_NO_ONLY,
    "extent": EXTENT,
    "extent_leader": EXTENT_LEADER,
    "frequency": FREQUENCY,
}
ITEMS = tuple(q for q in FORM if q.kind != "text")
COMMENTS = (
    "Vi mangler ro til at gøre arbejdet ordentligt.",
    "Godt fællesskab; men for mange møder.",
    "Støjen i fællesrummet er værst om formiddagen.",
    "Jeg er glad for at gå på arbejde.",
    "Der bliver talt pænt til hinanden, også når vi er uenige.",
    'Vi kalder det "den røde stue", fordi varmen aldrig kan reguleres.',
    "Ønsker bedre tid til overlevering mellem vagterne.",
    "Ledelsen er god til at melde ud, men ikke altid i tide.",
    "Luften er dårlig i mødelokalet på første sal.",
    "Vores nye fordeling af opgaver er blevet mere retfærdig.",
    "Det er svært at få øje på, hvad de andre teams laver.",
    "Skærmene står forkert;\nvi har sagt det flere gange.",
    "Håber, at der bliver fulgt op denne gang.",
    "Åbne døre er blevet en vane hos os. Tak for det.",
)
