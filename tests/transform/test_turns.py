"""One small invented document for each family of official texts: its parts and who speaks in them."""

import pytest

from etl.pipeline import Annotator
from etl.records import Annotation
from tests.annotating import TODAY, annotate

Turns = list[tuple[str, str | None, str]]


def turns(annotation: Annotation) -> Turns:
    """Return kind, label and text of every turn."""
    return [(turn.kind, turn.speaker_label, turn.text) for turn in annotation.turns]


def parts(annotation: Annotation) -> list[tuple[str, str]]:
    return [(part.kind, annotation.text[part.start_char : part.end_char].strip()) for part in annotation.parts]


def kinds(annotation: Annotation, kind: str) -> list[str]:
    return [text for k, text in parts(annotation) if k == kind]


def speech(annotation: Annotation) -> list[tuple[str | None, str]]:
    return [(label, " ".join(text.split())) for kind, label, text in turns(annotation) if kind == "speech"]


def test_presidency_with_dashes_and_crosses(annotator: Annotator) -> None:
    text = """President Joren Verel met with President Ilda Sohl

12 March 2021, 10:15
President Joren Verel met with President Ilda Sohl

President of Norway Joren Verel has met with President of Chile Ilda Sohl in Oslo.

Addressing the meeting, President Ilda Sohl said:

- Dear Joren, thank you.

The port is our first task.

President Joren Verel: You are welcome.

Greeting Ilda Sohl, President of Norway Joren Verel said:

- This is a good day.

x x x

Then the two presidents had a walk in the garden of the palace.

Share on Facebook"""
    annotation = annotate(annotator, text)
    assert turns(annotation) == [
        ("narration", None, "President of Norway Joren Verel has met with President of Chile Ilda Sohl in Oslo."),
        ("speech", "President Ilda Sohl", "Dear Joren, thank you.\n\nThe port is our first task."),
        ("speech", "President Joren Verel", "You are welcome."),
        ("speech", "President of Norway Joren Verel", "This is a good day."),
        ("narration", None, "Then the two presidents had a walk in the garden of the palace."),
    ]
    assert kinds(annotation, "title") == ["President Joren Verel met with President Ilda Sohl"] * 2
    assert kinds(annotation, "dateline") == ["12 March 2021, 10:15"]
    assert kinds(annotation, "separator") == ["x x x"]
    assert kinds(annotation, "footer") == ["Share on Facebook"]


def test_statement_by_someone_alone_on_its_line(annotator: Annotator) -> None:
    text = """Press statements in Oslo

Statement by President Joren Verel

- Ladies and gentlemen: we met. And one more thing: we agreed.

Step one: the port. My question is: when?

Statement by President Ilda Sohl:

- Thank you."""
    assert speech(annotate(annotator, text)) == [
        ("President Joren Verel", "Ladies and gentlemen: we met. And one more thing: we agreed. Step one: the port. My question is: when?"),
        ("President Ilda Sohl", "Thank you."),
    ]


def test_kremlin(annotator: Annotator) -> None:
    text = """Meeting with President of Chile Ilda Sohl

February 1, 2013, 17:20, Oslo

President of Norway Joren Verel: Madam President, welcome.

We have much to do.

President of Chile Ilda\u00a0Sohl (retranslated): Thank you.

J.\u00a0Verel: Please.

Question (retranslated): May I ask?

Remark: Louder, please.

Ilda\u00a0Sohl (laughs): Of course.

* * *

Joren Verel: I thank everyone. <…>

See also
Trip to Norway"""
    annotation = annotate(annotator, text)
    assert [(label, body) for label, body in speech(annotation)][:6] == [
        ("President of Norway Joren Verel", "Madam President, welcome. We have much to do."),
        ("President of Chile Ilda Sohl", "Thank you."),
        ("J. Verel", "Please."),
        ("Question", "May I ask?"),
        ("Remark", "Louder, please."),
        ("Ilda Sohl", "Of course."),
    ]
    assert speech(annotation)[6][0] == "Joren Verel"
    assert speech(annotation)[6][1].startswith("I thank everyone.")
    assert kinds(annotation, "separator") == ["* * *"]
    assert kinds(annotation, "dateline") == ["February 1, 2013, 17:20, Oslo"]
    names = {person.id: person.name for person in annotation.people}
    assert [names.get(turn.speaker_id or "") for turn in annotation.turns] == [
        "Joren Verel", "Ilda Sohl", "Joren Verel", None, None, "Ilda Sohl", "Joren Verel",
    ]  # fmt: skip


