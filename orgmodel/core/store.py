"""The store of an organisation: all its tables, before anything is derived from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from orgmodel.core.arguments import instance_given, not_expected, text_given
from orgmodel.core.frozen import SetOnce
from orgmodel.core.messages import Message
from orgmodel.core.names import spoken
from orgmodel.core.problems import refuse_unknown
from orgmodel.core.records import Key, Record
from orgmodel.core.schema import Tables
from orgmodel.core.vocabulary import DEFAULT_LANGUAGE, Vocabulary

if TYPE_CHECKING:
    from orgmodel.core.string_table import StringTable
    from orgmodel.core.tables import Table


class Store(SetOnce):
    """Hold all tables of an organisation at one date, with the texts that they share and its words."""

    def __init__(
        self, tables: Mapping[str, Table], strings: StringTable, *, terms: Vocabulary, as_of: str | None = None
    ) -> None:
        """Take tables already made; :meth:`of` is the way in for records."""
        self._tables = dict(tables)
        self.strings = strings
        self.terms = terms if terms.language else replace(terms, language=self._spoken() or DEFAULT_LANGUAGE)
        self.as_of = as_of

    def _spoken(self) -> str:
        """Tell the language of the names of units, or else of the titles of posts; empty of neither."""
        found = ""
        for table, field in (("units", "names"), ("posts", "titles")):
            if not found and table in self._tables:
                codes = dict.fromkeys(self._tables[table].column(field).tolist())
                found = spoken(self.strings.value(code) for code in codes)
        return found

    @classmethod
    def of(cls, records: Iterable[Record] = (), *, terms: Vocabulary | None = None, as_of: str | None = None) -> Self:
        """Make a structure from records of any kinds; nothing is checked (see ``core.integrity.check``)."""
        from orgmodel.core.string_table import StringTable
        from orgmodel.core.tables import Table

        if terms is not None:
            instance_given("terms", terms, Vocabulary, Message.of("a Vocabulary"))
        if as_of is not None:
            text_given("as_of", as_of)
        instance_given("records", records, Iterable, Message.of("a list of records, such as Unit and Post"))
        by_table: dict[str, list[Record]] = {spec.table: [] for spec in Tables.ALL}
        for record in records:
            spec = Tables.BY_RECORD.get(type(record))
            if spec is None:
                raise not_expected("records", record, Message.of("a list of records, such as Unit and Post"))
            by_table[spec.table].append(record)
        strings = StringTable()
        tables = {spec.table: Table.from_records(spec, strings, by_table[spec.table]) for spec in Tables.ALL}
        return cls(tables, strings, terms=terms or Vocabulary(), as_of=as_of)

    @classmethod
    def from_columns(
        cls, columns: Mapping[str, Mapping[str, Any]], *, terms: Vocabulary | None = None, as_of: str | None = None
    ) -> Self:
        """Make a structure from columns by table and field: the quick way for many rows; raises ProblemsError for what is neither."""
        from orgmodel.core.string_table import StringTable
        from orgmodel.core.tables import Table

        for name, fields in columns.items():
            refuse_unknown("table", name, Tables.BY_NAME)
            for field in fields:
                refuse_unknown("field", field, Tables.BY_NAME[name].fields)
        strings, coded = StringTable(), dict[int, tuple[Any, Any]]()
        tables = {
            spec.table: Table.from_columns(spec, strings, columns.get(spec.table, {}), coded) for spec in Tables.ALL
        }
        return cls(tables, strings, terms=terms or Vocabulary(), as_of=as_of)

    def patched(self, changes: Mapping[str, Mapping[Key, Record | None]], *, as_of: str | None = None) -> Self:
        """Make the structure that differs in the given records, by table and key; raises ProblemsError for an unknown table."""
        from orgmodel.core.figure_columns import texts_of
        from orgmodel.core.string_table import StringTable

        for name in changes:
            self.table(name)
        strings = StringTable(self.strings)
        for name, touched in changes.items():  # all texts now, so that codes never grow while columns are read
            strings.add_all(texts_of(Tables.BY_NAME[name], touched.values()))
        tables = {name: table.patched(changes.get(name, {}), strings) for name, table in self._tables.items()}
        return type(self)(tables, strings, terms=self.terms, as_of=as_of or self.as_of)

    def table(self, name: str) -> Table:
        """Give a table by name (see :class:`orgmodel.core.schema.Tables`)."""
        if name not in self._tables:
            refuse_unknown("table", name, self._tables)
        return self._tables[name]

    @property
    def units(self) -> Table:
        """Give the units that exist."""
        return self._tables["units"]

    @property
    def posts(self) -> Table:
        """Give the posts."""
        return self._tables["posts"]

    @property
    def lines(self) -> Table:
        """Give the written lines."""
        return self._tables["lines"]

    @property
    def links(self) -> Table:
        """Give the concurrent posts."""
        return self._tables["links"]

    @property
    def functions(self) -> Table:
        """Give the functions by unit."""
        return self._tables["functions"]

    @property
    def members(self) -> Table:
        """Give the members of party organisations."""
        return self._tables["members"]

    @property
    def documents(self) -> Table:
        """Give the documents cited."""
        return self._tables["documents"]
