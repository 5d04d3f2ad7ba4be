"""Countries, places, organisations by their names, the longest first and with regard to capitals."""

import pytest

from etl.pipeline import Annotator
from tests.annotating import annotate


def mentions(annotator: Annotator, text: str) -> dict[str, list[str]]:
    return {row.entity_id: [span["text"] for span in row.evidence] for row in annotate(annotator, text).turn_entities}


@pytest.mark.parametrize(
    "text, found",
    [
        ("Norway thanked the Chileans.", {"NO": ["Norway"], "CL": ["Chileans"]}),
        ("The Republic of Kazakhstan and Kazakhstani exporters agreed.", {"KZ": ["Republic of Kazakhstan", "Kazakhstani"]}),
        ("Türkiye and the Turkish side, as Turkey was called, agreed.", {"TR": ["Türkiye", "Turkish", "Turkey"]}),
        ("South Korea is not North Korea.", {"KR": ["South Korea"], "KP": ["North Korea"]}),
        ("Guinea-Bissau and Equatorial Guinea wrote to Guinea.", {"GW": ["Guinea-Bissau"], "GQ": ["Equatorial Guinea"], "GN": ["Guinea"]}),
        ("The U.S. side and the US side met us.", {"US": ["U.S.", "US"]}),
        ("Kenya's exports reached Oslo.", {"KE": ["Kenya"], "oslo": ["Oslo"]}),
        ("Nigeria spoke for Niger.", {"NG": ["Nigeria"], "NE": ["Niger"]}),
        ("The Baku-Tbilisi-Kars railway line is open.", {"baku-tbilisi-kars-railway": ["Baku-Tbilisi-Kars railway line"]}),
        ("It was shown in the Kazakh and Russian languages.", {}),
        ("A french-fry stand near the chinaware shop.", {}),
        ("They chatted over turkey and chili.", {}),
        ("Let us polish the plan and can it.", {}),
        ("The Georgian leader met the Iraqi.", {"GE": ["Georgian"], "IQ": ["Iraqi"]}),
        ("They flew from Atlanta, Georgia, to Georgia.", {"atlanta": ["Atlanta"], "georgia-us": ["Georgia", "Georgia"]}),
        ("Georgia and Louisiana voted.", {"georgia-us": ["Georgia"], "louisiana": ["Louisiana"]}),
        ("In Georgia the Georgian minister met us, not in Texas.", {"GE": ["Georgia", "Georgian"], "texas": ["Texas"]}),
        ("He named Georgia, Ukraine and Moldova in Texas.", {"GE": ["Georgia"], "UA": ["Ukraine"], "MD": ["Moldova"], "texas": ["Texas"]}),
        ("Georgia joined.", {"GE": ["Georgia"]}),
        ("The Minsk agreements were the Minsk Agreements.", {"minsk-agreements": ["Minsk agreements", "Minsk Agreements"]}),
        ("A shelter stands in Alexandria, Louisiana.", {"louisiana": ["Louisiana"]}),
        ("They went to Brussels, Poland and Alexandria.", {"brussels": ["Brussels"], "PL": ["Poland"], "alexandria": ["Alexandria"]}),
        (
            "The National Security Council met the Security Council.",
            {"national-security-council": ["National Security Council"], "un-security-council": ["Security Council"]},
        ),
        ("The United Nations met in New York.", {"united-nations": ["United Nations"], "new-york": ["New York"]}),
    ],
)
def test_mentions(text: str, found: dict[str, list[str]], annotator: Annotator) -> None:
    assert mentions(annotator, text) == found


def test_mentions_are_counted_by_turn(annotator: Annotator) -> None:
    annotation = annotate(annotator, "PRESIDENT VEREL:  Kenya and Kenya.\n\nQ  And Kenya?\n\nPRESIDENT VEREL:  Chile.")
    assert [(row.turn_id, row.entity_id, row.mentions) for row in annotation.turn_entities] == [
        (annotation.turns[0].id, "KE", 2),
        (annotation.turns[1].id, "KE", 1),
        (annotation.turns[2].id, "CL", 1),
    ]


def test_every_entity_mentioned_is_described(annotator: Annotator) -> None:
    annotation = annotate(annotator, "Kenya thanked the United Nations in Oslo.")
    assert {entity.id: entity.kind for entity in annotation.entities} == {"KE": "country", "oslo": "city", "united-nations": "organisation"}
    oslo = next(entity for entity in annotation.entities if entity.id == "oslo")
    assert oslo.country_id == "NO"
    assert (round(oslo.latitude or 0), round(oslo.longitude or 0)) == (60, 11)


def test_a_country_in_a_label_is_no_mention_of_the_turn(annotator: Annotator) -> None:
    annotation = annotate(annotator, "Mr. Sohl (Norway): I thank you.\n\nMr. Anders (Chile): I thank Kenya.")
    assert [(row.turn_id, row.entity_id) for row in annotation.turn_entities] == [(annotation.turns[1].id, "KE")]
