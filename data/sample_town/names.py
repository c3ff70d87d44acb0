"""Invented names. None is a real municipality's; what sounds real is so by chance."""

from __future__ import annotations

_NATURE = """
Solsikken Mælkebøtten Egernet Spætten Regnbuen Myretuen Mariehønen Lærken Kløveren Skovtrolden Grævlingen
Nøddebo Bøgetræet Ahornen Sommerfuglen Humlebien Pindsvinet Hasselmusen Åkanden Guldsmeden Birken Tusindfryd
Rønnebærret Blåmejsen Svalen Storken Ræven Harepusen Valmuen Anemonen Hyldeblomsten Vandpytten Fyrtårnet
Kastanjen Agernet Piletræet Kornblomsten Ærenprisen Løvspringet Månestrålen Stjerneskuddet Havregrynet
Jordbærret Blåbærret Skovduen Nattergalen Sneglehuset Bænkebideren
"""
NATURE = tuple(_NATURE.split())

DAY_CARE = ("Børnehuset", "Vuggestuen", "Børnehaven", "Naturbørnehaven")

_SCHOOL_STEMS = """
Lærke Ege Bøge Aske Birke Pile Åmose Skovkant Solskrænt Møllehøj Nørrelund Øster Søkær Engbo
"""
SCHOOL_STEMS = tuple(_SCHOOL_STEMS.split())

_HOUSES = """
Lindegården Rosenhaven Åhuset Engparken Kastaniegården Skovbrynet Solgården Pilehaven Birkelunden Møllegården
Æblehaven Fuglevænget Ellekæret Nøddehegnet Syrenhaven Tjørnehuset Hyldegården Kløverbakken Havblik Enghaven
Poppelhuset Askegården Vibehuset Fasanhegnet Blåklokken Kirsebærhuset
"""
HOUSES = tuple(_HOUSES.split())

QUARTERS = ("Nord", "Syd", "Øst", "Vest", "Midt")

CENTRES = (
    ("C1", "Center for Børn og Dagtilbud"),
    ("C2", "Center for Skole og Læring"),
    ("C3", "Center for Ældre og Pleje"),
    ("C4", "Center for Social og Handicap"),
    ("C5", "Center for Sundhed og Forebyggelse"),
    ("C6", "Center for Job og Borgerservice"),
    ("C7", "Center for Teknik og Miljø"),
    ("C8", "Center for Kultur og Fritid"),
    ("C9", "Center for Økonomi og Personale"),
)

DEPARTMENTS = {
    "C1": ("Dagtilbud Nord", "Dagtilbud Syd", "Dagtilbud Øst", "Dagtilbud Vest", "Dagtilbud Midt", "Dagplejen"),
    "C2": ("Skoler Nord", "Skoler Syd", "Skolefritid", "Pædagogisk Rådgivning"),
    "C3": ("Plejehjem Øst", "Plejehjem Vest", "Hjemmepleje Nord", "Hjemmepleje Syd", "Aktivitet og Køkken"),
    "C4": ("Botilbud", "Dag- og Aktivitetstilbud", "Socialpsykiatri", "Børn og Familie", "Visitation"),
    "C5": ("Genoptræning", "Sundhedspleje", "Tandpleje"),
    "C6": ("Jobindsats", "Sygedagpenge", "Ydelser", "Borgerservice"),
    "C7": ("Vej og Park", "Byg og Plan", "Miljø og Natur", "Ejendom og Rengøring"),
    "C8": ("Biblioteker", "Idræt", "Musik og Kulturarv"),
    "C9": ("Økonomi", "Personale og Digitalisering"),
}


def _numbered(stem: str, count: int) -> list[str]:
    return [f"{stem} {number}" for number in range(1, count + 1)]


def _day_care() -> list[str]:
    houses = [f"{DAY_CARE[i % 4]} {name}" for i, name in enumerate(NATURE)]
    clubs = [f"Klubben {name}" for name in HOUSES[:14]]
    return houses + clubs + [f"Dagplejen, distrikt {name}" for name in QUARTERS] + _numbered("Legestuen", 5)


def _schools() -> list[str]:
    schools = [f"{stem}skolen" for stem in SCHOOL_STEMS]
    leisure = [f"SFO ved {name}" for name in schools[:13]]
    others = ["Ungdomsskolen", "Sprogcentret", "10. klasse-centret", "PPR, team småbørn", "PPR, team skole"]
    return schools + leisure + [*others, "Specialcentret Åbrinken", "Naturskolen", "Skolekøkkenet", "Læringscentret"]


