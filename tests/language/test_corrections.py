"""Words struck out of a transcript and those in brackets, read at their places."""

import pytest

from etl.language.corrections import as_corrected

READ = {
    "lost <s>33</s> [32] men": "lost            32  men",
    r"of ~~$300~~ \[$30\] billion": "of            $30   billion",
    "a <s>33 or <s>34</s> 35": "a <s>33 or           35",
    "a <s>33</del> 34": "a <s>33</del> 34",
    "see [note 3] there": "see [note 3] there",
}


@pytest.mark.parametrize("text", READ)
def test_words_struck_out_leave_their_room(text: str) -> None:
    assert as_corrected(text) == READ[text]


def test_marks_that_are_never_closed_strike_nothing_out() -> None:
    text = "<s>33 " * 150_000  # minutes where every mark is followed to the end
    assert as_corrected(text) == text
