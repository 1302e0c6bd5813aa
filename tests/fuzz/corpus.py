"""What is spoiled: sound files of each format that is read, small, with all that stands around them."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from ruamel.yaml import YAML

import orgmodel
from orgmodel.core.characters import invisible
from orgmodel.io.exporters.formats import export_to
from orgmodel.io.importers.formats import import_from
from orgmodel.io.importers.imported import save
from orgmodel.io.own_json import to_json
from tests.fuzz.draws import Draw
from tests.fuzz.hostile import TEXTS
from tests.fuzz.mutate import spoiled

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
STUDIES = ("small", "pay-en", "pay-vi", "roads", "served")
GOLDEN_STUDY = """\
title: {vi: Một huyện}
as_of: 2022-09-30
baseline: organisation.yaml
kinds: {organ: agency, division: internal, committee: body, cell: party}
levels: [province, district]
blocks: [party, government, front, mixed]
categories: [CB, CC, VC, HD]
"""
THEME = b'like = "grey"\nname = "own"\nink = "#111111"\nradius = 0.2\n[blocks.party]\nfill = "#ffeeee"\n'
BULK = {
    "more.csv": "unit,name,to\nh.ptp,Văn phòng,h.hu\nh.tcnv,Tổ chức,h.ubnd\n".encode(),
    "bulk.yaml": """\
title: {vi: Hàng loạt}
steps:
- id: a
  do:
  - for_each: {file: more.csv}
    rename: "{unit}"
    names: {vi: "{name}"}
- id: b
  do:
  - for_each: {file: more.csv}
    transfer: "{unit}"
    to: "{to}"
""".encode(),
}


WORDS = "party government front mixed head deputy staff in out agency internal CC HD vi en 2022-10-31 2023 authorized filled"
STEPS = (
    {},
    {"effective": "2023"},
    {"effective": "2022-10-31"},
    {"effective": "?", "force": "must"},
    {"clause": "2", "owner": "hu"},
)


@dataclass(frozen=True)
class Seed:
    """Hold sound files by name, those that may be spoiled, what is read, and operations that suit these files."""

    files: dict[str, bytes]
    spoil: tuple[str, ...]
    path: str
    operations: tuple[Any, ...] = ()

    @cached_property
    def names(self) -> list[str]:
        """List the ids of units and posts, and some other words that stand in the files."""
        found = dict.fromkeys(WORDS.split())
        for name, data in self.files.items():
            if name.endswith(".csv"):
                found.update(dict.fromkeys(row.split(",")[0] for row in data.decode().splitlines()[:60]))
            if name == "organisation.yaml":
                found.update(dict.fromkeys(re.findall(r"\{id: ([^,]+), (?:name_vi|unit)", data.decode())))
        return list(filter(None, found))

    def case(self, draw: Draw) -> dict[str, bytes]:
        """Give the files with one of them spoiled; a scenario may first be put together of other operations."""
        one = draw.pick(self.spoil)
        files = named_by_strangers(draw, self.files) if draw.one_in(5) else self.files
        data = files[one]
        if self.operations and not draw.one_in(3):
            steps = [
                {
                    "id": f"s{number}",
                    "do": [draw.pick(self.operations) for _ in range(1 + draw.below(2))],
                    **draw.pick(STEPS),
                }
                for number in range(1 + draw.below(4))
            ]
            data = yaml.safe_dump(
                {"title": {"vi": "Thử"}, "steps": steps}, allow_unicode=True, sort_keys=False
            ).encode()
            if draw.one_in(3):
                return files | {one: data}
        return files | {one: spoiled(draw, one, data, self.names)}


@dataclass(frozen=True)
class Format:
    """Describe a format that is read: where its sound files come from, and how a command or a call is told to read it.

    ``form`` is the importer's name, with the options that name its files; of a format of ours it is empty.
    """

    name: str
    seeds: Callable[[], Iterable[Seed]]
    form: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def sound(self) -> list[Seed]:
        """Give the sound files."""
        return _kept(self.seeds)


@cache
def _kept(seeds: Callable[[], Iterable[Seed]]) -> list[Seed]:
    return list(seeds())


def named_by_strangers(draw: Draw, files: dict[str, bytes]) -> dict[str, bytes]:
    """Give the tables with names that are markup, formulas, very long or of other scripts: all of them allowed."""
    allowed = [one for one in TEXTS if one.strip() and invisible(one) is None and "\n" not in one and "\r" not in one]
    found = dict(files)
    for path, data in files.items():
        if path.endswith(("units.csv", "posts.csv", "documents.csv")):
            header, *rows = csv.reader(io.StringIO(data.decode()))
            named = [at for at, name in enumerate(header) if name.startswith(("name_", "title_"))]
            for row in rows:
                for at in named:
                    if at < len(row) and draw.one_in(2):
                        row[at] = draw.pick(allowed)
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows([header, *rows])
            found[path] = out.getvalue().encode()
    return found


def put(files: dict[str, bytes], folder: Path) -> None:
    """Write the files of a case."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _loaded(data: bytes) -> Any:
    """Read YAML 1.2, as golden cases are written in."""
    return YAML(typ="safe", pure=True).load(data.decode())


