"""Reported and quoted speech: who is said to have said what, to whom, and by which verb.

A statement is found from its verb (`statements.yml`): what stands before it says who speaks, what follows is what was said. In the
passive it is the other way round, and nobody may be named.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.language.names import family_name, without_possessive
from etl.language.phrases import Match, PhraseMatcher, fold_lower
from etl.language.sentences import Sentences
from etl.records import Document, Mention, Participant, Span, Statement, StatementPerson, Turn
from etl.vocabulary import Rule, Vocabulary

_QUOTE = re.compile(r"“([^“”]{2,2000})”|\"([^\"\n]{2,2000})\"")
_FINITE = re.compile(r"\b(?:is|are|was|were|will|would|has|have|had|can|could|should|must|may|might|do|does|did|remains?|needs?)\b")
_NO_SUBJECT = re.compile(
    r"(?i)\A(?:at|in|on|by|for|with|from|to|of|after|before|under|over|as|since|well|so)\b|\b(?:the|an?|his|her|its|their|our|this|that|these|those|to|be|been|being|and|or|but)\Z"
)
_NAME_AND = re.compile(r"(?:[A-Z][\w’'-]+\s+){1,4}and\s+\Z")
_BESIDE = re.compile(r"(?:[A-Z]\w*\.\s+)?[A-Z][\w’'-]+\s+and\s+(?:[A-Z]\w*\.\s+)?\Z")  # "Mr. Verel and Mr. "
_CAPITALISED = re.compile(r"[A-Z][\w’'-]+")
_TO_WHOM = re.compile(r"(?:\s+(?P<whom>me|us|you|him|her|them|reporters|everyone))?[,:]?\s*\Z")
_WHO = re.compile(
    r"(?:\b(?i:I|we|you|he|she|they|it|who|people)|\b(?i:the|an?|my|our|his|her|their)\s(?:\w+\s){0,5}?\w+(?:\s+in\s+[A-Z]\w+)?|(?:[A-Z][\w’'-]+\s?)+)\Z"
)
_CLAUSE_BREAK = re.compile(r"[,;:]?\s+(?:and|but|while|as well as)\s*\Z|[;:]\s*\Z")
_SUBJECT_START = re.compile(r"(?:.*[,;:]\s|.*\b(?:that|and|but|while|when|after|as|where)\s)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone a statement can come from or go to, with the words that name them."""

    start: int
    end: int
    person_id: str | None
    voice: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What earlier layers found in the document."""

    turns: Sequence[Turn]
    sentences: Sentences
    people: Mapping[int, tuple[int, str]]
    """Where a mention of a person starts -> where it ends, person id."""
    entities: Sequence[Mention]
    participants: Sequence[Participant]
    roles: Mapping[str, str | None]
    countries: Mapping[str, str | None]
    names: Mapping[str, str]
    """What the document's people are called, by their ids."""