def test_white_house(annotator: Annotator) -> None:
    text = """Remarks by President Verel and President Sohl of Chile in Joint Press Conference

East Room

4:09 P.M. EDT

\u00a0\u00a0\u00a0\u00a0 PRESIDENT VEREL:  Good afternoon.  (Applause.)  We met --

PRESIDENT SOHL:  (As interpreted.)  -- and we agreed.

(Laughter.)

THE PRESIDENT:  Yes.  Questions?

Q    Mr. President, what about the port?

And the railway?

THE PRESIDENT:  Both.

AUDIENCE MEMBER:  Thank you!

SENIOR ADMINISTRATION OFFICIAL:  I have this to say: wait.

MODERATOR:  Last one.

                     END                4:31 P.M. EDT

###"""
    annotation = annotate(annotator, text)
    assert [label for label, _ in speech(annotation)] == [
        "PRESIDENT VEREL", "PRESIDENT SOHL", "THE PRESIDENT", "Q", "THE PRESIDENT", "AUDIENCE MEMBER", "SENIOR ADMINISTRATION OFFICIAL", "MODERATOR",
    ]  # fmt: skip
    assert speech(annotation)[1][1] == "(As interpreted.) -- and we agreed. (Laughter.)"
    assert speech(annotation)[3][1] == "Mr. President, what about the port? And the railway?"
    assert [turn.role for turn in annotation.turns][3:] == ["press", "President", "audience", "official", "moderator"]
    assert kinds(annotation, "stage") == ["(As interpreted.)", "(Laughter.)"]
    assert [" ".join(footer.split()) for footer in kinds(annotation, "footer")] == ["END 4:31 P.M. EDT", "###"]
    assert kinds(annotation, "dateline") == ["East Room", "4:09 P.M. EDT"]


def test_hard_wrapped_lines_are_one_paragraph(annotator: Annotator) -> None:
    text = """PRESIDENT VEREL:  We have met here in this room to speak of the port, of the
railway between the two cities and of the students who will come here in the
autumn.

Q  When will the first of them come, and who pays for the journey they make to
us?

PRESIDENT VEREL:  We do."""
    assert [label for label, _ in speech(annotate(annotator, text))] == ["PRESIDENT VEREL", "Q", "PRESIDENT VEREL"]


def test_state_department(annotator: Annotator) -> None:
    text = """Secretary Verel With Chilean Foreign Minister Sohl

(1:05 p.m. EDT)

SECRETARY VEREL: Good afternoon, everyone.

FOREIGN MINISTER SOHL: (Via interpreter) Thank you.

MS. ANDERS: We have time for two questions.

QUESTION: Mr. Secretary, is it true?

SECRETARY VEREL. It is.

THE PRESS: Thank you.

SECRTARY VEREL: Thank you all."""
    annotation = annotate(annotator, text)
    assert speech(annotation) == [
        ("SECRETARY VEREL", "Good afternoon, everyone."),
        ("FOREIGN MINISTER SOHL", "(Via interpreter) Thank you."),
        ("MS. ANDERS", "We have time for two questions."),
        ("QUESTION", "Mr. Secretary, is it true?"),
        ("SECRETARY VEREL", "It is."),
        ("THE PRESS", "Thank you."),
        ("SECRTARY VEREL", "Thank you all."),
    ]


def test_australian_prime_minister(annotator: Annotator) -> None:
    text = """Press conference - Canberra

Subjects: The port; visas; flights

E&OE TRANSCRIPT

PRIME MINISTER:

It is good to be here.

HIS EXCELLENCY MR ILDO SOHL, PRESIDENT OF CHILE: Thank you.

JOURNALIST: Prime Minister, when?

PRIME MINISTER: Soon.

PRESIDENT – TRANSLATION: Very soon.

[ends]

3"""
    annotation = annotate(annotator, text)
    assert speech(annotation) == [
        ("PRIME MINISTER", "It is good to be here."),
        ("HIS EXCELLENCY MR ILDO SOHL, PRESIDENT OF CHILE", "Thank you."),
        ("JOURNALIST", "Prime Minister, when?"),
        ("PRIME MINISTER", "Soon."),
        ("PRESIDENT – TRANSLATION", "Very soon."),
    ]
    assert kinds(annotation, "list") == ["Subjects: The port; visas; flights"]
    assert kinds(annotation, "footer") == ["E&OE TRANSCRIPT", "[ends]", "3"]


