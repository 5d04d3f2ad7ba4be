"""Who the people are: labels and mentions come down to persons, known or of the document alone."""

import pytest

from etl.pipeline import Annotator
from etl.records import Annotation
from tests.annotating import annotate


def speakers(annotation: Annotation) -> list[str | None]:
    names = {person.id: person.name for person in annotation.people}
    return [names.get(turn.speaker_id or "") for turn in annotation.turns if turn.kind == "speech"]


def test_the_president_is_the_one_in_that_office(annotator: Annotator) -> None:
    text = "PRESIDENT VEREL:  Good day.\n\nQ  Why?\n\nTHE PRESIDENT:  Because.\n\nPRIME MINISTER SOHL:  Yes.\n\nTHE PRIME MINISTER:  Indeed."
    assert speakers(annotate(annotator, text)) == ["Verel", None, "Verel", "Sohl", "Sohl"]


def test_the_president_at_home_before_the_guest(annotator: Annotator) -> None:
    text = "President Joren Verel of Norway met President Ilda Sohl of Chile.\n\nTHE PRESIDENT:  Good day.\n\nPRESIDENT SOHL:  Thank you."
    assert speakers(annotate(annotator, text, country_id="NO")) == ["Joren Verel", "Ilda Sohl"]
    assert speakers(annotate(annotator, text, country_id="CL"))[0] == "Ilda Sohl"


@pytest.mark.parametrize(
    "mentioned", ["President Lincoln", "President Obama", "Presidents before me, President Carter and President Kennedy,", "Nobody"]
)
def test_the_president_at_home_is_no_president_who_is_only_spoken_of(mentioned: str, annotator: Annotator) -> None:
    text = f"THE PRESIDENT:  {mentioned} knew that.\n\nQ  Why?\n\nTHE PRESIDENT:  Because."
    assert speakers(annotate(annotator, text, country_id="US", date="2022-05-12")) == ["Joe Biden", None, "Joe Biden"]


def test_a_former_president_is_the_one_who_was_it_at_home(annotator: Annotator) -> None:
    annotation = annotate(annotator, "Today President Obama spoke of the law.", country_id="US", date="2022-05-12")
    assert [(person.name, person.known) for person in annotation.people] == [("Barack Obama", True)]


@pytest.mark.parametrize(
    "title",
    [
        "Remarks by President Verel Before Air Force One Departure",
        "Remarks by President Joren Verel on the Harvest",
        "President Verel Announcing a Plan for Harbours",
        "Remarks by President Verel and Prime Minister Sohl of Chile",
    ],
)
def test_a_title_that_is_not_printed_says_who_the_president_is(title: str, annotator: Annotator) -> None:
    text = "THE PRESIDENT:  Good day.  President Lincoln said so.\n\nQ  Why?\n\nTHE PRESIDENT:  Because."
    names = speakers(annotate(annotator, text, country_id="US", date="2022-05-12", title=title))
    assert [name.split()[-1] if name else None for name in names] == ["Verel", None, "Verel"]


def test_surname_and_full_name_are_one_person(annotator: Annotator) -> None:
    text = "President Joren Verel: Good day.\n\nPresident of Chile Ilda Sohl: Thank you.\n\nJ. Verel: Please.\n\nVerel: Now.\n\nMadam Sohl: Yes."
    annotation = annotate(annotator, text)
    assert speakers(annotation) == ["Joren Verel", "Ilda Sohl", "Joren Verel", "Joren Verel", "Ilda Sohl"]
    assert len(annotation.people) == 2


def test_two_of_one_surname_stay_two(annotator: Annotator) -> None:
    text = "President Joren Verel: Good day.\n\nMinister Ana Verel: Good day.\n\nPresident Joren Verel: Yes.\n\nMinister Ana Verel: Yes."
    annotation = annotate(annotator, text)
    assert speakers(annotation) == ["Joren Verel", "Ana Verel", "Joren Verel", "Ana Verel"]


def test_the_same_name_in_two_documents_is_two_persons(annotator: Annotator) -> None:
    text = "President Joren Verel: Good day.\n\nQ  Why?"
    first, second = annotate(annotator, text, id="one"), annotate(annotator, text, id="two")
    assert [p.name for p in first.people] == [p.name for p in second.people] == ["Joren Verel"]
    assert first.people[0].id != second.people[0].id
    assert not first.people[0].known


def test_known_people_are_the_same_everywhere(annotator: Annotator) -> None:
    first = annotate(annotator, "President Ilham Aliyev: Good day.\n\nQ  Why?", id="one")
    second = annotate(annotator, "President of Azerbaijan Ilham Aliyev met with others in Baku.", id="two")
    assert [person.id for person in first.people] == [person.id for person in second.people] == ["ilham-aliyev"]
    assert first.people[0].known
    assert any(position.title == "President" for position in first.positions)


