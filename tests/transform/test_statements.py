"""Reported and quoted speech: who is said to have said what, to whom, by which verb."""

from typing import Any

import pytest

from etl.pipeline import Annotator
from etl.records import Annotation, Statement
from tests.annotating import annotate

LEAD = "President of Norway Joren Verel has met with President of Chile Ilda Sohl in Oslo.\n\n"


def told(annotator: Annotator, text: str) -> tuple[Annotation, list[Statement]]:
    """Return the annotation of a narration after a lead that names two presidents, and its statements."""
    annotation = annotate(annotator, LEAD + text, country_id="NO")
    return annotation, [s for s in annotation.statements if s.start_char >= len(LEAD)]


# text -> mode, voice, act, speaker, source, cue, what was said
CASES: dict[str, tuple[Any, ...]] = {
    "President Joren Verel noted that exports to Chile had doubled.":
        ("indirect", "person", "note", "Joren Verel", "President Joren Verel", "noted", "exports to Chile had doubled"),
    "The sides noted there is rapid growth.":
        ("indirect", "joint", "note", None, "The sides", "noted", "there is rapid growth"),
    "The leaders discussed the regional agenda.":
        ("summarised", "joint", "discuss", None, "The leaders", "discussed", "the regional agenda"),
    "They also exchanged views on energy security.":
        ("summarised", "joint", "discuss", None, "They", "exchanged views", "energy security"),
    "President Ilda Sohl thanked her counterpart for the warm welcome.":
        ("summarised", "person", "thank", "Ilda Sohl", "President Ilda Sohl", "thanked", "the warm welcome"),
    "The Chilean leader briefed his Norwegian counterpart on the new port.":
        ("summarised", "person", "inform", "Ilda Sohl", "The Chilean leader", "briefed", "the new port"),
    "It was stressed that the port will be opened in May.":
        ("indirect", "impersonal", "stress", None, None, "was stressed", "the port will be opened in May"),
    "During the talks, the importance of the new port was emphasized.":
        ("summarised", "impersonal", "stress", None, None, "was emphasized", "the importance of the new port"),
    "The heads of state agreed that ministers would meet in May.":
        ("indirect", "joint", "agree", None, "The heads of state", "agreed", "ministers would meet in May"),
    "Joren Verel and Ilda Sohl welcomed the opening of flights.":
        ("summarised", "joint", "welcome", None, "Joren Verel and Ilda Sohl", "welcomed", "the opening of flights"),
    "“We will build the port,” President Joren Verel said.":
        ("quoted", "person", "say", "Joren Verel", "President Joren Verel", "said", "We will build the port"),
    "President Joren Verel said: “We will build the port.”":
        ("quoted", "person", "say", "Joren Verel", "President Joren Verel", "said", "We will build the port"),
    "President Ilda Sohl condemned the attacks on ships.":
        ("summarised", "person", "condemn", "Ilda Sohl", "President Ilda Sohl", "condemned", "the attacks on ships"),
    "President Joren Verel promised that aid would come.":
        ("indirect", "person", "promise", "Joren Verel", "President Joren Verel", "promised", "aid would come"),
    "The parties hailed bilateral political dialogue.":
        ("summarised", "joint", "welcome", None, "The parties", "hailed", "bilateral political dialogue"),
    "President Ilda Sohl proposed a joint fund for ports.":
        ("summarised", "person", "propose", "Ilda Sohl", "President Ilda Sohl", "proposed", "a joint fund for ports"),
    "President Joren Verel expressed his deep and sincere gratitude for the visit.":
        ("summarised", "person", "thank", "Joren Verel", "President Joren Verel", "expressed his deep and sincere gratitude", "the visit"),
    "The leaders voiced serious concern about the war.":
        ("summarised", "joint", "note", None, "The leaders", "voiced serious concern", "the war"),
    "President Joren Verel expressed the urgent priority of a new port.":
        ("summarised", "person", "say", "Joren Verel", "President Joren Verel", "expressed", "the urgent priority of a new port"),
    "President Joren Verel thanked President Ilda Sohl for Chile’s help.":
        ("summarised", "person", "thank", "Joren Verel", "President Joren Verel", "thanked", "Chile’s help"),
    "President Joren Verel thanked President Ilda Sohl’s ministers for the port.":
        ("summarised", "person", "thank", "Joren Verel", "President Joren Verel", "thanked", "President Ilda Sohl’s ministers for the port"),
    "President Joren Verel welcomed President Ilda Sohl’s stated openness to talks.":
        ("summarised", "person", "welcome", "Joren Verel", "President Joren Verel", "welcomed", "President Ilda Sohl’s stated openness to talks"),
}  # fmt: skip