def _elder_care() -> list[str]:
    homes = [f"Plejecenter {name}, afsnit {part}" for name in HOUSES[:11] for part in ("A", "B")]
    teams = [f"Hjemmeplejen {name}, {shift}" for name in QUARTERS for shift in ("dag", "aften", "nat")]
    nurses = [f"Sygeplejen {name}" for name in QUARTERS]
    return homes + teams + nurses + ["Aktivitetscentret", "Madservice", "Daghjemmet Kilden", *_numbered("Vagtteam", 3)]


def _social() -> list[str]:
    homes = [f"Bostedet {name}" for name in HOUSES[10:26]]
    day = [f"Værkstedet {name}" for name in NATURE[30:36]]
    family = ["Familiehuset", "Ungehuset", *_numbered("Børn og familie, team", 4)]
    return (
        homes
        + day
        + family
        + ["Værestedet Lanternen", "Støttecentret", *_numbered("Bostøtte, team", 3)]
        + [
            "Visitation voksne",
            "Visitation børn",
            "Hjælpemiddeldepotet",
        ]
    )


NAMES: dict[str, list[str]] = {
    "C1": _day_care(),
    "C2": _schools(),
    "C3": _elder_care(),
    "C4": _social(),
    "C5": [
        *(f"Tandklinikken {name}" for name in QUARTERS),
        *(f"Sundhedsplejen {name}" for name in QUARTERS),
        "Genoptræningen, ryg og led",
        "Genoptræningen, hjerne og nerver",
        "Børneterapien",
        "Sundhedshuset",
        "Misbrugsrådgivningen",
        "Kostvejledningen",
        "Tandreguleringen",
        "Akutteamet",
    ],
    "C6": [
        *_numbered("Jobteam", 5),
        *_numbered("Sygedagpenge, team", 3),
        *_numbered("Ydelsesteam", 2),
        *("Borgerservice, skranken", "Borgerservice, telefonen", "Kontrolgruppen", "Pension og boligstøtte"),
    ],
    "C7": [
        *_numbered("Vejhold", 3),
        *_numbered("Parkhold", 3),
        *(f"Rengøring {name}" for name in QUARTERS),
        *("Byggesag", "Planafdelingen", "Miljøtilsynet", "Natur og vandløb", "Ejendomsdrift", "Genbrugspladsen"),
        "Værkstedet",
    ],
    "C8": [
        *("Hovedbiblioteket", "Biblioteket Syd", "Biblioteket Øst", "Idrætshallen Nord", "Svømmehallen"),
        *("Idrætsparken", "Musikskolen", "Lokalarkivet", "Kulturhuset", "Fritidskontoret"),
    ],
    "C9": ["Budget", "Regnskab", "Løn", "Personalejura", "It-drift", "Digitalisering", "Indkøb", "Kommunikation"],
}

POSITIONS = {
    "paedagog": "Pædagog",
    "paedagogmedhjaelper": "Pædagogmedhjælper",
    "laerer": "Lærer",
    "social_og_sundhed": "Social og sundhed",
    "sygeplejerske": "Sygepleje og terapi",
    "socialraadgiver": "Socialrådgiver",
    "administration": "Administration",
    "akademiker": "Akademiker",
    "teknik_og_service": "Teknik og service",
    "leder": "Leder",
}

POSITIONS_OF_CENTRE = {
    "C1": (("paedagog", 0.58), ("paedagogmedhjaelper", 0.36), ("teknik_og_service", 0.06)),
    "C2": (("laerer", 0.66), ("paedagog", 0.20), ("paedagogmedhjaelper", 0.08), ("teknik_og_service", 0.06)),
    "C3": (("social_og_sundhed", 0.76), ("sygeplejerske", 0.16), ("teknik_og_service", 0.08)),
    "C4": (("paedagog", 0.55), ("social_og_sundhed", 0.20), ("socialraadgiver", 0.20), ("administration", 0.05)),
    "C5": (("sygeplejerske", 0.72), ("administration", 0.16), ("teknik_og_service", 0.12)),
    "C6": (("socialraadgiver", 0.45), ("administration", 0.45), ("akademiker", 0.10)),
    "C7": (("teknik_og_service", 0.70), ("akademiker", 0.20), ("administration", 0.10)),
    "C8": (("akademiker", 0.45), ("administration", 0.25), ("teknik_og_service", 0.30)),
    "C9": (("administration", 0.60), ("akademiker", 0.40)),
}