def test_security_council(annotator: Annotator) -> None:
    text = """S/PV.9999

The President (spoke in French): I now put the draft resolution to the vote.

A vote was taken by show of hands.

In favour:
Chile, Ghana, Norway

Against:
None

Abstaining:
Brazil

The President (spoke in French): There were 13 votes in favour. I give the floor
to the representative of Chile.

Ms. Sohl (Chile) (spoke in Spanish): I thank you, Sir. We said one thing: peace.

Sir Joren Verel (Norway): I agree.

The meeting rose at 11.40 a.m."""
    annotation = annotate(annotator, text)
    assert speech(annotation) == [
        ("The President", "I now put the draft resolution to the vote."),
        ("The President", "There were 13 votes in favour. I give the floor to the representative of Chile."),
        ("Ms. Sohl", "I thank you, Sir. We said one thing: peace."),
        ("Sir Joren Verel", "I agree."),
    ]
    assert [turn.country_id for turn in annotation.turns if turn.kind == "speech"][2:] == ["CL", "NO"]
    assert [text for kind, _, text in turns(annotation) if kind == "narration"] == [
        "A vote was taken by show of hands.", "The meeting rose at 11.40 a.m.",
    ]  # fmt: skip
    listed = " ".join(" ".join(kinds(annotation, "list")).split())
    assert listed == "In favour: Chile, Ghana, Norway Against: None Abstaining: Brazil"


def test_foreign_ministries_of_asia(annotator: Annotator) -> None:
    text = """Transcript of Weekly Media Briefing

Date: 12 March 2021
Place: Hall of Mirrors
Main topics: the port; visas

Shri Anand Verelkar, Official Spokesperson: Good afternoon, friends.

Reporter, Evening Star: What of the port?

Shri Anand Verelkar, Official Spokesperson: It is open.

Mr. Taro Sohlmura, Minister for Foreign Affairs: I have one announcement.

Minister Sohlmura: It is short."""
    annotation = annotate(annotator, text)
    assert speech(annotation) == [
        ("Shri Anand Verelkar, Official Spokesperson", "Good afternoon, friends."),
        ("Reporter, Evening Star", "What of the port?"),
        ("Shri Anand Verelkar, Official Spokesperson", "It is open."),
        ("Mr. Taro Sohlmura, Minister for Foreign Affairs", "I have one announcement."),
        ("Minister Sohlmura", "It is short."),
    ]
    assert [turn.role for turn in annotation.turns][1] == "press"
    assert "Date: 12 March 2021" in " ".join(kinds(annotation, "dateline"))
    assert "Main topics: the port; visas" in " ".join(kinds(annotation, "list") + kinds(annotation, "dateline"))
    assert annotation.turns[3].speaker_id == annotation.turns[4].speaker_id


def test_latin_american_presidency(annotator: Annotator) -> None:
    text = """Versión estenográfica. Conferencia de prensa

12 de octubre de 2023

PRESIDENTA ILDA SOHL: Buenos días a todas y a todos.

(INICIA VIDEO)

JOREN VEREL, SECRETARIO DE RELACIONES EXTERIORES: Gracias, presidenta.

PREGUNTA: ¿Cuándo se abre el puerto?

PRESIDENTA ILDA SOHL: Pronto.

INTERLOCUTORA: Gracias.

MODERADOR: Es todo.

---"""
    annotation = annotate(annotator, text, language="es")
    assert speech(annotation) == [
        ("PRESIDENTA ILDA SOHL", "Buenos días a todas y a todos."),
        ("JOREN VEREL, SECRETARIO DE RELACIONES EXTERIORES", "Gracias, presidenta."),
        ("PREGUNTA", "¿Cuándo se abre el puerto?"),
        ("PRESIDENTA ILDA SOHL", "Pronto."),
        ("INTERLOCUTORA", "Gracias."),
        ("MODERADOR", "Es todo."),
    ]
    assert kinds(annotation, "stage") == ["(INICIA VIDEO)"]
    assert {problem.severity for problem in annotation.problems} == {"warning"}
    assert "'es'" in annotation.problems[0].message
    names = {person.id: person.name for person in annotation.people}
    assert [names.get(turn.speaker_id or "") for turn in annotation.turns] == ["Ilda Sohl", "Joren Verel", None, "Ilda Sohl", None, None]
    assert [turn.role for turn in annotation.turns] == ["President", "Minister of Foreign Affairs", "press", "President", "press", "moderator"]
    assert annotation.document["date"] == "2023-10-12" or annotation.document["date"] == TODAY


def test_markdown_minutes(annotator: Annotator) -> None:
    text = """# Meeting of 12 March 2021

### Joren Verel:
Good morning.

### Joren Verel:
We begin.

> (laughter)

### Ilda Sohl:
Thank you.

**Joren Verel:** Please."""
    annotation = annotate(annotator, text)
    assert [(label, body) for label, body in speech(annotation)] == [
        ("Joren Verel", "Good morning. ### Joren Verel: We begin. > (laughter)"),
        ("Ilda Sohl", "Thank you."),
        ("Joren Verel", "Please."),
    ]
    assert kinds(annotation, "title") == ["# Meeting of 12 March 2021"]
    assert kinds(annotation, "stage") == ["> (laughter)"]