@pytest.mark.parametrize("printed", ["Ilham Aliyev", "Ilham Aliev", "ILHAM ALIYEV", "Ilham\u00a0Aliyev"])
def test_spellings_of_a_known_name(printed: str, annotator: Annotator) -> None:
    annotation = annotate(annotator, f"President {printed}: Good day.\n\nQ  Why?", country_id="AZ")
    assert annotation.turns[0].speaker_id == "ilham-aliyev"


def test_an_office_that_was_held_that_day(annotator: Annotator) -> None:
    text = "Minister of Foreign Affairs and the Prime Minister were there.\n\nPRESIDENT BIDEN:  Good day.\n\nQ  Why?"
    assert annotate(annotator, text, date="2022-05-05", country_id="US").turns[1].speaker_id == "joe-biden"
    assert annotate(annotator, text, date="1985-05-05", country_id="US").turns[1].speaker_id != "joe-biden"


def test_a_known_name_in_another_countrys_office_is_somebody_else(annotator: Annotator) -> None:
    annotation = annotate(annotator, "President of Chile Ilham Aliyev: Good day.\n\nQ  Why?")
    assert annotation.turns[0].speaker_id != "ilham-aliyev"
    assert annotation.people[0].country_id == "CL"


def test_a_misspelt_label_is_the_same_speaker(annotator: Annotator) -> None:
    text = "SECRETARY VEREL: One.\n\nQUESTION: Two?\n\nSECRTARY VEREL: Three.\n\nSECRETARY VERELL: Four."
    annotation = annotate(annotator, text)
    assert speakers(annotation) == ["Verel", None, "Verel", "Verel"]
    assert [turn.speaker_label for turn in annotation.turns] == ["SECRETARY VEREL", "QUESTION", "SECRTARY VEREL", "SECRETARY VERELL"]


@pytest.mark.parametrize(
    "label, role",
    [("Q  ", "press"), ("QUESTION: ", "press"), ("JOURNALIST: ", "press"), ("THE PRESS: ", "press"), ("Reporter, Evening Star: ", "press"),
    ("MODERATOR: ", "moderator"),
     ("INTERPRETER: ", "interpreter"), ("AUDIENCE MEMBER: ", "audience"), ("SENIOR ADMINISTRATION OFFICIAL: ", "official"), ("PREGUNTA: ", "press")],
)  # fmt: skip
def test_functions_are_roles_without_a_person(label: str, role: str, annotator: Annotator) -> None:
    annotation = annotate(annotator, f"PRESIDENT VEREL:  Good day.\n\n{label}Thank you.")
    assert (annotation.turns[1].role, annotation.turns[1].speaker_id) == (role, None)
    assert annotation.problems == ()


def test_an_office_nobody_holds_is_a_problem(annotator: Annotator) -> None:
    annotation = annotate(annotator, "THE CHANCELLOR:  Good day.\n\nQ  Why?")
    assert annotation.turns[0].speaker_id is None
    assert annotation.turns[0].role == "Chancellor"
    (problem,) = annotation.problems
    assert "THE CHANCELLOR" in problem.message
    assert (problem.start_char, problem.end_char) == (annotation.turns[0].start_char, annotation.turns[0].end_char)


@pytest.mark.parametrize(
    "label, name, role, country",
    [
        ("President of the Republic of Chile Ilda Sohl", "Ilda Sohl", "President", "CL"),
        ("Chilean President Ilda Sohl", "Ilda Sohl", "President", "CL"),
        ("Ilda Sohl, President of Chile", "Ilda Sohl", "President", "CL"),
        ("Prime Minister of the Kingdom of Norway Joren van der Verel", "Joren van der Verel", "Prime Minister", "NO"),
        ("Minister of Foreign Affairs of Kenya Ana-Maria O’Sohl", "Ana-Maria O’Sohl", "Minister of Foreign Affairs", "KE"),
        ("HIS EXCELLENCY MR ILDO SOHL, PRESIDENT OF CHILE", "Ildo Sohl", "President", "CL"),
        ("Mr. Sohl (Chile)", "Sohl", None, "CL"),
        ("FOREIGN MINISTER SOHL", "Sohl", "Minister of Foreign Affairs", None),
        ("Joren bin Verel, King of Jordan", "Joren bin Verel", "King", "JO"),
    ],
)
def test_labels(label: str, name: str, role: str | None, country: str | None, annotator: Annotator) -> None:
    annotation = annotate(annotator, f"{label}: Good day.\n\nQ  Why?")
    assert speakers(annotation) == [name, None]
    turn = annotation.turns[0]
    assert (turn.speaker_label, turn.role, turn.country_id) == (label.removesuffix(" (Chile)"), role, country)


