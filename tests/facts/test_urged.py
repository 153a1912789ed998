"""Rules that an office urges to be kept."""

import datetime

import pytest

from presscheck import find_facts
from presscheck.data import rows
from presscheck.facts import sentences, urged
from presscheck.facts.story import Part, Story
from presscheck.model import Quote, Rule

DAY = datetime.date(2026, 3, 1)
URGING = rows("facts/urged")["urging"]


def told(text: str) -> list[Rule]:
    return [rule for said in sentences.read(Story((Part("body", 0, text),))) for rule in urged.find(said, ())]


@pytest.mark.parametrize("text", URGING["yes"])
def test_a_norm_that_an_office_urges_to_be_kept_binds(text: str) -> None:
    (rule,) = told(text)
    assert rule.force == "must"


@pytest.mark.parametrize("text", URGING["no"])
def test_what_is_only_urged_does_not(text: str) -> None:
    assert told(text) == []


def test_the_rule_stands_beside_what_the_office_says() -> None:
    text = "水利部门加强巡查；邮政部门敦促寄递网点严格落实“先验后寄、逐件过机”两项制度，持续开展宣传。"
    found = find_facts(text, date=DAY)
    (rule,) = [one for one in found if isinstance(one, Rule)]
    assert rule.who
    assert (rule.who.text, rule.what.text) == ("寄递网点", "严格落实“先验后寄、逐件过机”两项制度")
    (quote,) = [one for one in found if isinstance(one, Quote)]
    assert rule.speaker == quote.speaker