def test_speech_without_label(annotator: Annotator) -> None:
    text = """Speech by Prime Minister Joren Verel at the Harbour Forum

(As delivered)

Dear friends, it is good to be here.

We said one thing: the port will be built.

Last updated 12 March 2021"""
    annotation = annotate(annotator, text, country_id="NO")
    (turn,) = annotation.turns
    names = {person.id: person.name for person in annotation.people}
    assert (turn.kind, names.get(turn.speaker_id or ""), turn.role) == ("speech", "Joren Verel", "Prime Minister")
    assert turn.text == "Dear friends, it is good to be here.\n\nWe said one thing: the port will be built."


def test_readout_has_no_speech(annotator: Annotator) -> None:
    text = """Readout of President Verel’s Call with President Sohl of Chile

President Joren Verel spoke today with President Ilda Sohl of Chile.

The leaders discussed the port. The President noted: more is to be done.

“We agree,” the presidents said.

Photo: Press Service

###"""
    annotation = annotate(annotator, text)
    assert speech(annotation) == []
    assert len(annotation.turns) == 3
    assert kinds(annotation, "footer") == ["Photo: Press Service", "###"]
    assert len(kinds(annotation, "title")) == 1


# ------------------------------------------------------------------ traps

TRAPS = [
    "My question is: when will it be?", "And one more thing: thank you.", "Step one: we build the port.", "Ladies and gentlemen: welcome.",
    "I would say this to President Sohl: come soon.", "As my father said: never give up.", "The plan: we build, they sail.", "Remember: it is late.",
    "At 10:30 we start.", "He wrote me: “Come soon.”", "Two things: the port and the railway.", "So the answer is: yes.",
    "First: the port. Second: the railway.",
    "One thing is clear: we need the port.", "Result: trade doubled.", "Conclusion: we go on.", "Note: this is not the end.",
    "Norway: our old friend.",
]  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_a_colon_inside_speech_is_no_label(trap: str, annotator: Annotator) -> None:
    annotation = annotate(annotator, f"PRESIDENT VEREL:  We met.\n\n{trap}\n\nQ  Thank you.")
    assert speech(annotation) == [("PRESIDENT VEREL", f"We met. {trap}"), ("Q", "Thank you.")]


def test_a_quotation_over_paragraphs_stays_with_who_quotes(annotator: Annotator) -> None:
    text = "PRESIDENT VEREL:  He wrote, “We need it.\n\n“President Sohl: come soon.\n\n“We wait.”\n\nThat is all.\n\nQ  Thank you."
    assert [label for label, _ in speech(annotate(annotator, text))] == ["PRESIDENT VEREL", "Q"]


@pytest.mark.parametrize("dash", ["- ", "– ", "— ", "-\u00a0"])
def test_a_dash_that_opens_speech_belongs_to_the_label(dash: str, annotator: Annotator) -> None:
    annotation = annotate(annotator, f"President Joren Verel said:\n\n{dash}Thank you.")
    assert turns(annotation) == [("speech", "President Joren Verel", "Thank you.")]


@pytest.mark.parametrize("colon", [":", " :", ":\u00a0", ": "])
@pytest.mark.parametrize("space", [" ", "\u00a0"])
def test_spaces_in_labels(colon: str, space: str, annotator: Annotator) -> None:
    annotation = annotate(annotator, f"President{space}Joren{space}Verel{colon} Thank you.\n\nQ  Why?")
    assert [label for label, _ in speech(annotation)] == ["President Joren Verel", "Q"]


def test_turns_are_numbered_and_counted(annotator: Annotator) -> None:
    annotation = annotate(annotator, "PRESIDENT VEREL:  It's a well-known port.\n\nQ  Thank you, Mr. President.")
    assert [(turn.number, turn.words) for turn in annotation.turns] == [(1, 4), (2, 4)]
    assert [turn.id for turn in annotation.turns] == [f"doc-t{turn.start_char}" for turn in annotation.turns]


def test_a_list_of_participants_is_nobodys_speech(annotator: Annotator) -> None:
    text = """Readout of a meeting

The Vice President met with ministers on 12 March 2021. They discussed the harbour.

**Participants:**

-   Minister Ilda Sohl (Chile)
-   Minister Joren Verel (Norway)

**From the Harbour House:**

1.  Ada Lund, Secretary of the Harbour

- Secretary of Commerce Tam Ode"""
    assert speech(annotate(annotator, text)) == []
