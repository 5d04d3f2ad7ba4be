"""What makes a label one: small invented texts, each with one convention of official transcripts or one trap."""

import pytest

from etl.pipeline import Annotator
from tests.annotating import annotate

Turns = list[tuple[str | None, str]]
ANSWER = "PRESIDENT VEREL: We have met.\n\nQ    When?\n\nPRESIDENT VEREL: Today."


def speech(annotator: Annotator, text: str, **known: str | None) -> Turns:
    annotation = annotate(annotator, text, **known)
    return [(turn.speaker_label, " ".join(turn.text.split())) for turn in annotation.turns if turn.kind == "speech"]


def labels(annotator: Annotator, text: str, **known: str | None) -> list[str | None]:
    return [label for label, _ in speech(annotator, text, **known)]


@pytest.mark.parametrize(
    "label, printed",
    [
        ("Head of the Farmers Party faction Joren Verel:", "Head of the Farmers Party faction Joren Verel"),
        ("HBC TV anchor Mira Sohl, moderator of the plenary session:", "HBC TV anchor Mira Sohl, moderator of the plenary session"),
        ("Former Norland Ambassador to Chile Joren Verel (retranslated):", "Former Norland Ambassador to Chile Joren Verel"),
        (
            "Commander of the Southern District forces, Colonel General Joren Verel:",
            "Commander of the Southern District forces, Colonel General Joren Verel",
        ),
        ("Joren Verel (to a boy at the stand):", "Joren Verel"),
        ("13. Mr. VEREL (Union of Northern Republics) (translated from French):", "Mr. VEREL"),
        ("-PRESIDENTE JOREN VEREL:", "PRESIDENTE JOREN VEREL"),
        ("SR. PRESIDENTE.-", "SR. PRESIDENTE"),
        ("2:29 P.M. EST  THE VICE PRESIDENT:", "THE VICE PRESIDENT"),
        ("President Joren Verel said:", "President Joren Verel"),
    ],
)
def test_labels(label: str, printed: str, annotator: Annotator) -> None:
    text = f"A meeting\n\nJoren Verel and Mira Sohl met.\n\n{label} I thank you all for coming.\n\nQuestion: When?\n\nAnswer: Today."
    turns = speech(annotator, text)
    assert turns[0][0] == printed
    assert turns[0][1] == "I thank you all for coming."


@pytest.mark.parametrize(
    "line",
    [
        "When Joren: that was in May, you know.", "On Iran: we have talked of it, and we shall again.", "Mr. President: we thank you.",
        "Dear Minister Verel: we thank you.", "The Harbour: A Territory of Dialogue", "Remember: it is late, and we go.",
        "- Minister of Trade Mira Sohl: ports", "President Verel and Minister Sohl: joint statements",
    ],
)  # fmt: skip
def test_no_labels(line: str, annotator: Annotator) -> None:
    assert labels(annotator, f"{ANSWER}\n\n{line}") == ["PRESIDENT VEREL", "Q", "PRESIDENT VEREL"]


def test_a_form_of_address_in_small_letters_is_no_label_where_labels_are_in_capitals(annotator: Annotator) -> None:
    text = """PRESIDENTA ILDA SOHL: Adelante.

JOREN VEREL, GOBERNADOR: Muchas gracias.

Señora presidenta de la República, licenciada Ilda Sohl: sea bienvenida.

Señora presidenta: es un honor.

PRESIDENTA ILDA SOHL: Gracias.

MODERADOR: Es todo."""
    expected = ["PRESIDENTA ILDA SOHL", "JOREN VEREL, GOBERNADOR", "PRESIDENTA ILDA SOHL", "MODERADOR"]
    assert labels(annotator, text, language="es") == expected


def test_outlets_ask_between_answers(annotator: Annotator) -> None:
    text = """Spokesperson Mira Sohl's press conference

Mira Sohl: Good morning. I have no announcements.

Harbour News: What is the ministry's comment on the port?

Mira Sohl: We have taken note.

CCTV: And on the railway?

Mira Sohl: The same.

The Globe: Has the treaty been signed?

Mira Sohl: On the treaty: we shall see."""
    assert labels(annotator, text) == ["Mira Sohl", "Harbour News", "Mira Sohl", "CCTV", "Mira Sohl", "The Globe", "Mira Sohl"]


def test_labels_alone_without_a_colon(annotator: Annotator) -> None:
    text = """Press conference

Prime Minister

Well, good afternoon, and a warm welcome to you all.

Question

Prime Minister, when will the port be opened?

Prime Minister

In May, I hope. We have worked hard for it.

Question

And the railway, if I may?

Prime Minister

Next year."""
    assert labels(annotator, text) == ["Prime Minister", "Question", "Prime Minister", "Question", "Prime Minister"]