def test_participants_are_those_of_the_meeting(annotator: Annotator) -> None:
    text = (
        "President of Norway Joren Verel has met with President of Chile Ilda Sohl in Oslo.\n\n"
        "President Joren Verel: I bring greetings from President Emmanuel Macron of France.\n\nPresident Ilda Sohl: Thank you."
    )
    annotation = annotate(annotator, text)
    names = {person.id: person.name for person in annotation.people}
    assert {(names[p.person_id], p.role, p.country_id) for p in annotation.participants} == {
        ("Joren Verel", "President", "NO"),
        ("Ilda Sohl", "President", "CL"),
    }
    assert "Emmanuel Macron" in names.values()
    assert (annotation.meetings[0].level, annotation.meetings[0].place_id) == ("heads of state", "oslo")


def test_a_president_who_receives_a_minister_meets_at_ministers_level(annotator: Annotator) -> None:
    text = "President of Norway Joren Verel has received Minister of Foreign Affairs of Chile Ilda Sohl in Oslo."
    assert annotate(annotator, text).meetings[0].level == "ministers"


def people(annotation: Annotation) -> dict[str, str | None]:
    return {person.name: person.country_id for person in annotation.people}


def test_a_list_of_names_lends_no_country_to_the_next_line(annotator: Annotator) -> None:
    text = "Present were:\n\nRosa Lind, Prime Minister of Denmark\n\nTeo Marr, President of Ghana\n\nThey met and spoke of trade."
    assert people(annotate(annotator, text)) == {"Rosa Lind": "DK", "Teo Marr": "GH"}
    assert people(annotate(annotator, text.replace("\n\n", "\n"))) == {"Rosa Lind": "DK", "Teo Marr": "GH"}


def test_names_end_with_their_paragraph(annotator: Annotator) -> None:
    annotation = annotate(annotator, "Remarks by President Ilda Sohl\n\nTbilisi\n\nPRESIDENT SOHL: Good day.\n\nQ  Why?\n\nPRESIDENT SOHL: Because.")
    assert list(people(annotation)) == ["Ilda Sohl"]


@pytest.mark.parametrize("words", ["the Director of the Office of Science and Technology Policy", "the Secretary of Health and Human Services"])
def test_an_institution_is_nobody(words: str, annotator: Annotator) -> None:
    assert people(annotate(annotator, f"Minister of Trade Ana Verel met {words} in Oslo.")) == {"Ana Verel": None}


def test_the_guest_is_not_given_the_country_of_the_publisher(annotator: Annotator) -> None:
    text = "President Joren Verel of Norway received President Sohl.\n\nPRESIDENT VEREL: Welcome.\n\nPRESIDENT SOHL: Thank you."
    assert people(annotate(annotator, text, country_id="NO")) == {"Joren Verel": "NO", "Sohl": None}
    alone = "PRESIDENT SOHL: Thank you.\n\nQ  Why?\n\nPRESIDENT SOHL: Because."
    assert people(annotate(annotator, alone, country_id="NO")) == {"Sohl": "NO"}
    two = "PRESIDENT VEREL: Welcome.\n\nPRESIDENT SOHL: Thank you."
    assert people(annotate(annotator, two, country_id="NO")) == {"Verel": None, "Sohl": None}


@pytest.mark.parametrize("word", ["former", "ex-", "late"])
def test_whoever_held_an_office_holds_it_no_more(word: str, annotator: Annotator) -> None:
    before = word if word.endswith("-") else f"{word} "
    annotation = annotate(annotator, f"Minister Ana Verel spoke of {before}President Obama.", date="2022-05-05", country_id="US")
    assert "barack-obama" in {person.id for person in annotation.people}
    assert [p.role for p in annotation.participants if p.person_id == "barack-obama"] == [None]


def test_a_former_president_has_a_label(annotator: Annotator) -> None:
    text = "FORMER PRESIDENT DEAN MORROW: Good day.\n\nPRESIDENT SOHL: Hello.\n\nMR. MORROW: Yes."
    annotation = annotate(annotator, text)
    assert speakers(annotation) == ["Dean Morrow", "Sohl", "Dean Morrow"]
    assert [turn.role for turn in annotation.turns] == [None, "President", None]


@pytest.mark.parametrize("outlet", ["Reuters", "Harbour News", "Northern Star Television"])
def test_an_outlet_is_the_press(outlet: str, annotator: Annotator) -> None:
    says = "President Joren Verel: "
    text = f"{says}Good day.\n\n{outlet}: Will you sign?\n\n{says}Yes.\n\n{outlet}: When?\n\n{says}Soon."
    annotation = annotate(annotator, text)
    assert [turn.role for turn in annotation.turns] == ["President", "press", "President", "press", "President"]
    assert list(people(annotation)) == ["Joren Verel"]
