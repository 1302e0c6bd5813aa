"""Short names of scenarios: what stands at the head of a column, in a note and in a sentence, in place of an id.

A scenario file gives a short title (``short``); else the title stands where it is short enough, else a number with the
title beneath. No two cases of a comparison bear the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgmodel.core.names import Names, names_of, text_in
from orgmodel.words.labels import label, languages_of
from orgmodel.words.numbers import number
from orgmodel.words.tables import word

if TYPE_CHECKING:
    from orgmodel.scenario.scenario import Outcome, Scenario

LONGEST = 32
"""So many letters a title may have that stands at the head of a column as it is."""


def short_names(outcomes: Sequence[Outcome], labels: Sequence[str]) -> tuple[Names, ...]:
    """Give each outcome of a comparison its short name in each language; ``labels`` are the unique ids, in the same order.

    Where several would bear the same, the parameters that were set, then the study, then a number tells them apart.

    >>> from orgmodel.core.structure import Structure
    >>> from orgmodel.scenario.scenario import Scenario
    >>> named = Scenario("a", Structure.of(), title=names_of(en="Three agencies into six, without new quota"))
    >>> brief = Scenario("b", Structure.of(), title=named.title, short=names_of(en="No new quota"))
    >>> [dict(one)["en"] for one in short_names([named.run(), brief.run()], ["a", "b"])]
    ['Scenario 1', 'No new quota']
    """
    languages = dict.fromkeys(language for one in outcomes for language in languages_of_outcome(one))
    each = {language: _unique(outcomes, labels, language) for language in languages}
    return tuple(names_of(**{code: texts[at] for code, texts in each.items()}) for at in range(len(outcomes)))


def scenario_names(scenarios: Sequence[Scenario], language: str) -> list[str]:
    """Name scenarios that were not run, as :func:`short_names` names their outcomes."""
    from orgmodel.scenario.scenario import Outcome

    outcomes = [Outcome(one, {}, one.baseline) for one in scenarios]
    return [text_in(one, language) for one in short_names(outcomes, [one.id for one in scenarios])]


def full_names(outcomes: Sequence[Outcome], short: Sequence[Names]) -> tuple[Names, ...]:
    """Give each outcome the title of its scenario in each language, with what tells it apart where several bear one title."""
    found = {}
    for language in dict.fromkeys(language for one in outcomes for language in languages_of_outcome(one)):
        titles = [one.scenario.name(language) for one in outcomes]
        texts = []
        for one, title, names in zip(outcomes, titles, short, strict=True):
            plain, brief = text_in(one.scenario.title, language, one.scenario.id), text_in(names, language)
            apart = brief.removeprefix(plain) if brief.startswith(plain) else f" [{brief}]"
            texts.append(f"{title}{apart}" if titles.count(title) > 1 else title)
        found[language] = _numbered(texts)
    return tuple(names_of(**{code: texts[at] for code, texts in found.items()}) for at in range(len(outcomes)))


def languages_of_outcome(outcome: Outcome) -> tuple[str, ...]:
    """List the languages that can be spoken of an outcome: ours, and those that its study brings."""
    return languages_of(outcome.before.terms.labels, outcome.before.terms.language)


def _unique(outcomes: Sequence[Outcome], labels: Sequence[str], language: str) -> list[str]:
    """Name outcomes in one language, so that no two have the same name."""
    texts = [_named(one, labels[at], at + 1, language) for at, one in enumerate(outcomes)]
    for told in (_settings, _study):
        alike = {text for text in texts if texts.count(text) > 1}
        texts = [
            f"{text} ({extra})" if text in alike and (extra := told(one, outcomes, language)) else text
            for text, one in zip(texts, outcomes, strict=True)
        ]
    return _numbered(texts)


def _numbered(texts: Sequence[str]) -> list[str]:
    """Put a number behind each text that stood before.

    >>> _numbered(["a", "a (2)", "a"])
    ['a', 'a (2)', 'a (3)']
    """
    taken: set[str] = set()
    found = []
    for at, text in enumerate(texts):
        free, count = text, 2
        while free in taken or (free != text and free in texts[at + 1 :]):
            free, count = f"{text} ({count})", count + 1
        taken.add(free)
        found.append(free)
    return found


def _named(outcome: Outcome, own: str, place: int, language: str) -> str:
    """Name an outcome by itself: a scenario without any title by its id, which is then all the name that it has."""
    scenario = outcome.scenario
    if not (scenario.short or scenario.title):
        return own
    text = text_in(scenario.short or scenario.title, language)
    if not scenario.short and len(text) > LONGEST:
        text = word("nth-scenario", language, place)
    told = _worded(outcome, outcome.overrides, language)
    return f"{text} ({told})" if told else text


def _settings(outcome: Outcome, outcomes: Iterable[Outcome], language: str) -> str:
    """Tell the parameters by which an outcome differs from others of its scenario."""
    alike = [one.parameters for one in outcomes if one.scenario.id == outcome.scenario.id and _of(one) is _of(outcome)]
    own = {name: value for name, value in outcome.parameters.items() if any(one.get(name) != value for one in alike)}
    return _worded(outcome, {name: value for name, value in own.items() if name not in outcome.overrides}, language)


def _study(outcome: Outcome, outcomes: Iterable[Outcome], language: str) -> str:
    """Name the study of an outcome where there are several: by its title where that is short, else by its folder."""
    study = _of(outcome)
    others = list({id(one): one for one in map(_of, outcomes) if one is not None}.values())
    if study is None or len(others) < 2:
        return ""
    text = text_in(study.title, language, study.id)
    is_own = sum(text_in(one.title, language, one.id) == text for one in others) == 1
    return text if is_own and len(text) <= LONGEST else study.id


def _of(outcome: Outcome) -> Any:
    return outcome.scenario.study


def _worded(outcome: Outcome, settings: Mapping[str, Any], language: str) -> str:
    """Say settings of parameters: a choice by its title, a number with what it is of."""
    return ", ".join(_each_worded(outcome, settings, language))


def _each_worded(outcome: Outcome, settings: Mapping[str, Any], language: str) -> Iterator[str]:
    known = outcome.scenario.all_parameters()
    for name, value in sorted(settings.items()):
        parameter = known.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            told = number(value, language)
        else:
            told = label("choice", str(value), language, outcome.before.terms.labels)
        has_words = parameter is not None and parameter.choices and told != str(value)
        titled = text_in(parameter.title, language, name) if parameter is not None else name
        yield told if has_words else f"{titled}: {told}"