class StatementFinder:
    """Finds statements; compiled once from the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.words["statements"]
        rules = vocabulary.ruleset("statements.cues")
        self._cues: PhraseMatcher[Rule] = PhraseMatcher((phrase, rule) for rule in rules for phrase in rule.phrases)
        self._joint = PhraseMatcher((phrase, phrase) for phrase in words["joint"])
        any_of = _alternatives
        self._nouns = {noun: rule for rule in rules for noun in rule.data.get("nouns", ())}
        before_another = [*vocabulary.words["grammar"]["prepositions"], "that"]  # "expressed doubts about the thanks"
        word = rf"\s+(?!(?:{any_of(before_another)})\b)[\w’'-]+,?"
        self._expressed = re.compile(rf"\b(?:{any_of(words['expressing'])})(?:{word}){{0,4}}?\s+(?P<noun>{any_of(list(self._nouns))})\b", re.I)
        self._by_whom = re.compile(rf"\s+by\s+(?!(?:{any_of(words['means'])})\b)")
        self._adverbs = re.compile(rf"(?:\s*,?\s*\b(?:{any_of(words['adverbs'])})\s*,?)*\s*\Z", re.I)
        self._passive = re.compile(rf"\b(?P<it>it\s+)?(?P<be>{any_of(words['passives'])})(?:\s+(?:{any_of(words['adverbs'])}))*\s*\Z", re.I)
        role = rf"(?:the|his|her)\s+(?P<role>(?:[\w-]+\s+)?(?:{any_of(words['roles'])}))"
        self._role = re.compile(rf"\b{role}\Z", re.I)
        self._role_ahead = re.compile(rf"\s+(?P<phrase>{role})\b", re.I)
        self._object = re.compile(
            rf"\s+(?:(?:his|her|its|their)\s+(?:[A-Z]\w+\s+)?(?:{any_of(words['counterparts'])})|(?:{any_of(words['objects'])})\b)"
        )
        courtesy = rf"(?:(?:{any_of(words['courtesies'])})\.?\s+)"
        surname = r"(?P<name>[A-Z][\w’'-]*[\w])"
        self._surname = re.compile(rf"(?:{courtesy}|\A|[,;]\s+|\b(?:and|that|but|while)\s+){surname}\Z")
        self._surname_ahead = re.compile(rf"\s+{courtesy}{surname}")
        self._pronoun = re.compile(rf"\b(?:{any_of(words['pronouns'])})\Z", re.I)
        self._links = {rule.id: re.compile(rf"\s*,?\s+(?:{any_of(rule.data.get('links', ['that']))})\b(?=\s)", re.I) for rule in rules}

    def __call__(self, document: Document, scene: Scene) -> tuple[list[Statement], list[StatementPerson]]:
        """Return the statements of the narration, the quotations in speech, and who is their source or addressee."""
        work = _Reading(self, document, scene)
        cues = self._with_nouns(document.text)
        starts = [cue.start for cue in cues]
        for turn in scene.turns:
            inside = cues[bisect_left(starts, turn.start_char) : bisect_left(starts, turn.end_char)]
            if turn.kind == "narration":
                work.narration(turn, inside)
            else:
                work.quotations(turn, inside)
        return work.statements, work.people

    def _with_nouns(self, text: str) -> list[Match[Rule]]:
        """Return the verbs that report; "expressed his gratitude" goes by its noun."""
        expressed = [Match(m.start(), m.end(), self._nouns[fold_lower(m["noun"])]) for m in self._expressed.finditer(text)]
        inside = {at for match in expressed for at in range(match.start, match.end)}
        return sorted([*expressed, *(cue for cue in self._cues.find(text) if cue.start not in inside)], key=lambda cue: cue.start)


class _Reading:
    def __init__(self, finder: StatementFinder, document: Document, scene: Scene) -> None:
        self._f = finder
        self._document = document
        self._text = document.text
        self._scene = scene
        self._ends = {end: (start, person) for start, (end, person) in scene.people.items()}
        self._surnames: dict[str | None, set[str]] = {}
        for person_id, name in scene.names.items():
            self._surnames.setdefault(family_name(name), set()).add(person_id)
        self._last: Speaker | None = None
        self._ids: set[str] = set()
        self.statements: list[Statement] = []
        self.people: list[StatementPerson] = []

    # -------------------------------------------------------------- narration

    def narration(self, turn: Turn, cues: Sequence[Match[Rule]]) -> None:
        quoted = list(_QUOTE.finditer(self._text, turn.start_char, turn.end_char))
        found: list[tuple[Match[Rule], Speaker | None, int, Span]] = []
        for cue in cues:
            if any(q.start() < cue.start < q.end() for q in quoted):
                continue
            sentence = self._scene.sentences.at(cue.start)
            hyphenated = "-" in (self._text[cue.start - 1 : cue.start], self._text[cue.end : cue.end + 1])  # "a twice-told tale"
            if sentence is None or hyphenated:
                continue
            previous = found[-1] if found and found[-1][3] == sentence else None
            subject = self._subject(cue, sentence, previous)
            if subject is not None:
                speaker, cue_start = subject
                found.append((cue, speaker, cue_start, sentence))
        for index, (cue, speaker, cue_start, sentence) in enumerate(found):
            following = found[index + 1] if index + 1 < len(found) and found[index + 1][3] == sentence else None
            self._report(turn, cue, speaker, cue_start, sentence, following)

    def _subject(
        self, cue: Match[Rule], sentence: Span, previous: tuple[Match[Rule], Speaker | None, int, Span] | None
    ) -> tuple[Speaker | None, int] | None:
        """Return who speaks (None for nobody named) and where the verb starts, or None where the verb reports nothing."""
        before = self._text[sentence.start : cue.start]
        passive = self._f._passive.search(before)
        if passive:
            start = sentence.start + passive.start("be")
            be = re.sub(r"^it\s+", "", passive["be"], flags=re.I)
            return None, start + len(passive["be"]) - len(be)
        if self._f._by_whom.match(self._text, cue.end):  # "the views expressed by the guests"
            return None
        end = sentence.start + (m.start() if (m := self._f._adverbs.search(before)) else len(before))
        while end > sentence.start and self._text[end - 1] in " ,\n\u00a0":
            end -= 1
        if previous is not None and _CLAUSE_BREAK.search(self._text[sentence.start : end] + " "):
            return previous[1], cue.start
        speaker = self._named(sentence.start, end)
        return (speaker, cue.start) if speaker else None

    def _named(self, start: int, end: int) -> Speaker | None:
        """Return who is named by the words that end at `end`."""
        text = self._text[start:end]
        if without_possessive(text) != text:  # "President Verel's stated aim" reports nothing
            return None
        if end in self._ends:
            first, person = self._ends[end]
            joint = re.search(r"(\S+)\s+and\s+\Z", self._text[start:first])
            other = self._ends.get(first - len(" and ")) if joint else None
            speaker = Speaker(other[0], end, None, "joint") if other else Speaker(first, end, person, "person")
        elif joint_match := next((m for m in self._f._joint.find(text[-40:]) if m.end == len(text[-40:])), None):
            speaker = Speaker(end - (joint_match.end - joint_match.start), end, None, "joint")
        elif (named := self._f._surname.search(text)) and (called := self._called(named["name"])):
            before = text[: named.start("name")]
            beside = _BESIDE.search(before)
            first = start + (beside.start() if beside else len(before) - len(_courtesy(before)))
            speaker = Speaker(first, end, None if beside else called, "joint" if beside else "person")
        elif role := self._f._role.search(text):
            speaker = Speaker(start + role.start(), end, self._by_role(role["role"]), "person")
        elif pronoun := self._f._pronoun.search(text):
            last = self._last.person_id if self._last else None
            return Speaker(start + pronoun.start(), end, last, "person")
        else:
            phrase = _SUBJECT_START.match(text)
            first = start + (phrase.end() if phrase else 0)
            words = self._text[first:end].split()
            if not 1 <= len(words) <= 7 or not re.match(r"(?:[A-Z]|the\b|a\b|an\b|my\b|his\b|her\b|our\b|their\b)", self._text[first:end]):
                return None
            if (
                _NO_SUBJECT.search(self._text[first:end])
                or _FINITE.search(self._text[first:end])
                or re.search(r"(?:ing|ed|ly)\Z|\b(?:to|of|by|for|in|on|with)\Z", self._text[first:end])
            ):
                return None
            several = _NAME_AND.search(self._text[start:first]) if self._text[first].isupper() else None
            speaker = Speaker(start + several.start() if several else first, end, None, "joint" if several else "person")
        self._last = speaker if speaker.voice == "person" else self._last
        return speaker

    def _called(self, surname: str) -> str | None:
        """Return the one person of the document who has a family name."""
        people = self._surnames.get(family_name(surname), set())
        return next(iter(people)) if len(people) == 1 else None

    def _by_role(self, role: str) -> str | None:
        """Return the participant whom "C leader" or "Prime Minister" means, if only one can be meant."""
        candidates = list(self._scene.participants)
        country = self._country(role.split()[0])
        words = fold_lower(role)
        if country:
            candidates = [p for p in candidates if p.country_id == country]
        elif not ("counterpart" in words or "leader" in words):
            office = [p for p in candidates if p.role and fold_lower(p.role) in words]
            named = [p for p in office if fold_lower(p.role or "") == words]  # a vice president is no president
            heads = [p for p in candidates if p.country_id == self._document.country_id]
            candidates = named or office or (heads if "head of" in words else candidates)
            if office and len(candidates) > 1:  # of two presidents the publisher means its own
                candidates = [p for p in candidates if p.country_id and p.country_id == self._document.country_id] or candidates
            if not office:  # who is named elsewhere in the document
                country_id = self._document.country_id
                everyone = [
                    p for p, held in self._scene.roles.items() if held and fold_lower(held) == words and self._scene.countries.get(p) == country_id
                ]
                if len(everyone) == 1:
                    return everyone[0]
        if "counterpart" in words and self._last is not None and len(candidates) > 1:
            candidates = [p for p in candidates if p.person_id != self._last.person_id]
        return candidates[0].person_id if len(candidates) == 1 else None

    def _country(self, demonym: str) -> str | None:
        return next((m.entity_id for m in self._scene.entities if m.text == demonym and len(m.entity_id) == 2), None)

    def _report(
        self,
        turn: Turn,
        cue: Match[Rule],
        speaker: Speaker | None,
        cue_start: int,
        sentence: Span,
        following: tuple[Match[Rule], Speaker | None, int, Span] | None,
    ) -> None:
        rule = cue.value
        stop = sentence.end
        if following is not None:
            break_at = following[1].start if following[1] and following[1].start > cue.end else following[2]
            stop = break_at
        addressee = self._addressee(cue.end, stop) if rule.data.get("addressee") else None
        start = addressee.end if addressee else cue.end
        quote = next((q for q in _QUOTE.finditer(self._text, sentence.start, sentence.end)), None)
        link = self._f._links[rule.id].match(self._text, start, stop)
        conjunction = ""
        if link:
            conjunction = link[0].strip(" ,").lower()
            start = link.start() if conjunction in rule.data.get("keep", ()) else link.end()
        start, stop = self._trimmed(start, stop)
        mode = "indirect" if conjunction == "that" or self._is_clause(start, stop) else "summarised"
        if start >= stop or (cue_start < cue.start and not conjunction):
            start, stop = self._before(cue_start, sentence)
            mode = "summarised"
        if quote is not None and (quote.end() <= cue.end or start <= quote.start() <= start + 2):
            start, stop = (quote.start() + 1, quote.end() - 1)
            mode = "quoted"
            start, stop = self._trimmed(start, stop)
        if start >= stop:
            return
        self._add(turn, rule, speaker, (cue_start, cue.end), (start, stop), mode, addressee)

    def _before(self, cue_start: int, sentence: Span) -> tuple[int, int]:
        """Return what stands before a passive verb, without an opening adverbial ("During the conversation,")."""
        start = sentence.start
        opening = re.match(r"(?:During|In|At|After|Before|On|Also|Moreover|In addition|Furthermore)\b[^,]{0,60},\s+", self._text[start:cue_start])
        return self._trimmed(start + (opening.end() if opening else 0), cue_start)

    def _trimmed(self, start: int, stop: int) -> tuple[int, int]:
        while start < stop and self._text[start] in " \n\t\u00a0,:":
            start += 1
        body = self._text[start:stop]
        body = re.sub(r"(?:[\s,;.!?]|\s(?:and|but|while))+\Z", "", body)
        return start, start + len(body)

    def _is_clause(self, start: int, stop: int) -> bool:
        """Whether the words have a finite verb before any relative clause or second phrase."""
        head = re.split(r",|\b(?:which|who|that|where|including)\b", self._text[start:stop])[0]
        return bool(_FINITE.search(" ".join(head.split()[:12])))

    def _addressee(self, start: int, stop: int) -> Speaker | None:
        """Return to whom something is said: who is named next, unless in the possessive ("thanked N's ministers")."""
        named = self._next_named(start, stop)
        words = self._text[named.start : named.end + 1] if named else ""
        return named if without_possessive(words) == words else None

    def _next_named(self, start: int, stop: int) -> Speaker | None:
        at = start + 1
        if at in self._scene.people and self._scene.people[at][0] <= stop:
            end, person = self._scene.people[at]
            return Speaker(at, end, person, "person")
        if match := self._f._role_ahead.match(self._text, start, stop):
            return Speaker(match.start("phrase"), match.end(), self._by_role(match["role"]), "person")
        if (match := self._f._surname_ahead.match(self._text, start, stop)) and (called := self._called(match["name"])):
            return Speaker(start + len(match[0]) - len(match[0].lstrip()), match.end(), called, "person")
        if match := self._f._object.match(self._text, start, stop):
            named = re.search(r"([A-Z]\w+\s+)?counterpart", match[0])
            met = self._by_role(named[0]) if named else None
            return Speaker(match.start() + 1, match.end(), met, "person")
        return None

    # -------------------------------------------------------------- quotations in speech

    def quotations(self, turn: Turn, cues: Sequence[Match[Rule]]) -> None:
        ends = {cue.end: cue for cue in cues if cue.value.id in ("say", "tell", "inform", "ask")}
        for quote in _QUOTE.finditer(self._text, turn.start_char, turn.end_char):
            before = _TO_WHOM.search(self._text[max(turn.start_char, quote.start() - 40) : quote.start()])
            cue = ends.get(max(turn.start_char, quote.start() - 40) + before.start()) if before else None
            sentence = self._scene.sentences.at(cue.start) if cue else None
            if cue is None or sentence is None or len(quote[0].split()) < 2:
                continue
            end = sentence.start + len(self._text[sentence.start : cue.start].rstrip())
            words = _WHO.search(self._text[sentence.start : end])
            if words is None:
                continue
            speaker = Speaker(sentence.start + words.start(), end, None, "joint" if words[0].lower() in ("we", "they") else "person")
            if speaker.end in self._ends:
                speaker = Speaker(self._ends[end][0], end, self._ends[end][1], "person")
            span = self._trimmed(quote.start() + 1, quote.end() - 1)
            if span[0] < span[1]:
                to_me = turn.speaker_id if before and before["whom"] in ("me", "us") else None
                addressee = Speaker(cue.end, cue.end, to_me, "person") if to_me else None
                self._add(turn, cue.value, speaker, (cue.start, cue.end), span, "quoted", addressee, in_speech=True)

    # -------------------------------------------------------------- records

    def _add(
        self,
        turn: Turn,
        rule: Rule,
        speaker: Speaker | None,
        cue: tuple[int, int],
        span: tuple[int, int],
        mode: str,
        addressee: Speaker | None,
        *,
        in_speech: bool = False,
    ) -> None:
        key = f"{self._document.id}-s{span[0]}"
        number = 2
        while key in self._ids:
            key, number = f"{self._document.id}-s{span[0]}-{number}", number + 1
        self._ids.add(key)
        text = self._text
        self.statements.append(
            Statement(
                id=key,
                document_id=self._document.id,
                turn_id=turn.id,
                mode=mode,
                voice=speaker.voice if speaker else "impersonal",
                act=rule.data.get("act", rule.id),
                speaker_id=speaker.person_id if speaker else None,
                source=text[speaker.start : speaker.end] if speaker else None,
                cue=text[cue[0] : cue[1]],
                text=text[span[0] : span[1]],
                start_char=span[0],
                end_char=span[1],
                source_start_char=speaker.start if speaker else None,
                source_end_char=speaker.end if speaker else None,
                cue_start_char=cue[0],
                cue_end_char=cue[1],
            )
        )
        sources: list[str] = [speaker.person_id] if speaker and speaker.person_id else []
        if speaker and speaker.voice == "joint" and not in_speech:
            named = [person for start, (end, person) in self._scene.people.items() if speaker.start <= start < speaker.end]
            called = (self._called(word) for word in _CAPITALISED.findall(text[speaker.start : speaker.end]))
            named += [person for person in called if person is not None]
            sources = named or [p.person_id for p in self._scene.participants]
        self.people += [StatementPerson(key, person, "source") for person in dict.fromkeys(sources)]
        if addressee and addressee.person_id and addressee.person_id not in sources:
            self.people.append(StatementPerson(key, addressee.person_id, "addressee"))


def _courtesy(before: str) -> str:
    """Return the courtesy title at the end of a stretch of text: "Mr. "."""
    found = re.search(r"[A-Z][a-z]+\.?\s+\Z", before)
    return found[0] if found else ""


def _alternatives(words: Sequence[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