def test_answers_without_labels_between_questions(annotator: Annotator) -> None:
    text = """Remarks by High Representative Mira Sohl upon arrival

Good morning. We shall talk of the port, and I have put a plan on the table.

Q. Will there be a decision?

That depends on the ministers.

I cannot speak for them.

Q. And the railway?

It is ready.

Q. Thank you."""
    assert speech(annotator, text)[:4] == [
        ("High Representative Mira Sohl", "Good morning. We shall talk of the port, and I have put a plan on the table."),
        ("Q", "Will there be a decision?"),
        ("High Representative Mira Sohl", "That depends on the ministers. I cannot speak for them."),
        ("Q", "And the railway?"),
    ]


@pytest.mark.parametrize(
    "front",
    [
        "Address by Prime Minister Mira Sohl at the forum",
        "Prime Minister Mira Sohl’s Remarks to the Harbour Forum",
        "Remarks at the forum\n\nMira Sohl\nPrime Minister\n\nOslo, 10 April 2023",
    ],
    ids=["by", "possessive", "two lines"],
)
def test_a_speaker_without_a_label_is_named_at_the_front(front: str, annotator: Annotator) -> None:
    words = "I thank you for the invitation.\n\nWe have built a port, and our trade has grown.\n\nI wish you all well."
    turns = speech(annotator, f"{front}\n\nLadies and gentlemen,\n\n{words}")
    assert [(label or "").endswith("Mira Sohl") for label, _ in turns] == [True]
    assert turns[0][1].endswith("I wish you all well.")


def test_a_statement_in_the_third_person_is_narration(annotator: Annotator) -> None:
    text = "Statement by Spokesperson Mira Sohl on the call\n\nThe President spoke with the King. The leaders discussed the port."
    assert speech(annotator, text) == []


def test_a_quotation_with_its_speaker_is_a_turn(annotator: Annotator) -> None:
    text = """President Verel met with the harbour council.

“The port will be open in May, and the ships will come,” President Joren Verel said. “There is no doubt of it.”

"We are ready for the ships, all of them, and for the trains too," Minister of Trade Mira Sohl told us.

The council thanked the guests for "a fine day"."""
    assert speech(annotator, text) == [
        ("President Joren Verel", "The port will be open in May, and the ships will come,” President Joren Verel said. “There is no doubt of it."),
        ("Minister of Trade Mira Sohl", "We are ready for the ships, all of them, and for the trains too,"),
    ]


@pytest.mark.parametrize("mark", ["<…>", "* * *", "---ooOoo---", "(…)"])
def test_nobody_is_credited_after_a_separator(mark: str, annotator: Annotator) -> None:
    text = f"{ANSWER}\n\n{mark}\n\nThe exports have grown since, and they will grow on."
    assert speech(annotator, text)[-1] == ("PRESIDENT VEREL", "Today.")


def test_a_turn_that_is_a_direction_alone_is_a_turn(annotator: Annotator) -> None:
    text = "PRESIDENT VEREL: Yes?\n\nQUESTION: [inaudible]\n\nPRESIDENT VEREL: (As interpreted.) No.\n\n(Laughter.)\n\nQUESTION: Thank you."
    annotation = annotate(annotator, text)
    assert [turn.text for turn in annotation.turns] == ["Yes?", "[inaudible]", "(As interpreted.) No.\n\n(Laughter.)", "Thank you."]
    stage = [text[part.start_char : part.end_char].strip() for part in annotation.parts if part.kind == "stage"]
    assert stage == ["(As interpreted.)", "(Laughter.)"]
    assert [turn.words for turn in annotation.turns][2] == 1


def test_a_page_number_does_not_end_a_speech_and_a_tail_does(annotator: Annotator) -> None:
    text = f"{ANSWER}\n\n24-31144 1/8\n\nAnd tomorrow too.\n\nSee also\n\nMeeting with Mira Sohl\n\nPresident Verel: a port for all"
    turns = speech(annotator, text)
    assert turns[-1][1] == "Today. 24-31144 1/8 And tomorrow too."
    annotation = annotate(annotator, text)
    assert [text[p.start_char : p.end_char].strip() for p in annotation.parts if p.kind == "footer"][1:] == [
        "See also", "Meeting with Mira Sohl", "President Verel: a port for all",
    ]  # fmt: skip