@pytest.mark.parametrize("text", CASES)
def test_statement(text: str, annotator: Annotator) -> None:
    annotation, found = told(annotator, text)
    names = {person.id: person.name for person in annotation.people}
    assert len(found) == 1, found
    (s,) = found
    assert (s.mode, s.voice, s.act, names.get(s.speaker_id or ""), s.source, s.cue, s.text) == CASES[text]
    assert s.turn_id == annotation.turns[1].id


@pytest.mark.parametrize(
    "text",
    [
        "The promised land is far away from here.", "A noted pianist played for the guests.", "The proposed line is long and expensive.",
        "The delegation visited the museum of fine arts.", "After the meeting there was a dinner in the palace.",
        "The agreed price was too high for it.", "President Ilda Sohl’s stated aim is peace.", "The sides’ agreed aim is peace.",
        "The views expressed by the guests differ.", "A book offered by the guests lay there.",
        "The asked price was paid by the buyers.", "An official welcome ceremony was held in the square.",
        "The raised flags were seen from the harbour.",
        "Covered markets and shared taxis are common there.", "Reviewed books and reported crimes filled the shelves.",
    ],
)  # fmt: skip
def test_no_statement(text: str, annotator: Annotator) -> None:
    assert [s.cue for s in told(annotator, text)[1]] == []


def test_two_verbs_of_one_source(annotator: Annotator) -> None:
    _, found = told(annotator, "The leaders discussed the new port, and noted that the work goes on.")
    assert [(s.act, s.mode, s.source, s.text) for s in found] == [
        ("discuss", "summarised", "The leaders", "the new port"),
        ("note", "indirect", "The leaders", "the work goes on"),
    ]


def test_the_joint_source_is_both_participants(annotator: Annotator) -> None:
    annotation, (statement,) = told(annotator, "The leaders discussed the new port.")
    names = {person.id: person.name for person in annotation.people}
    sources = [names[p.person_id] for p in annotation.statement_people if p.statement_id == statement.id and p.role == "source"]
    assert sorted(sources) == ["Ilda Sohl", "Joren Verel"]


@pytest.mark.parametrize(
    "text",
    ["President Ilda Sohl thanked her counterpart for the welcome.", "The Chilean leader briefed his Norwegian counterpart on the port.",
     "President Ilda Sohl informed President Joren Verel about the port."],
)  # fmt: skip
def test_the_addressee(text: str, annotator: Annotator) -> None:
    annotation, (statement,) = told(annotator, text)
    names = {person.id: person.name for person in annotation.people}
    people = {(names[p.person_id], p.role) for p in annotation.statement_people if p.statement_id == statement.id}
    assert people == {("Ilda Sohl", "source"), ("Joren Verel", "addressee")}


@pytest.mark.parametrize("text, name", [("He noted that exports grew.", "Joren Verel"), ("The President noted that exports grew.", "Joren Verel")])
def test_he_is_who_spoke_last(text: str, name: str | None, annotator: Annotator) -> None:
    annotation, found = told(annotator, f"President Joren Verel thanked his counterpart for the visit. {text}")
    names = {person.id: person.name for person in annotation.people}
    assert names.get(found[1].speaker_id or "") == name


