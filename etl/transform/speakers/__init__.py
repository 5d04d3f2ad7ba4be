"""Who the people of a document are: labels and mentions come down to persons with an office and a country.

A name is looked up among the known people, by the office and the country it stands with and by the document's date. Whoever is not
known becomes a person of this document, and keeps to it: people who are only named alike are never merged.

`mentions` reads who is named in the text, `known` looks names and offices up among the known people, `resolution` brings together what
one document says of each.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from etl.language.names import Label, LabelReader
from etl.language.phrases import fold_lower
from etl.records import Document, Mention, Problem, Span, Turn
from etl.transform.speakers.known import KnownPeople
from etl.transform.speakers.mentions import MentionReader
from etl.transform.speakers.resolution import People, PersonMention, Resolution
from etl.vocabulary import Vocabulary

_CAPITAL = re.compile(r"\b[A-Z][a-z]+\b")
_HEAD = 500  # characters in which a printed title stands

__all__ = ["People", "PersonMention", "Said", "SpeakerResolver"]


@dataclass(frozen=True, slots=True)
class Said:
    """What the document prints: the spans of its paragraphs, and what the label of each speech turn says, by the turn's id."""

    paragraphs: Sequence[Span]
    labels: Mapping[str, Label]


class SpeakerResolver:
    """Resolves labels and mentions of one document after another; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary, reader: LabelReader) -> None:
        words = vocabulary.words["offices"]
        self._known = KnownPeople(vocabulary, reader)
        self._mentions = MentionReader(vocabulary, reader, self._known)
        self._levels = {title: entry["level"] for title, entry in words["offices"].items()}
        grammar = vocabulary.words["grammar"]
        self._small_words = frozenset((*grammar["prepositions"], *grammar["conjunctions"]))
        self._outlets = frozenset(map(fold_lower, words["outlets"]))

    def __call__(
        self,
        document: Document,
        turns: Sequence[Turn],
        said: Said,
        opening: tuple[int, int],
        entities: Sequence[Mention],
        in_title: Sequence[Mention] = (),
    ) -> People:
        """Return the turns with their speakers, and everyone the document names with an office or as known.

        `opening` is the span (title to first narration or label) whose people take part, `in_title` are the entities that the title names.
        """
        countries = [entity for entity in entities if len(entity.entity_id) == 2]
        work = Resolution(self._known, self._levels, document, countries)
        if (title := document.title) and not _is_printed(title, document.text):
            nations = [entity for entity in in_title if len(entity.entity_id) == 2]
            work.introduce(self._mentions(self._in_small(title), [Span(0, len(title))], nations))
        named = work.mentions(self._mentions(document.text, said.paragraphs, countries))
        held = work.unnamed(self._mentions.unnamed(document.text), named)
        mentions = sorted([*named, *held], key=lambda mention: mention.start)
        resolved, problems = [], []
        for turn in turns:
            if turn.kind != "speech":
                resolved.append(turn)
                continue
            label = said.labels[turn.id]
            function = label.function or ("press" if self._is_outlet(label) else None)
            if function:
                resolved.append(replace(turn, role=function, country_id=label.country_id))
                continue
            someone = work.by_label(label, turn.start_char)
            if someone is None:
                message = f"nobody is found for the label {turn.speaker_label!r}"
                problems.append(Problem(document.source, "transform", "warning", message, document.id, turn.start_char, turn.end_char))
                resolved.append(replace(turn, role=label.office, country_id=label.country_id))
            else:
                work.spoken.add(someone.person.id)
                role = someone.office or self._known.office_at(someone.person, document.date)
                resolved.append(replace(turn, speaker_id=someone.person.id, role=role, country_id=someone.country_id))
        present = dict.fromkeys(t.speaker_id for t in resolved if t.speaker_id)
        present |= dict.fromkeys(m.person_id for m in mentions if opening[0] <= m.start < opening[1])
        return work.people(resolved, present, mentions, tuple(problems))

    def _in_small(self, title: str) -> str:
        """Put small words and participles of a title in small letters, as names end before them: "President N Before Departure"."""

        def small(word: re.Match[str]) -> str:
            form = word[0].lower()
            return form if form in self._small_words or (form.endswith("ing") and form not in self._known.words) else word[0]

        return _CAPITAL.sub(small, title)

    def _is_outlet(self, label: Label) -> bool:
        return label.surname in self._outlets and not (label.office or label.honorific)


def _is_printed(title: str, text: str) -> bool:
    """Whether a text opens with its title, so that who is named there is met in the text."""
    return "".join(title.split()) in "".join(text[: _HEAD + 2 * len(title)].split())