def test_a_hard_wrapped_record_without_blank_lines(annotator: Annotator) -> None:
    text = """The meeting was called to order at 10.05 a.m.
The President: The Council will now hear a statement by
the representative of Arvenia on the matter before it.
Mr. Verel (Arvenia) (spoke in Spanish; English text
provided by the delegation): We have come here to speak of
one thing. The port of Velden is closed: it has been closed
for a year.
    That is all that we have to say on this matter, and we
thank the members of the Council for their patience.
The President: I thank the representative of Arvenia for
his statement.
The meeting rose at 11.40 a.m."""
    assert labels(annotator, text) == ["The President", "Mr. Verel", "The President"]
    assert speech(annotator, text)[1][1].startswith("We have come here to speak")
    assert speech(annotator, text)[1][1].endswith("for their patience.")


def test_items_of_a_list_hang_together(annotator: Annotator) -> None:
    text = """Readout of the first meeting of the harbour council

The council met in the old harbour on Tuesday morning and it heard the reports of the
members who took part in the work of the year and who are named in the list that follows
below. They were:

-   Minister of Trade Mira Sohl
-   Assistant to the President for Ports and Chair of the Council of Harbour
    Advisors, Joren Verel
-   Director of the Railway Ilda Norrel"""
    annotation = annotate(annotator, text)
    assert speech(annotator, text) == []
    items = [text[part.start_char : part.end_char].strip() for part in annotation.parts if part.kind == "list"]
    assert items == [
        "-   Minister of Trade Mira Sohl",
        "-   Assistant to the President for Ports and Chair of the Council of Harbour\n    Advisors, Joren Verel",
        "-   Director of the Railway Ilda Norrel",
    ]


def test_a_dateline_in_spanish_gives_the_day(annotator: Annotator) -> None:
    text = "Versión estenográfica\n\n12 de octubre de 2023\n\nPRESIDENTA ILDA SOHL: Buenos días a todas y a todos.\n\nPREGUNTA: ¿Cuándo?"
    annotation = annotate(annotator, text, language="es", date=None)
    assert annotation.document["date"] == "2023-10-12"
    assert {turn.date for turn in annotation.turns} == {"2023-10-12"}


ALONE = "PRESIDENT DABO\n\nGood morning to you.\n\nKING WILLEM\n\nGood morning, and thank you.\n\nPRESIDENT DABO\n\nLet us begin."


@pytest.mark.parametrize("text", [ALONE, ALONE.replace("PRESIDENT", "President").replace("DABO", "Dabo").replace("KING WILLEM", "King Willem")])
def test_a_few_labels_alone_on_their_lines(text: str, annotator: Annotator) -> None:
    found = labels(annotator, f"Telephone call\n\n4 March 2024\n\n{text}")
    assert [(label or "").upper() for label in found] == ["PRESIDENT DABO", "KING WILLEM", "PRESIDENT DABO"]


def test_lines_that_name_people_in_a_report_are_headings(annotator: Annotator) -> None:
    text = "Guests\n\nPresident Dabo\n\nHe was born in 1950.\n\nKing Willem\n\nHe has reigned since 1990.\n\nPrime Minister Lind\n\nShe won in 2022."
    assert labels(annotator, text) == []


def test_cells_of_a_table_are_labels_where_people_speak(annotator: Annotator) -> None:
    text = "Meeting in Dakar\n\nPresident Dabo | Welcome to you all.\n\nChancellor Albrecht | I thank you.\n\nPresident Dabo | Let us begin."
    assert speech(annotator, text) == [
        ("President Dabo", "Welcome to you all."),
        ("Chancellor Albrecht", "I thank you."),
        ("President Dabo", "Let us begin."),
    ]
    listed = "Participants\n\nRosa Lind | Prime Minister of Denmark\n\nTeo Marr | President of Ghana\n\nThey met for an hour."
    assert labels(annotator, listed) == []


def test_a_list_of_participants_is_no_speech_of_theirs(annotator: Annotator) -> None:
    text = "Participants\n\nRosa Lind, Prime Minister of Denmark\n\nTeo Marr, King of Bhutan\n\nPM Lind: Hi.\n\nKing Marr: Yes.\n\nPM Lind: So."
    assert labels(annotator, text) == ["PM Lind", "King Marr", "PM Lind"]


def test_a_long_label(annotator: Annotator) -> None:
    office = "PRESIDENT OF THE REPUBLIC AND CHAIR OF THE COUNCIL OF MINISTERS, ACTING HEAD OF THE DELEGATION TO THE SUMMIT"
    text = f"{office}, ROSA LIND: Good day.\n\nPRESIDENT MARR: Welcome.\n\n{office}, ROSA LIND: Thank you."
    assert labels(annotator, text) == [f"{office}, ROSA LIND", "PRESIDENT MARR", f"{office}, ROSA LIND"]
    assert {person.name for person in annotate(annotator, text).people} == {"Rosa Lind", "Marr"}
