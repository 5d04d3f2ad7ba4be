"""A vocabulary that can't be used is refused with its file and line; the one that comes with the project holds its own examples."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.pipeline import Annotator
from etl.vocabulary import Measure, Topic, Vocabulary, VocabularyError, load_vocabulary
from tests.annotating import annotate, sentence
from tests.conftest import HERE

REAL = HERE.parent / "seeds" / "vocabulary"
VOCABULARY = load_vocabulary(REAL)
Edit = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Damage:
    """An edit of one file, the text at whose line (after the edit) the error is, and words of the message."""

    file: str
    edit: Edit
    at: str | int | None
    says: str


def sub(pattern: str, replacement: str) -> Edit:
    """Replace the first match of a pattern (which must be there)."""

    def edit(text: str) -> str:
        changed, count = re.subn(pattern, replacement, text, count=1, flags=re.M)
        assert count, f"nothing matches {pattern}"
        return changed

    return edit


def add(line: str) -> Edit:
    return lambda text: text.rstrip("\n") + "\n" + line + "\n"


BAD_RULE = "- rule: damaged\n  pattern: '{pattern}'\n  resolve: calendar\n  type: DATE\n{examples}"
EXAMPLES = "  examples: [{text: x, value: x}]\n"
COUNTER = "  counter_examples: [y]"
TOPIC = """- id: {id}
  name: Damaged
  parent: {parent}
  definition: Damaged.
  terms:
    {term}: {weight}
  examples: [x]
  counter_examples: [y]"""
MEASURE = "- id: damaged\n  name: damaged\n  definition: Damaged.\n  terms: [{terms}]\n  kinds: [money]\n  examples: [x]\n  counter_examples: [y]"


def topic(name: str = "damaged", parent: str = "null", term: str = "wuzzle", weight: str = "3") -> str:
    return TOPIC.format(id=name, parent=parent, term=term, weight=weight)


def rule(pattern: str = "x", examples: str = EXAMPLES + COUNTER) -> str:
    return BAD_RULE.replace("{pattern}", pattern).replace("{examples}", examples)


DAMAGE = {
    "column missing": Damage("currencies.csv", sub("^code,name,names,symbols,country_ids$", "code,name,names,symbols"), 1, "columns"),
    "column renamed": Damage("people.csv", sub("^id,name,", "id,title,"), 1, "columns"),
    "value missing in a line": Damage("currencies.csv", add("ZZZ,Wuzzle"), "ZZZ,Wuzzle", "values"),
    "value too much in a line": Damage("units.csv", add("wuzzle,wuzzle,,money,1,2"), "wuzzle,wuzzle", "values"),
    "country twice": Damage("countries.csv", add("NO,NOR,Norway again,,,"), "Norway again", "'NO'"),
    "country code in small letters": Damage("countries.csv", add("zz,ZZZ,Wuzzle,,,"), "zz,ZZZ", "capital letters"),
    "person twice": Damage("people.csv", add("ilham-aliyev,Ilham Aliyev again,,AZ,"), "Ilham Aliyev again", "'ilham-aliyev'"),
    "person without name": Damage("people.csv", add("nobody-at-all,,,AZ,"), "nobody-at-all", "name"),
    "person of no country": Damage("people.csv", add("joren-verel,Joren Verel,,QQ,"), "joren-verel", "'QQ'"),
    "position of nobody": Damage("positions.csv", add("joren-verel,President,head of state,NO,,2020,"), "joren-verel", "'joren-verel'"),
    "position in no country": Damage("positions.csv", add("ilham-aliyev,President,head of state,QQ,,2020,"), "QQ", "'QQ'"),
    "start that is no date": Damage("positions.csv", add("ilham-aliyev,Envoy,head of state,AZ,,10 April 2020,"), "10 April 2020", "start_date"),
    "end that is no date": Damage("positions.csv", add("ilham-aliyev,Envoy,head of state,AZ,,2020,2020-4-1"), "2020-4-1", "end_date"),
    "day that does not exist": Damage("positions.csv", add("ilham-aliyev,Envoy,head of state,AZ,,2023-02-30,"), "2023-02-30", "start_date"),
    "month that does not exist": Damage("positions.csv", add("ilham-aliyev,Envoy,head of state,AZ,,2023-13,"), "2023-13", "start_date"),
    "currency twice": Damage("currencies.csv", add("USD,Dollar again,,,"), "Dollar again", "'USD'"),
    "currency of no country": Damage("currencies.csv", add("ZZZ,Wuzzle,wuzzle,,QQ"), "Wuzzle", "QQ"),
    "unit whose scale is no number": Damage("units.csv", add("wuzzle,wuzzle,,mass,many"), "wuzzle,wuzzle", "'many'"),
    "entity twice": Damage("entities/treaties.csv", add("astana,Astana again,,city,KZ,,,"), "Astana again", "'astana'"),
    "entity in no country": Damage("entities/places.csv", add("wuzzle,Wuzzle,,city,QQ,,,"), "wuzzle", "'QQ'"),
    "latitude that is no number": Damage("entities/places.csv", add("wuzzle,Wuzzle,,city,NO,north,,"), "wuzzle", "numbers"),
    "topic twice": Damage("topics.yml", add(topic("macroeconomics")), "- id: macroeconomics", "'macroeconomics'"),
    "term in two topics": Damage("topics.yml", add(topic(term="central bank")), "- id: damaged", "'central bank'"),
    "empty term of a topic": Damage("topics.yml", add(topic(term="' '")), "- id: damaged", "term"),
    "term of a topic that is a small word": Damage("topics.yml", add(topic(term="between")), "- id: damaged", "'between'"),
    "term of a measure that is a small word": Damage("measures.yml", add(MEASURE.format(terms="wuzzle, their")), "- id: damaged", "'their'"),
    "weight that is no number": Damage("topics.yml", add(topic(weight="much")), "- id: damaged", "weight"),
    "weight of nothing": Damage("topics.yml", add(topic(weight="0")), "- id: damaged", "weight"),
    "topic below no topic": Damage("topics.yml", add(topic(parent="nowhere")), "- id: damaged", "'nowhere'"),
    "topic below itself": Damage("topics.yml", add(topic(parent="damaged")), "- id: damaged", "circle"),
    "circle of topics": Damage("topics.yml", add(topic(parent="other") + "\n" + topic("other", "damaged", "wuzzles")), "- id: damaged", "circle"),
    "topic without example": Damage("topics.yml", add(topic().replace("examples: [x]", "examples: []", 1)), "- id: damaged", "example"),
    "topic without definition": Damage("topics.yml", add(topic().replace("  definition: Damaged.\n", "")), "- id: damaged", "'definition'"),
    "condition on no term": Damage("topics.yml", add(topic() + "\n  unless: {other: [x]}"), "- id: damaged", "'other'"),
    "measure twice": Damage("measures.yml", add(MEASURE.format(terms="wuzzle").replace("id: damaged", "id: exports")), "- id: exports", "'exports'"),
    "term in two measures": Damage("measures.yml", add(MEASURE.format(terms="trade turnover")), "- id: damaged", "'trade turnover'"),
    "empty term of a measure": Damage("measures.yml", add(MEASURE.format(terms="wuzzle, ''")), "- id: damaged", "term"),
    "blank term of a measure": Damage("measures.yml", add(MEASURE.format(terms="wuzzle, ' '")), "- id: damaged", "term"),
    "measure without terms": Damage("measures.yml", add(MEASURE.format(terms="")), "- id: damaged", "'terms'"),
    "measure without counter-example": Damage(
        "measures.yml",
        add(MEASURE.format(terms="wuzzle").replace("counter_examples: [y]", "counter_examples: []")),
        "- id: damaged",
        "counter-example",
    ),
    "rule without example": Damage("dates.yml", add(rule(examples=COUNTER)), "- rule: damaged", "'damaged' needs an example"),
    "rule with no example in its list": Damage("dates.yml", add(rule(examples="  examples: []\n" + COUNTER)), "- rule: damaged", "an example"),
    "rule without counter-example": Damage("dates.yml", add(rule(examples=EXAMPLES)), "- rule: damaged", "'damaged' needs a counter-example"),
    "rule twice": Damage("dates.yml", add(rule().replace("rule: damaged", "rule: iso-date")), "- rule: iso-date", "'iso-date'"),
    "rule without pattern": Damage("dates.yml", add(rule().replace("  pattern: 'x'\n", "")), "- rule: damaged", "pattern"),
    "rule with pattern and phrases": Damage("dates.yml", add(rule() + "\n  phrases: [x]"), "- rule: damaged", "pattern"),
    "pattern that does not compile": Damage("dates.yml", add(rule("(x")), "- rule: damaged", "does not compile"),
    "pattern with a class left open": Damage(
        "turns.yml", sub("pattern: '.crosses|pattern: '.*'", "pattern: '[x'"), "- rule: crosses", "does not compile"
    ),
    "empty phrase of a rule": Damage("statements.yml", sub(r"phrases: \[told\]", "phrases: [told, '']"), "- rule: tell", "phrase"),
    "key twice": Damage("dates.yml", sub("^  resolve: calendar$", "  resolve: calendar\n  resolve: wuzzle"), "resolve: wuzzle", "'resolve'"),
    "key twice at the top": Damage("grammar.yml", add("pronouns: [x]"), -1, "'pronouns'"),
    "no YAML": Damage("nouns.yml", add("  - [x"), -1, ""),
    "list for a mapping": Damage("offices.yml", lambda _: "- x\n", 1, "mapping"),
    "mapping for a list": Damage("measures.yml", lambda _: "x: y\n", 1, "list"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REAL, tmp_path / "vocabulary"))


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=[name.replace(" ", "-") for name in DAMAGE])
def test_bad_vocabulary_is_refused_with_file_and_line(damage: Damage, folder: Path) -> None:
    path = folder / damage.file
    text = damage.edit(path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_vocabulary(folder)
    where, _, message = str(caught.value).partition(": ")
    lines = text.splitlines()
    if damage.at == -1:
        places = [len(lines), len(lines) + 1]
    elif isinstance(damage.at, int):
        places = [damage.at]
    else:
        places = [number for number, line in enumerate(lines, 1) if str(damage.at) in line][-1:]
    assert where in [f"{path}:{place}" for place in places]
    assert damage.says in message


FILES = sorted(path.relative_to(REAL).as_posix() for path in REAL.glob("*.*"))


@pytest.mark.parametrize("file", FILES)
def test_missing_file_is_named(file: str, folder: Path) -> None:
    (folder / file).unlink()
    with pytest.raises(VocabularyError, match=re.escape(f"{folder / file}: missing")):
        load_vocabulary(folder)


def test_missing_entities_are_named(folder: Path) -> None:
    shutil.rmtree(folder / "entities")
    with pytest.raises(VocabularyError, match=re.escape(str(folder / "entities"))):
        load_vocabulary(folder)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=re.escape(str(tmp_path / "nowhere"))):
        load_vocabulary(tmp_path / "nowhere")


@pytest.mark.parametrize("file", ["countries.csv", "topics.yml"])
def test_file_that_is_no_text_is_named(file: str, folder: Path) -> None:
    path = folder / file
    path.write_bytes(path.read_bytes() + b"\xff\xfe\n")
    with pytest.raises(VocabularyError, match=re.escape(str(path))):
        load_vocabulary(folder)


def test_fingerprint_changes_with_the_content_alone(folder: Path, vocabulary: Vocabulary) -> None:
    assert load_vocabulary(folder).sha256 == vocabulary.sha256
    (folder / "notes.txt").write_text("not read")
    assert load_vocabulary(folder).sha256 == vocabulary.sha256
    path = folder / "sentences.yml"
    path.write_text(path.read_text(encoding="utf-8") + "# one more line\n", encoding="utf-8")
    assert load_vocabulary(folder).sha256 != vocabulary.sha256


def test_no_is_a_word_and_not_false(vocabulary: Vocabulary) -> None:
    assert "NO" in {country.id for country in vocabulary.countries}
    assert all(isinstance(phrase, str) for groups in vocabulary.rules.values() for rules in groups.values() for r in rules for phrase in r.phrases)


# ------------------------------------------------------------------ what the real one holds


def test_all_countries_and_majors(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.countries) >= 249
    assert len({country.iso3 for country in vocabulary.countries}) == len(vocabulary.countries)
    majors = {topic.cap_major for topic in vocabulary.topics if topic.parent_id is None} - {None}
    assert len(majors) == 21
    assert next(topic.cap_major for topic in vocabulary.topics if topic.id == "protocol") is None


def test_finer_topics_have_the_major_of_their_parent(vocabulary: Vocabulary) -> None:
    by_id = {topic.id: topic for topic in vocabulary.topics}
    assert [t.id for t in vocabulary.topics if t.parent_id and by_id[t.parent_id].cap_major != t.cap_major] == []


def test_capitals_are_known_places(vocabulary: Vocabulary) -> None:
    places = {entity.id for entity, _ in vocabulary.entities}
    assert [country.id for country in vocabulary.countries if country.capital_id and country.capital_id not in places] == []


@pytest.mark.parametrize("measure", VOCABULARY.measures, ids=lambda measure: measure.id)
def test_measure_examples(measure: Measure, annotator: Annotator) -> None:
    """A phrase comes down to its measure as a figure of one of its kinds; a counter-example comes down to another, or to none."""
    reader = annotator._figures._measures.terms
    assert [e for e in measure.examples if measure.id not in [reader.measure_id(e, kind) for kind in measure.kinds]] == []
    assert [e for e in measure.counter_examples if reader.measure_id(e, "other") == measure.id] == []


@pytest.mark.parametrize("topic", VOCABULARY.topics, ids=lambda topic: topic.id)
def test_topic_examples(topic: Topic, annotator: Annotator) -> None:
    """A sentence of a topic has it, or one below it that says it better; a counter-example has not."""
    parents = {t.id: t.parent_id for t in annotator.vocabulary.topics}

    def topics_of(text: str) -> set[str]:
        found = {row.topic_id for row in annotate(annotator, sentence(text)).turn_topics}
        return found | {str(parents[t]) for t in found}

    def exactly(text: str) -> set[str]:
        return {row.topic_id for row in annotate(annotator, sentence(text)).turn_topics}

    assert [example for example in topic.examples if topic.id not in topics_of(example)] == []
    assert [example for example in topic.counter_examples if topic.id in exactly(example)] == []
