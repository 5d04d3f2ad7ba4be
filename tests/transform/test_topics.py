"""What turns are about, the finest topic that fits, with the words that speak for it."""

import pytest

from etl.pipeline import Annotator
from etl.records import Annotation
from tests.annotating import annotate


def topics(annotator: Annotator, text: str) -> set[str]:
    return {row.topic_id for row in annotate(annotator, text).turn_topics}


@pytest.mark.parametrize(
    "text, topic",
    [
        ("Trade turnover between our countries has doubled.", "trade-turnover"),
        ("We will build a railway line and a bridge for freight trains.", "railways"),
        ("The leaders discussed the peace treaty and the ceasefire.", "peace-process"),
        ("Thank you for the warm welcome and your hospitality.", "protocol"),
        ("Inflation and public debt are falling while economic growth returns.", "macroeconomics"),
        ("They discussed crude oil and natural gas production.", "oil-and-gas"),
        ("The ministers spoke about climate change and carbon emissions.", "climate-change"),
    ],
)
def test_topic(text: str, topic: str, annotator: Annotator) -> None:
    known = {t.id for t in annotator.vocabulary.topics}
    found = topics(annotator, text)
    assert found <= known
    assert topic in found


@pytest.mark.parametrize("text", ["It is so.", "He came in and sat down.", "Yes.", "My name is Joren.", "Ten of them stood there."])
def test_no_topic(text: str, annotator: Annotator) -> None:
    assert topics(annotator, text) == set()


def test_evidence_is_the_words(annotator: Annotator) -> None:
    annotation = annotate(annotator, "Our trade turnover grew. The trade turnover with Chile grew, too.")
    row = next(row for row in annotation.turn_topics if row.topic_id == "trade-turnover")
    assert row.cap_major == 18
    assert row.mentions == 2
    assert [span["text"] for span in row.evidence] == ["trade turnover", "trade turnover"]


def test_words_of_leading_topics_add_up_to_no_more_than_the_turn(seed: Annotation) -> None:
    words = {turn.id: turn.words for turn in seed.turns}
    led: dict[str, int] = {}
    for row in seed.turn_topics:
        led[row.turn_id] = led.get(row.turn_id, 0) + row.words
    assert all(count <= words[turn] for turn, count in led.items())


def test_paragraphs_are_counted_for_the_topic_that_leads_there(annotator: Annotator) -> None:
    first, second = "Our trade turnover, the trade turnover with Chile, has doubled.", "The new railway line and the old one carry freight trains."
    annotation = annotate(annotator, f"PRESIDENT VEREL:  {first}\n\n{second}")
    words = {row.topic_id: row.words for row in annotation.turn_topics}
    assert words["trade-turnover"] == 10
    assert sum(words.values()) == annotation.turns[0].words == 21


def test_topics_stand_with_their_turns(seed: Annotation) -> None:
    for turn in seed.turns:
        rows = [row for row in seed.turn_topics if row.turn_id == turn.id]
        assert list(turn.topics) == [row.topic_id for row in rows]
        assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)


def test_a_word_with_two_meanings_counts_where_its_sentence_allows(annotator: Annotator) -> None:
    conditional = [(t.id, term) for t in annotator.vocabulary.topics for term in t.unless]
    assert conditional, "the vocabulary has terms with conditions"
    topic = next(t for t in annotator.vocabulary.topics if t.unless)
    term, phrases = next(iter(topic.unless.items()))
    with_phrase = annotate(annotator, f"It is about {phrases[0]} and {term}.")
    assert all(span["text"].lower() != term for row in with_phrase.turn_topics if row.topic_id == topic.id for span in row.evidence)


@pytest.mark.parametrize(
    "text, topic, told",
    [
        ("Hospitals were short of medicine.", "health", True),
        ("The Assistant Secretary for Health spoke of ships.", "health", False),
        ("Civil rights were debated.", "civil-rights", True),
        ("Civil rights leaders came to dinner.", "civil-rights", False),
        ("Members of the Senate Environment and Public Works Committee came.", "environment", False),
        ("Anna Olsen, Visiting Professor of Housing Law, came.", "housing", False),
        ("The environment was debated.", "environment", True),
        ("They met despite the pandemic.", "pandemic", False),
        ("They spoke about the pandemic.", "pandemic", True),
    ],
)
def test_who_came_is_not_what_was_spoken_of(text: str, topic: str, told: bool, annotator: Annotator) -> None:
    assert (topic in {row.topic_id for row in annotate(annotator, text).turn_topics}) is told


def test_a_courtesy_of_a_turn_about_policy_is_left_out(annotator: Annotator) -> None:
    policy = "Gas pipelines, tariffs, railways, ports, malaria, hospitals, wheat, farmers, refugees, asylum and troops were discussed. "
    thanks = "Thank you. "
    assert "protocol" in {row.topic_id for row in annotate(annotator, thanks).turn_topics}
    assert "protocol" not in {row.topic_id for row in annotate(annotator, policy + thanks).turn_topics}


def test_weak_evidence_counts_where_it_leads(annotator: Annotator) -> None:
    about_peace = (
        "The ministers spoke for two hours about the peace treaty, the ceasefire and the prisoners of war, and about how soon it can be signed. "
    )
    weak = "People of the university were with them on that day, as she was in the years before."
    assert "education" not in topics(annotator, about_peace + weak)
    assert "education" in topics(annotator, f"PRESIDENT VEREL:  {about_peace}\n\n{weak}")


ABOUT_PEACE = (
    "The ministers spoke for two hours about the peace treaty, the ceasefire and the prisoners of war, and about how soon all of it can be signed, "
    "by whom and in what town, and who will come to see it, from the north and from the south of the land. "
)


@pytest.mark.parametrize(
    "text, told",
    [
        ("They also discussed trade, vaccines and ports.", True),
        ("They noted that vaccines had come too late for most of them.", True),
        ("She came by the house where the vaccines were kept.", False),
        ("She came by the house where the vaccines were kept, and saw more vaccines there.", True),
    ],
)
def test_a_word_in_passing_is_no_topic_of_a_long_turn(text: str, told: bool, annotator: Annotator) -> None:
    assert ("pandemic" in topics(annotator, ABOUT_PEACE + text)) is told


def test_thanks_that_are_told_are_no_topic_beside_policy(annotator: Annotator) -> None:
    thanks = "She thanked him for his help with the ceasefire."
    assert "protocol" in topics(annotator, "She thanked him warmly for his hospitality.")
    assert "protocol" not in topics(annotator, ABOUT_PEACE + thanks)
    question = ABOUT_PEACE + "Thank you."
    assert "protocol" not in {row.topic_id for row in annotate(annotator, f"PRESIDENT VEREL:  Go on.\n\nQ  {question}").turn_topics}


@pytest.mark.parametrize(
    "text, country, told",
    [
        ("They spoke of our bilateral partnership and friendship.", "NO", False),  # with mayors at home, say
        ("They spoke of our bilateral partnership and friendship with Kenya.", "NO", True),
        ("They spoke about Kenya.\n\nThey value the bilateral partnership and friendship.", "NO", True),
        ("They spoke of our bilateral partnership and friendship.", None, True),
        ("President of Kenya Ilda Sohl was there.\n\nThey are glad.\n\nThey value the bilateral partnership and friendship.", "NO", True),
    ],
)
def test_at_home_nothing_is_about_international_affairs_where_no_other_country_is_spoken_of(
    text: str, country: str | None, told: bool, annotator: Annotator
) -> None:
    assert ("bilateral-relations" in {row.topic_id for row in annotate(annotator, text, country_id=country).turn_topics}) is told