def _folder(folder: Path) -> dict[str, bytes]:
    kept = (".yaml", ".csv")
    return {
        one.relative_to(folder).as_posix(): one.read_bytes() for one in sorted(folder.rglob("*")) if one.suffix in kept
    }


@cache
def _studies() -> dict[str, dict[str, bytes]]:
    found = {name: _folder(FIXTURES / name) for name in STUDIES}
    golden = ROOT / "tests" / "golden"
    made = {"study.yaml": GOLDEN_STUDY.encode(), "organisation.yaml": (golden / "organisation.yaml").read_bytes()}
    for path in sorted(golden.glob("*.yaml")):
        for number, case in enumerate(_loaded(path.read_bytes()) if path.stem != "organisation" else ()):
            if "refused" in case:
                continue
            do = [*case.get("first", ()), *(case["do"] if isinstance(case["do"], list) else [case["do"]])]
            steps = [{"id": "a", "do": do[:1], "effective": "2022-10-31"}, {"id": "b", "do": do[1:], "clause": "2"}]
            data = {"title": {"vi": case["name"]}, "steps": steps[: 1 + (len(do) > 1)]}
            made[f"{path.stem}-{number}.yaml"] = yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()
    return {**found, "golden": made}


@cache
def _real() -> dict[str, bytes]:
    return _folder(ROOT / "scenarios" / "ha-tinh-2022")


def _scenarios() -> Iterator[Seed]:
    for files in [*_studies().values(), _studies()["small"] | BULK]:
        around = {
            name: data
            for name, data in files.items()
            if "/" in name or name in ("study.yaml", "organisation.yaml", "more.csv")
        }
        names = sorted(set(files) - set(around))
        done = [step.get("do", []) for name in names for step in _loaded(files[name])["steps"]]
        operations = tuple(operation for do in done for operation in do)
        for name in names:
            yield Seed({**around, name: files[name]}, (name,), name, operations)
    for name in ("2.2-concurrent-post.yaml", "2.5-criteria.yaml"):
        around = {one: data for one, data in _real().items() if "/" in one or one == "norms.yaml"}
        study = _real()["study.yaml"].decode().split("scenarios:")[0].encode()
        yield Seed({**around, "study.yaml": study, name: _real()[name]}, (name,), name)


def _bulk() -> Iterator[Seed]:
    yield Seed(_studies()["small"] | BULK, ("more.csv",), "bulk.yaml")
    with tempfile.TemporaryDirectory() as folder:
        example = FIXTURES / "imports" / "lineage"
        save(
            import_from("lineage", example / "example.csv", options={"map": str(example / "map.yaml")}),
            Path(folder, "x"),
        )
        files = _folder(Path(folder, "x"))
    yield Seed(files, tuple(name for name in files if name.startswith("bulk/")), "lineage.yaml")


def _study_files() -> Iterator[Seed]:
    for files in _studies().values():
        names = [name for name in files if not name.startswith(tuple("abcdefghijklmnopqrstuvwxyz")) or "-" not in name]
        yield Seed({name: files[name] for name in names}, ("study.yaml",), "study.yaml")


def _tables() -> Iterator[Seed]:
    for name in STUDIES:
        files = {
            one: data for one, data in _studies()[name].items() if one == "study.yaml" or one.startswith("baseline/")
        }
        yield Seed(files, tuple(one for one in files if one.endswith(".csv")), "baseline")
        if name != "served":  # whose quantities the study declares
            yield Seed(
                {one: files[one] for one in files if one != "study.yaml"},
                tuple(one for one in files if one.endswith(".csv")),
                "baseline",
            )