def test_figures_in_statements_have_their_voice(annotator: Annotator) -> None:
    annotation, _ = told(annotator, "The leaders noted that trade had grown by 5 percent. The palace has 40 rooms.")
    by_text = {figure.text: figure for figure in annotation.figures}
    assert (by_text["5 percent"].voice, by_text["5 percent"].statement_id) == ("joint", annotation.statements[0].id)
    assert (by_text["40 rooms"].voice, by_text["40 rooms"].statement_id) == ("impersonal", None)


def test_speech_has_its_quotations_only(annotator: Annotator) -> None:
    text = "President Verel: We noted that trade grew. My father told me, “never give up the port.” We discussed it.\n\nQ  Thank you."
    annotation = annotate(annotator, text)
    assert [(s.mode, s.act, s.cue, s.text) for s in annotation.statements] == [("quoted", "say", "told", "never give up the port")]


def test_a_quotation_is_no_second_statement(annotator: Annotator) -> None:
    _, found = told(annotator, "President Joren Verel said: “The ministers noted that trade grew, and they discussed it.”")
    assert [(s.mode, s.text) for s in found] == [("quoted", "The ministers noted that trade grew, and they discussed it")]


BETWEEN = (
    "Security Advisor Joren Verel of Norway met Vice President Ilda Sohl and President Ari Lund of Chile in Oslo on 10 April 2023, "
    "and they had a talk.\n\n"
)


@pytest.mark.parametrize(
    "text, source, name",
    [
        ("Mr. Verel noted that exports grew.", "Mr. Verel", "Joren Verel"),
        ("Verel noted that exports grew.", "Verel", "Joren Verel"),
        ("In the talks, Ms. Sohl today noted that exports grew.", "Ms. Sohl", "Ilda Sohl"),
        ("The Vice President noted that exports grew.", "The Vice President", "Ilda Sohl"),
        ("The President noted that exports grew.", "The President", "Ari Lund"),
        ("Mr. Strand noted that exports grew.", "Mr. Strand", None),
    ],
)
def test_a_family_name_or_an_office_means_who_was_named_before(text: str, source: str, name: str | None, annotator: Annotator) -> None:
    annotation = annotate(annotator, BETWEEN + text, country_id="NO")
    statement = annotation.statements[-1]
    names = {person.id: person.name for person in annotation.people}
    assert (statement.source, names.get(statement.speaker_id or "")) == (source, name)


def test_two_family_names_speak_together(annotator: Annotator) -> None:
    annotation = annotate(annotator, BETWEEN + "Mr. Verel and Ms. Sohl noted that exports grew.", country_id="NO")
    statement = annotation.statements[-1]
    names = {person.id: person.name for person in annotation.people}
    sources = {names[p.person_id] for p in annotation.statement_people if p.statement_id == statement.id and p.role == "source"}
    assert (statement.voice, statement.source) == ("joint", "Mr. Verel and Ms. Sohl")
    assert sources == {"Joren Verel", "Ilda Sohl"}


@pytest.mark.parametrize(
    "text, country, speaker",
    [
        ("The President noted that exports grew.", "FR", "emmanuel-macron"),
        ("The President noted that exports grew.", None, None),
        ("The King noted that exports grew.", "FR", None),
        ("President Ilda Sohl of Chile came, and the President noted that exports grew.", "FR", None),  # either
    ],
)
def test_the_publishers_own_president_need_not_be_named(text: str, country: str | None, speaker: str | None, annotator: Annotator) -> None:
    annotation = annotate(annotator, f"They had a long talk in the palace about the port.\n\n{text}", country_id=country)
    names = {person.id: person.id if person.known else person.name for person in annotation.people}
    assert names.get(annotation.statements[-1].speaker_id or "") == speaker


def test_an_assistant_to_the_president_is_no_president(annotator: Annotator) -> None:
    annotation = annotate(
        annotator, "They met Assistant to the President for Trade Policy and Director of the Council Ann Strand in Oslo.", country_id="NO"
    )
    assert [p.role for p in annotation.participants if p.role == "President"] == []
