"""What we say when something cannot be done: in both languages, with a remedy, under the right exit code."""

import pickle
import re
import string

import pytest

from presscheck import errors
from presscheck.messages import again, both, say


def kinds(base):
    return [base, *(each for child in base.__subclasses__() for each in kinds(child))]


KINDS = [kind for kind in kinds(errors.PresscheckError) if kind.__module__ == errors.__name__]
KINDS.remove(errors.PresscheckError)
EXIT_CODES = {errors.PageUnreadable: 3, errors.WrongUsage: 2, errors.PartMissing: 4, errors.RecordTrouble: 3}


def gaps(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def wanted(kind, lang):
    return gaps(kind.says[lang]) | gaps(kind.advice[lang])


def values_of(kind):
    return {name: f"«{name}»" for name in wanted(kind, "en") | wanted(kind, "zh")}


def each_kind(names):
    return pytest.mark.parametrize(names, KINDS, ids=[kind.__name__ for kind in KINDS])


@each_kind("kind")
def test_an_error_speaks_both_languages_and_fills_every_gap(kind):
    error = kind(**values_of(kind))
    assert str(error) == error.tell("en") != error.tell("zh")
    for lang in ("en", "zh"):
        assert "{" not in error.tell(lang)
        assert all(f"«{name}»" in error.tell(lang) for name in wanted(kind, lang))


@each_kind("kind")
def test_an_error_says_the_same_in_both_languages(kind):
    if kind is not errors.WrongUsage:  # its sentences come ready made, one in each
        assert wanted(kind, "en") == wanted(kind, "zh")
        assert any("\u4e00" <= char <= "\u9fff" for char in kind.says["zh"] + kind.advice["zh"])
        assert (kind.says["en"] + kind.advice["en"]).isascii()


@each_kind("kind")
def test_an_error_ends_in_advice(kind):
    assert set(kind.says) == set(kind.advice) == {"en", "zh"}
    assert all(kind.advice.values())


@each_kind("kind")
def test_the_docstring_names_the_values(kind):
    assert all(f"``{name}``" in kind.__doc__ for name in values_of(kind))


@each_kind("kind")
def test_the_exit_code_is_that_of_the_contract(kind):
    (code,) = [code for family, code in EXIT_CODES.items() if issubclass(kind, family)]
    assert kind.exit_code == code


def test_anything_else_is_our_own_bug():
    assert errors.PresscheckError.exit_code == 70


def test_an_error_may_name_a_file_with_braces_in_its_name():
    error = errors.FileMissing(file="{0}.txt")
    assert str(error).startswith("{0}.txt: ")
    assert error.tell("zh").startswith("{0}.txt：")


def test_an_error_keeps_its_values():
    assert errors.TooLarge(file="a.txt", size="21.0", limit=20).values == {"file": "a.txt", "size": "21.0", "limit": 20}


def test_an_error_comes_whole_from_another_process():
    error = pickle.loads(pickle.dumps(errors.TooLarge(file="county.txt", size="21", limit=20)))
    assert (type(error), error.values["limit"]) == (errors.TooLarge, 20)
    assert error.tell("zh") == errors.TooLarge(file="county.txt", size="21", limit=20).tell("zh")


def test_a_value_may_be_given_in_both_languages():
    error = errors.ImageBroken(file="a.png", why=both("intake.why_picture"))
    assert "its data make no picture" in str(error)
    assert "图像数据无法解读" in error.tell("zh")


NOTES = [
    say("intake.image_skew", "en", degrees="0.3"),
    say("intake.ocr_encoding", "en", declared="big5", read="UTF-8"),
    errors.PageTooHard(file="a.pdf", page=3, seconds="60", memory=3).tell("en"),
    errors.PartMissing(part="RapidOCR", command="pip install 'presscheck[ocr]'").tell("en"),
    errors.ImageBroken(file="a.tif", why=both("intake.why_picture")).tell("en"),
]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_can_be_said_again_in_the_other_language(note):
    assert again(note, "en") == note
    assert not re.search("[a-z]{2,} [a-z]{2,} [a-z]{2,}", again(note, "zh"))


def test_a_note_of_others_stays_as_it_is():
    assert again("scanned on a Tuesday", "zh") == "scanned on a Tuesday"


def test_a_value_that_is_missing_is_our_bug():
    with pytest.raises(KeyError):
        errors.TooLarge(file="a.txt")


def test_a_message_is_said_with_its_gaps_filled():
    assert say("articles.fragments", "en", count=3) == "joined from 3 lines of the dump"
    assert say("articles.fragments", "zh", count=3) == "由文本中的 3 行拼成"


@pytest.mark.parametrize(
    ("name", "lang", "error"),
    [
        ("articles.no_such_row", "en", KeyError),
        ("no_such_room.row", "en", FileNotFoundError),
        ("articles.fragments", "fr", KeyError),
        ("articles.fragments", "en", KeyError),
    ],
    ids=["row", "room", "language", "gap"],
)
def test_a_message_that_cannot_be_said_is_our_bug(name, lang, error):
    with pytest.raises(error):
        say(name, lang)