@cache
def structures() -> list[orgmodel.Structure]:
    """Give sound structures: baselines, and what scenarios lead to."""
    found = []
    for name in STUDIES:
        study = orgmodel.read(FIXTURES / name)
        assert isinstance(study, orgmodel.Study)
        found += [study.baseline, *(one.after for one in study.outcomes)]
    return found


def _workbooks() -> Iterator[Seed]:
    with tempfile.TemporaryDirectory() as folder:
        plain = [one for one in structures() if not one.terms.quantities]
        for number, structure in enumerate(plain):
            path = Path(folder, f"{number}.xlsx")
            export_to("xlsx", structure, path)
            yield Seed({"tables.xlsx": path.read_bytes()}, ("tables.xlsx",), "tables.xlsx")


def _yaml_tables() -> Iterator[Seed]:
    data = _studies()["golden"]["organisation.yaml"]
    yield Seed({"tables.yaml": data}, ("tables.yaml",), "tables.yaml")


def _json() -> Iterator[Seed]:
    for structure in structures():
        yield Seed({"x.json": to_json(structure).encode()}, ("x.json",), "x.json")


def _norms() -> Iterator[Seed]:
    small = _studies()["small"]
    shipped = {
        one.name: one.read_bytes() for one in sorted((ROOT / "orgmodel" / "norms" / "data" / "vn").glob("*.yaml"))
    }
    study = small["study.yaml"] + f"norms: [{', '.join(shipped)}]\n".encode()
    yield Seed({**small, "study.yaml": study, **shipped}, tuple(shipped), "study.yaml")
    study = small["study.yaml"] + b"norms: [own.yaml]\n"
    yield Seed({**small, "study.yaml": study, "own.yaml": _real()["norms.yaml"]}, ("own.yaml",), "study.yaml")


def _themes() -> Iterator[Seed]:
    yield Seed({"x.toml": THEME}, ("x.toml",), "x.toml")
    yield Seed(
        {"x.json": b'{"like": "plain", "radius": 0.5, "blocks": {"party": {"fill": "#ffffff"}}}'}, ("x.json",), "x.json"
    )


def _manifests() -> Iterator[Seed]:
    token = "0" * 32
    runs = f'"unfinished": {{"{token}": {{"kind": "baseline", "folders": ["."], "is_folder": true}}}},'
    for open_run in ("", runs):
        text = f'{{"format": "orgmodel/written", "version": 1, {open_run} "files": {{"a.csv": {{"sha256": ["{"a" * 64}"], "kind": "t"}}}}}}'
        yield Seed({".orgmodel.json": text.encode()}, (".orgmodel.json",), ".")


def _imports(form: str) -> Callable[[], Iterable[Seed]]:
    def seeds() -> Iterator[Seed]:
        folder = FIXTURES / "imports" / form
        files = {one.name: one.read_bytes() for one in sorted(folder.iterdir())}
        first = next(iter(files))
        yield Seed(files, tuple(files), first)

    return seeds


def _hierarchy() -> Iterator[Seed]:
    yield from _imports("hierarchy")()
    people = b"id,manager_id,name,department,title\n1,,An,Board,Head\n2,1,B\xc3\xacnh,Roads,Engineer\n3,1,Chi,Roads,Clerk\n4,2,Dung,Parks,Clerk\n"
    yield Seed(
        {"example.csv": people, "map.yaml": b"rows: people\norganisation: City\n"},
        ("example.csv", "map.yaml"),
        "example.csv",
    )
    levels = b"A,B,C\nX,Y,Z\nX,Y,W\nX,V,\n"
    yield Seed(
        {"example.csv": levels, "map.yaml": b"levels: [A, B, C]\nlanguage: vi\n"},
        ("example.csv", "map.yaml"),
        "example.csv",
    )


MAP = (("map", "map.yaml"),)
FORMATS = (
    Format("scenario", _scenarios),
    Format("bulk", _bulk),
    Format("study", _study_files),
    Format("norms", _norms),
    Format("csv", _tables),
    Format("xlsx", _workbooks),
    Format("yaml", _yaml_tables),
    Format("json", _json),
    Format(
        "uk-organogram",
        _imports("uk-organogram"),
        "uk-organogram",
        (("senior", "senior.csv"), ("junior", "junior.csv")),
    ),
    Format("hierarchy", _hierarchy, "hierarchy", MAP),
    Format("lineage", _imports("lineage"), "lineage", MAP),
    Format("popolo", _imports("popolo"), "popolo"),
    Format("w3c-org", _imports("w3c-org"), "w3c-org"),
    Format("theme", _themes),
    Format("manifest", _manifests),
)
