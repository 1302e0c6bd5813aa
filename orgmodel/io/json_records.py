"""Records read back from the plain data of our own JSON; what does not fit is reported with the way to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

from orgmodel.core.csv_habit import PLAIN, CsvHabit
from orgmodel.core.estimates import LARGEST, Estimate, FigureId, Source
from orgmodel.core.messages import Message
from orgmodel.core.money import MOST_DECIMALS, BasePay, Money
from orgmodel.core.names import is_language, names_of
from orgmodel.core.problems import Problem, ProblemsError, nearest
from orgmodel.core.quantities import SAID, DeclaredQuantity, wrong_declaration
from orgmodel.core.records import Ended
from orgmodel.core.schema import Spec, Tables
from orgmodel.core.vocabulary import Vocabulary
from orgmodel.io.json_places import Way, shown

TERMS = (
    "kinds",
    "levels",
    "blocks",
    "categories",
    "lines",
    "subordination",
    "language",
    "labels",
    "known_share",
    "money",
    "quantities",
    "is_part",
    "states",
    "csv",
)
MONEY = ("currency", "decimals", "at", "base_pays", "concurrent", "concurrent_src")
CSV = ("separator", "decimal", "bom")
QUANTITY = ("names", "unit", "decimals", "split")
_DEEPEST = 50
Reader = Callable[[Any, Way], Any]


def money_data(money: Money) -> dict[str, Any]:
    """Give what a study says of money as data."""
    pays = [{"amount": one.amount, "from": one.begins, "src": one.src} for one in money.base_pays]
    return {
        "currency": money.currency,
        "decimals": money.decimals,
        "at": money.at,
        "base_pays": pays,
        "concurrent": money.concurrent,
        "concurrent_src": money.concurrent_src,
    }


def quantities_data(quantities: Mapping[str, DeclaredQuantity]) -> dict[str, Any]:
    """Give the quantities that a study declares as data."""
    return {
        id: {"names": dict(one.names), "unit": dict(one.unit), "decimals": one.decimals, "split": one.split}
        for id, one in sorted(quantities.items())
    }


def key_of(field: Field[Any]) -> str:
    """Name a field as the file does."""
    return "from" if field.name == "from_" else field.name


class Reading:
    """Read data back into records, and keep what does not fit with the way to it."""

    def __init__(self) -> None:
        """Begin without faults."""
        self.faults: list[tuple[Problem, Way]] = []

    def report(self, code: str, message: str, way: Way) -> None:
        """Keep a fault."""
        self.faults.append((Problem(code, message), way))

    def wrong(self, code: str, value: Any, what: str, way: Way) -> None:
        """Report a value that is not what it is to be."""
        self.report(
            code,
            Message.of(
                "{place} must be {expected}, not {value!r}",
                place=shown(way),
                expected=Message.of(what),
                value=str(value)[:40],
            ),
            way,
        )

    def known(self, data: Iterable[str], keys: Iterable[str], way: Way) -> None:
        """Report keys that are not known."""
        keys = list(keys)
        for key in data:
            if key not in keys:
                message = Message.of(
                    "{place} has no key {key!r}{hint}",
                    place=shown(way) or Message.of("the file"),
                    key=key,
                    hint=nearest(key, keys),
                )
                self.report("UNKNOWN_KEY", message, (*way, key))

    def mapping(self, data: Any, way: Way) -> dict[str, Any]:
        """Read an object."""
        if isinstance(data, dict):
            return data
        self.wrong("NOT_A_MAPPING", data, "an object", way)
        return {}

    def text(self, value: Any, way: Way, *, optional: bool = False) -> Any:
        """Read a text, or null where it is optional."""
        if isinstance(value, str) or (value is None and optional):
            return value
        self.wrong("NOT_A_TEXT", value, "a text", way)
        return ""

    def number(self, value: Any, way: Way, *, optional: bool = False) -> Any:
        """Read a whole number, or null where it is optional."""
        if value is None and optional:
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            if -LARGEST <= value <= LARGEST:
                return value
            self.report(
                "TOO_LARGE",
                Message.of("{place} is beyond any organisation: {value}", place=shown(way), value=str(value)[:40]),
                way,
            )
            return 0
        self.wrong("NOT_A_NUMBER", value, "a whole number", way)
        return 0

    def names(self, value: Any, way: Way) -> Any:
        """Read names by language."""
        data = self.mapping(value, way)
        for code, text in data.items():
            if not is_language(code):
                told = Message.of("{given!r} is no code of a language, such as en", given=code)
                self.report("NOT_A_LANGUAGE", told, (*way, code))
            elif not isinstance(text, str):
                self.wrong("NOT_A_TEXT", text, "a text", (*way, code))
        return names_of(**{code: text for code, text in data.items() if isinstance(text, str) and is_language(code)})

    def flag(self, value: Any, way: Way) -> bool:
        """Read true or false."""
        if not isinstance(value, bool):
            self.wrong("NOT_A_FLAG", value, "true or false", way)
        return bool(value)

    def figure(self, value: Any, way: Way) -> Any:
        """Read a figure: a number, null, or an estimate."""
        return self.estimate(value, way) if isinstance(value, dict) else self.number(value, way, optional=True)

    def estimate(self, value: Any, way: Way) -> Estimate:
        """Read a range, or a part of one."""
        data = self.mapping(value, way)
        self.known(data, ("source", "low", "best", "high", "whole", "weights", "parts", "position", "offset"), way)
        low, best, high = (self.number(data.get(key), (*way, key), optional=True) for key in ("low", "best", "high"))
        whole = None
        if "whole" in data and way.count("whole") < _DEEPEST:
            whole = self.figure(data["whole"], (*way, "whole"))
        elif "whole" in data:
            self.report(
                "TOO_DEEP",
                Message.of("{place} is a part of a part {deepest} times over", place=shown(way)[:80], deepest=_DEEPEST),
                way,
            )
        weights = data.get("weights")
        if weights is not None:
            listed = weights if isinstance(weights, list) else [weights]
            weights = tuple(self.number(one, (*way, "weights")) for one in listed)
        parts, position, offset = (
            self.number(data.get(key, usual), (*way, key))
            for key, usual in (("parts", 1), ("position", 0), ("offset", 0))
        )
        if not 0 <= position < parts or (
            weights is not None and (len(weights) != parts or sum(weights) <= 0 or min(weights) < 0)
        ):
            message = Message.of(
                "{place} is part {position} of {parts} with weights {weights}: that cannot be",
                place=shown(way),
                position=position,
                parts=parts,
                weights=weights,
            )
            self.report("PARTS", message, way)
            weights, parts, position = None, 1, 0
        source = Source(self.identity(data.get("source"), (*way, "source")), low, best, high, whole)
        return Estimate(source, weights, parts, position, offset)

    def identity(self, value: Any, way: Way) -> FigureId:
        """Read a figure's identity: a list of its table, key (a text, or a list of texts), field and part.

        The first version of the format wrote it as one text, ``table:key:field``.
        """
        if isinstance(value, str):
            table, _, rest = value.partition(":")
            key, _, field = rest.rpartition(":")
            return FigureId(table, key, field) if key else FigureId("", value)
        parts = value if isinstance(value, list) else []
        key = parts[1] if len(parts) > 1 else ""
        keys = key if isinstance(key, list) else [key]
        if not 2 <= len(parts) <= 4 or not all(isinstance(one, str) for one in (parts[0], *keys, *parts[2:])):
            self.wrong("NOT_AN_IDENTITY", value, "the identity of a figure: [table, key, field]", way)
            return FigureId("", "")
        return FigureId(parts[0], tuple(keys) if isinstance(key, list) else key, *parts[2:])

    def reader(self, spec: Spec) -> Callable[[Any, Way], Any]:
        """Make the reader of a table's records; it gives None for a record with a fault."""
        defined = fields(spec.record)
        readers = {key_of(field): (field.name, self._reader(field, spec)) for field in defined}
        required = [key_of(field) for field in defined if field.default is MISSING]

        def read(value: Any, way: Way) -> Any:
            before = len(self.faults)
            data = self.mapping(value, way)
            values: dict[str, Any] = {}
            for key, one in data.items():
                if key in readers:
                    name, read_value = readers[key]
                    values[name] = read_value(one, (*way, key))
                else:
                    self.known([key], readers, way)
            for key in required:
                if key not in data:
                    self.report("MISSING_KEY", Message.of("{place} lacks {key!r}", place=shown(way), key=key), way)
            return spec.record(**values) if len(self.faults) == before else None

        return read

    def _reader(self, field: Field[Any], spec: Spec) -> Reader:
        if field.name in spec.ranged:
            return self.figure
        if field.name in spec.numbers:
            return self.number
        if field.name == spec.names:
            return self.names
        if spec.record is Ended and field.name == "unit":
            return self.reader(Tables.BY_NAME["units"])
        if field.name in spec.flags:
            return self.flag
        return self._optional if field.default is None else self.text

    def _optional(self, value: Any, way: Way) -> Any:
        return self.text(value, way, optional=True)

    def money(self, value: Any, way: Way) -> Money:
        """Read what a study says of money."""
        data = self.mapping(value, way)
        self.known(data, MONEY, way)
        decimals = self.number(data.get("decimals", 0), (*way, "decimals"))
        if not 0 <= decimals <= MOST_DECIMALS:
            self.wrong("NOT_A_NUMBER", decimals, "a number from 0 to 3", (*way, "decimals"))
            decimals = 0
        pays = data.get("base_pays", [])
        if not isinstance(pays, list):
            self.wrong("NOT_A_LIST", pays, "a list", (*way, "base_pays"))
            pays = []
        return Money(
            self.text(data.get("currency", ""), (*way, "currency")),
            decimals,
            self.text(data.get("at"), (*way, "at"), optional=True),
            tuple(self._base_pay(one, (*way, "base_pays", number)) for number, one in enumerate(pays)),
            self.number(data.get("concurrent"), (*way, "concurrent"), optional=True),
            self.text(data.get("concurrent_src", ""), (*way, "concurrent_src")),
        )

    def _base_pay(self, value: Any, way: Way) -> BasePay:
        data = self.mapping(value, way)
        self.known(data, ("amount", "from", "src"), way)
        return BasePay(
            self.number(data.get("amount"), (*way, "amount")),
            self.text(data.get("from"), (*way, "from"), optional=True),
            self.text(data.get("src", ""), (*way, "src")),
        )

    def quantities(self, value: Any, way: Way) -> dict[str, DeclaredQuantity]:
        """Read the quantities that a study declares."""
        made = {}
        for id, one in self.mapping(value, way).items():
            here: Way = (*way, id)
            data = self.mapping(one, here)
            self.known(data, QUANTITY, here)
            told = DeclaredQuantity(
                self.names(data.get("names", {}), (*here, "names")),
                self.names(data.get("unit", {}), (*here, "unit")),
                self.number(data.get("decimals", 0), (*here, "decimals")),
                self.text(data.get("split", SAID), (*here, "split")),
            )
            if (message := wrong_declaration(id, told)) is None:
                made[id] = told
            else:
                self.report("QUANTITY", message, here)
        return made

    def csv(self, value: Any, way: Way) -> CsvHabit:
        """Read how a study writes its CSV tables."""
        data = self.mapping(value, way)
        self.known(data, CSV, way)
        try:
            return CsvHabit(**{key: one for key, one in data.items() if key in CSV})
        except ProblemsError as error:
            self.report("BAD_VALUE", error.problems[0].message, way)
            return PLAIN

    def terms(self, value: Any) -> Vocabulary:
        """Read the words that a study declares."""
        data = self.mapping(value, ("terms",))
        self.known(data, TERMS, ("terms",))
        made: dict[str, Any] = {}
        for key, one in data.items():
            way: Way = ("terms", key)
            if key in ("kinds", "lines", "states"):
                words = self.mapping(one, way)
                made[key] = {word: self.text(text, (*way, word)) for word, text in words.items()}
            elif key == "labels":
                labels = self.mapping(one, way)
                made[key] = {word: self.names(texts, (*way, word)) for word, texts in labels.items()}
            elif key == "money":
                made[key] = self.money(one, way)
            elif key == "quantities":
                made[key] = self.quantities(one, way)
            elif key == "csv":
                made[key] = self.csv(one, way)
            elif key == "is_part":
                if isinstance(one, bool):
                    made[key] = one
                else:
                    self.wrong("NOT_A_FLAG", one, "true or false", way)
            elif key == "language":
                made[key] = self.text(one, way)
            elif key == "known_share":
                if isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one <= 1:
                    made[key] = one
                else:
                    self.wrong("NOT_A_NUMBER", one, "a share from 0 to 1", way)
            elif key in TERMS and isinstance(one, list):
                made[key] = tuple(self.text(each, (*way, number)) for number, each in enumerate(one))
            elif key in TERMS:
                self.report("NOT_A_LIST", Message.of("terms.{key} must be a list of texts", key=key), way)
        return Vocabulary(**made)
