"""Nothing is overwritten that orgmodel did not write: every writer, pointed at what is somebody's, leaves all bytes as before."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
import pytest

from orgmodel import chart, compare, read, report
from orgmodel.cli import importing
from orgmodel.cli.exporting import FORMATS
from orgmodel.cli.main import COMMANDS, cli, run
from orgmodel.core.manifest import MANIFEST
from orgmodel.core.problems import ProblemsError
from orgmodel.io.exporters.formats import export_to
from orgmodel.io.write_baseline import write_baseline
from tests.io.importers.organograms import junior, senior, write_return

PAIRS = "old_code,new_code\n1,10\n2,10\n"
TABLE = "id,parent,name\n1,,A\n2,1,B\n"
TURTLE = "<urn:a> a <http://www.w3.org/ns/org#Organization> ; <http://www.w3.org/2004/02/skos/core#prefLabel> 'A' ."


@pytest.fixture
def orgmodel(orgmodel):
    """Ask for English, which these tests read, of a study in Vietnamese."""
    return lambda *said: orgmodel(*said, *(() if said[0] == "schema" or "--lang" in said else ("--lang", "en")))


@dataclass(frozen=True)
class Writer:
    """A command that writes one file or a folder: its arguments without -o, and the name of what it writes."""

    arguments: tuple[str, ...]
    name: str
    is_folder: bool = False


FILES = {
    "sweep": Writer(("sweep", "study/split.yaml", "--measures", "units"), "x.csv"),
    "explore": Writer(
        ("explore", "study/split.yaml", "--draws", "16", "--runs", "2", "--measures", "posts_authorized"), "x.svg"
    ),
    "chart-svg": Writer(("chart", "study/split.yaml"), "x.svg"),
    "chart-pages": Writer(("chart", "study/split.yaml", "--page", "100x70"), "x.svg"),
    "chart-pdf": Writer(("chart", "study/split.yaml", "--state", "changes"), "x.pdf"),
    "chart-pptx": Writer(("chart", "study"), "x.pptx"),
    "chart-drawio": Writer(("chart", "study"), "x.drawio"),
    "chart-vsdx": Writer(("chart", "study"), "x.vsdx"),
    "chart-html": Writer(("chart", "study"), "x.html"),
    "report": Writer(("report", "study"), "x.md"),
    "schema": Writer(("schema", "scenario"), "x.json"),
    "new": Writer(("new", "split", "h.tcnv", "--study", "study"), "study/new.yaml"),
    "diff": Writer(("diff", "study", "study/split.yaml"), "study/found.yaml"),
    "combine": Writer(("combine", "study/split.yaml"), "study/one.yaml"),
    "json": Writer(("export", "study", "--to", "json"), "x.json"),
    "xlsx": Writer(("export", "study", "--to", "xlsx"), "x.xlsx"),
    "w3c-org": Writer(("export", "study/split.yaml", "--to", "w3c-org"), "x.ttl"),
    "cpov": Writer(("export", "study", "--to", "cpov"), "x.ttl"),
    "graphml": Writer(("export", "study", "--to", "graphml"), "x.graphml"),
    "dot": Writer(("export", "study", "--to", "dot"), "x.dot"),
    "mermaid": Writer(("export", "study", "--to", "mermaid"), "x.mmd"),
    "visio": Writer(("export", "study", "--to", "visio"), "x.xlsx"),
    "office": Writer(("export", "study", "--to", "office"), "x.xlsx"),
}
FOLDERS = {
    "compare": Writer(("compare", "study"), "out", is_folder=True),
    "collect": Writer(("collect", "--study", "asked"), "out", is_folder=True),
    "csv": Writer(("export", "study", "--to", "csv"), "out", is_folder=True),
    "parquet": Writer(("export", "study", "--to", "parquet"), "out", is_folder=True),
    "hierarchy": Writer(("import", "hierarchy", "table.csv"), "out", is_folder=True),
    "init": Writer(("init", "table.csv"), "out", is_folder=True),
    "lineage": Writer(("import", "lineage", "pairs.csv"), "out", is_folder=True),
    "popolo": Writer(("import", "popolo", "one.json"), "out", is_folder=True),
    "uk-organogram": Writer(
        ("import", "uk-organogram", "--senior", "returns/x-senior.csv", "--junior", "returns/x-junior.csv"),
        "out",
        is_folder=True,
    ),
    "import-w3c-org": Writer(("import", "w3c-org", "one.ttl"), "out", is_folder=True),
}
every_file = pytest.mark.parametrize("writer", FILES.values(), ids=FILES)
KINDS = {name: FOLDERS[name] for name in ("compare", "csv", "hierarchy", "lineage")}  # importers share one writer
every_kind = pytest.mark.parametrize("writer", KINDS.values(), ids=KINDS)
every_writer = pytest.mark.parametrize("writer", (FILES | FOLDERS).values(), ids=FILES | FOLDERS)


@pytest.fixture
def place(tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a study, the files of a third party, and nothing else."""
    here = tmp_path / "here"
    here.mkdir()
    shutil.copytree(small, here / "study")
    posts = shutil.copytree(small, here / "asked") / "baseline" / "posts.csv"
    posts.write_text(
        posts.read_text("utf-8").replace("in,1,,,1,1,paper", "in,,,,,,paper", 1), "utf-8"
    )  # figures to ask for
    (here / "table.csv").write_text(TABLE)
    (here / "pairs.csv").write_text(PAIRS)
    (here / "one.ttl").write_text(TURTLE)
    (here / "one.json").write_text('{"organizations": [{"id": "a", "name": "A"}]}')
    (here / "returns").mkdir()
    write_return(here / "returns", [senior("1", "XX"), senior("2", "1")], [junior("2")])
    monkeypatch.chdir(here)
    return here


def everything(folder: Path) -> dict[str, str | bytes]:
    """Give all files and links below a folder with their bytes."""
    return {
        path.relative_to(folder).as_posix(): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def tables_in(folder: Path) -> list[Path]:
    """List the tables that a writer of folders wrote."""
    return [path for kind in ("csv", "parquet", "xlsx") for path in folder.rglob(f"[!.]*.{kind}")]


def refused(said, place: Path, before: dict[str, str | bytes], code: str) -> None:
    """Check that a command ended with 1, a located problem of a code, and every byte as it was."""
    assert (said.code, code in said.err) == (1, True), said
    assert said.err.startswith(("study", "x", "out", "held", "link", "alias", MANIFEST)), said.err
    assert everything(place) == before


def test_every_command_that_writes_is_here() -> None:
    """Every command with -o takes --force, and is tried below."""
    commands = {name: cli.get_command(click.Context(cli), name) for name in COMMANDS}
    options = {name: {text for one in found.params for text in one.opts} for name, found in commands.items() if found}
    writing = {name for name, found in options.items() if "-o" in found}
    assert {name for name, found in options.items() if "--force" in found} == writing
    assert {writer.arguments[0] for writer in (FILES | FOLDERS).values()} == writing
    imported = {writer.arguments[1] for writer in FOLDERS.values() if writer.arguments[0] == "import"}
    assert imported == set(importing.FORMATS)
    formats = {writer.arguments[3] for writer in (FILES | FOLDERS).values() if writer.arguments[0] == "export"}
    assert formats == set(FORMATS)


@every_writer
def test_the_same_run_works_again(writer: Writer, place: Path, orgmodel: Callable) -> None:
    """What a run wrote the next one replaces, and the same input gives the same bytes, the manifest's among them."""
    first = orgmodel(*writer.arguments, "-o", writer.name)
    assert first.code == 0, first.err
    wrote = everything(place)
    again = orgmodel(*writer.arguments, "-o", writer.name)
    assert again.code == 0, again.err
    assert first.out.endswith(again.out)  # a study that is begun lists its guesses once, and keeps its map
    assert everything(place) == wrote


def test_a_study_that_was_imported_is_imported_again(place: Path) -> None:
    """Where no language is asked for, that of the study which the earlier import made is: it is looked at, and no input."""
    words = ["import", "lineage", "pairs.csv", "-o", "out"]
    assert run(words) == 0
    before = everything(place)
    assert run(words) == 0
    assert everything(place) == before


@every_file
def test_another_s_file_stays_unless_forced(writer: Writer, place: Path, orgmodel: Callable) -> None:
    """A file that no run wrote is refused; --force replaces it, and from then on it is known."""
    assert orgmodel(*writer.arguments, "-o", writer.name).code == 0
    names = [name for name in everything(place) if name.split("/")[-1].startswith(Path(writer.name).stem)]
    for manifest in place.rglob(MANIFEST):
        manifest.unlink()
    victim = place / names[-1]  # the last of several pages: the first is left as it was, too
    victim.write_bytes(b"somebody's")
    before = everything(place)
    refused(orgmodel(*writer.arguments, "-o", writer.name), place, before, "NOT_WRITTEN_HERE")
    assert orgmodel(*writer.arguments, "-o", writer.name, "--force").code == 0
    assert victim.read_bytes() != b"somebody's"
    assert orgmodel(*writer.arguments, "-o", writer.name).code == 0


@every_writer
def test_an_edited_file_stays_unless_forced(writer: Writer, place: Path, orgmodel: Callable) -> None:
    """A file that was changed after it was written is somebody's, be it one of many."""
    assert orgmodel(*writer.arguments, "-o", writer.name).code == 0
    edited = max(tables_in(place / writer.name)) if writer.is_folder else None
    edited = edited or max((place / writer.name).parent.glob(f"{Path(writer.name).stem}*"))
    edited.write_bytes(edited.read_bytes() + b"\n")
    before = everything(place)
    refused(orgmodel(*writer.arguments, "-o", writer.name), place, before, "CHANGED_SINCE")
    assert orgmodel(*writer.arguments, "-o", writer.name, "--force").code == 0
    assert orgmodel(*writer.arguments, "-o", writer.name).code == 0


@every_kind
@pytest.mark.parametrize("flag", [(), ("--force",)], ids=["plain", "forced"])
@pytest.mark.parametrize("target", ["study", "study/baseline", "study/../study/baseline", "alias"])
def test_tables_go_into_no_study_and_no_baseline(
    writer: Writer, target: str, flag: tuple[str, ...], place: Path, orgmodel: Callable
) -> None:
    """Not into the input, nor into another's study or baseline, by whatever name, not even with --force."""
    (place / "alias").symlink_to(place / "study" / "baseline", target_is_directory=True)
    before = everything(place)
    refused(orgmodel(*writer.arguments, "-o", target, *flag), place, before, "FOLDER_IN_USE")


@every_kind
def test_a_folder_of_a_third_party_stays(writer: Writer, place: Path, orgmodel: Callable) -> None:
    """A units.csv that somebody keeps makes a folder a baseline; papers beside are no reason to refuse, and stay."""
    held = place / "held"
    held.mkdir()
    (held / "Units.csv").write_text("mine\n")
    (held / "notes.txt").write_text("mine\n")
    before = everything(place)
    refused(orgmodel(*writer.arguments, "-o", "held", "--force"), place, before, "FOLDER_IN_USE")
    (held / "Units.csv").unlink()
    assert orgmodel(*writer.arguments, "-o", "held").code == 0
    assert (held / "notes.txt").read_text() == "mine\n"


@every_kind
@pytest.mark.parametrize("other", KINDS.values(), ids=KINDS)
def test_sets_of_different_kinds_are_not_mixed(writer: Writer, other: Writer, place: Path, orgmodel: Callable) -> None:
    """A folder with one command's tables takes no other's: names are the same and would be taken for each other."""
    if writer.arguments[0] == other.arguments[0] and ("lineage" in writer.arguments) == ("lineage" in other.arguments):
        return
    assert orgmodel(*writer.arguments, "-o", "out").code == 0
    before = everything(place)
    said = orgmodel(*other.arguments, "-o", "out", "--force")
    if said.code == 0:  # no name of the one is a name of the other, and no table of the first is touched
        assert {"out/study.yaml"} <= set(before) or not any(name.endswith("units.csv") for name in before)
    assert {name: data for name, data in everything(place).items() if name in before} | {
        "out/.orgmodel.json": b""
    } == before | {"out/.orgmodel.json": b""}


@pytest.mark.parametrize("flag", [(), ("--force",)], ids=["plain", "forced"])
@pytest.mark.parametrize(
    "command",
    [
        ("combine", "study/split.yaml", "-o", "study/split.yaml"),
        ("diff", "study", "study/split.yaml", "-o", "study/split.yaml"),
        ("diff", "study", "study/split.yaml", "-o", "study/study.yaml"),
        ("diff", "study", "study/split.yaml", "-o", "study/../study/SPLIT.yaml"),
        ("new", "split", "h.hu", "--study", "study/split.yaml", "-o", "study/split.yaml"),
        ("new", "split", "h.tcnv", "--study", "study", "-o", "study/study.yaml"),
        ("export", "x.json", "--to", "json", "-o", "x.json"),
        ("export", "x.json", "--to", "json", "-o", "link.json"),
        ("export", "x.json", "--to", "json", "-o", "xhard.json"),
        ("export", "x.xlsx", "--to", "visio", "-o", "x.xlsx"),
        ("export", "outside", "--to", "csv", "-o", "outside"),
        ("import", "hierarchy", "outside/units.csv", "-o", "outside"),
    ],
    ids=" ".join,
)
def test_an_input_is_never_replaced(
    command: tuple[str, ...], flag: tuple[str, ...], place: Path, orgmodel: Callable
) -> None:
    """Not by its own name, by another case of it, by a link of either kind, nor where orgmodel itself wrote it once."""
    for form, name in (("json", "x.json"), ("xlsx", "x.xlsx"), ("csv", "outside")):
        assert orgmodel("export", "study", "--to", form, "-o", name).code == 0
    (place / "link.json").symlink_to("x.json")
    os.link(place / "x.json", place / "xhard.json")
    before = everything(place)
    said = orgmodel(*command, *flag)
    assert (said.code, everything(place)) == (1, before), said
    assert "INPUT_REPLACED" in said.err or "FOLDER_IN_USE" in said.err


@every_file
def test_links_stay_in_their_folder(writer: Writer, place: Path, orgmodel: Callable) -> None:
    """A link to a name beside it is written through; one that leads out, or nowhere at all, is refused, even by force."""
    link = (place / writer.name).with_stem("link")
    if "--page" in writer.arguments:
        link = link.with_stem("link-1")
    asked = link.with_stem("link").relative_to(place)
    real = link.with_stem("xreal")
    link.symlink_to(real.name)
    assert orgmodel(*writer.arguments, "-o", asked).code == 0
    assert link.is_symlink()
    assert real.stat().st_size > 0
    assert orgmodel(*writer.arguments, "-o", asked).code == 0
    for target in (place.parent / f"away{link.suffix}", Path(link.name)):
        link.unlink()
        link.symlink_to(target)
        before = everything(place)
        for flag in ((), ("--force",)):
            refused(orgmodel(*writer.arguments, "-o", asked, *flag), place, before, "LINK")
        assert not (place.parent / f"away{link.suffix}").exists()


@every_writer
def test_a_link_to_no_folder_is_none(writer: Writer, place: Path, orgmodel: Callable) -> None:
    """A link that leads to itself, or to nothing, is no folder to write into."""
    (place / "loop").symlink_to("loop")
    (place / "study" / "dead").symlink_to("nowhere")
    before = everything(place)
    for folder in ("loop", "study/dead"):
        target = folder if writer.is_folder else f"{folder}/{Path(writer.name).name}"
        said = orgmodel(*writer.arguments, "-o", target)
        vietnamese = writer.arguments[0] == "schema" and folder.startswith("study")  # it has no --lang
        words = "liên kết này không dẫn đến thư mục nào" if vietnamese else "this link leads to no folder"
        assert (said.code, said.err.splitlines()[-1]) == (1, f"{folder}: FILE {words}"), said
        assert everything(place) == before


@every_kind
def test_links_in_a_set_are_not_followed_out(writer: Writer, place: Path, orgmodel: Callable) -> None:
    """A table, or the folder of some, that is a link to elsewhere is refused, and what it leads to stays."""
    assert orgmodel(*writer.arguments, "-o", "out").code == 0
    table = min(path for path in (place / "out").rglob("*.csv") if path.name != "problems.csv")
    away = place.parent / "away.csv"
    shutil.move(table, away)
    table.symlink_to(away)
    kept, before = away.read_bytes(), everything(place)
    refused(orgmodel(*writer.arguments, "-o", "out", "--force"), place, before, "LINK")
    assert away.read_bytes() == kept


@every_writer
def test_what_is_read_only_stays(writer: Writer, place: Path, orgmodel: Callable) -> None:
    """A file without the right to be written is left as it is, though a rename could replace it."""
    assert orgmodel(*writer.arguments, "-o", writer.name).code == 0
    kept = max(tables_in(place / writer.name)) if writer.is_folder else None
    kept = kept or max((place / writer.name).parent.glob(f"{Path(writer.name).stem}*"))
    kept.chmod(0o444)
    before = everything(place)
    for flag in ((), ("--force",)):
        refused(orgmodel(*writer.arguments, "-o", writer.name, *flag), place, before, "READ_ONLY")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "other"}', '{"format": "orgmodel/written", "version": 9}'])
def test_a_manifest_that_is_none_knows_nothing(text: str, place: Path, orgmodel: Callable) -> None:
    """A list that cannot be read is somebody's file: it is refused, and with --force written anew."""
    assert orgmodel("export", "study", "--to", "json", "-o", "x.json").code == 0
    (place / MANIFEST).write_text(text)
    before = everything(place)
    refused(orgmodel("export", "study", "--to", "json", "-o", "x2.json"), place, before, "MANIFEST")
    assert orgmodel("export", "study", "--to", "json", "-o", "x2.json", "--force").code == 0
    assert list(json.loads((place / MANIFEST).read_text())["files"]) == ["x2.json"]
    assert orgmodel("export", "study", "--to", "json", "-o", MANIFEST, "--force").code == 1


def test_python_keeps_the_same_rule(place: Path) -> None:
    """What writes in Python refuses what the commands refuse, and takes ``force``."""
    outcome = read("study/split.yaml").run()
    writers: dict[str, Callable[..., object]] = {
        "x.svg": partial(chart(outcome).save, "x.svg"),
        "x.md": partial(report, compare(outcome), "x.md"),
        "x.json": partial(export_to, "json", outcome.after, Path("x.json")),
        "out/units.csv": partial(write_baseline, outcome.after, Path("out")),
    }
    for name, write in writers.items():
        write()
        write()
        (place / name).write_bytes(b"edited")
        before = everything(place)
        with pytest.raises(ProblemsError, match="CHANGED_SINCE"):
            write()
        assert everything(place) == before
        write(force=True)
        assert (place / name).read_bytes() != b"edited"


def test_a_manifest_takes_nothing_away_outside_its_folder(place: Path, orgmodel: Callable) -> None:
    """Names in a list made by somebody that lead elsewhere are passed over."""
    assert orgmodel("compare", "study", "-o", "out").code == 0
    path = place / "out" / MANIFEST
    listed = json.loads(path.read_text())
    entry = listed["files"]["measures.csv"]
    listed["files"] |= {"../table.csv": entry, str(place / "pairs.csv"): entry, "..": entry, "old.csv": entry}
    path.write_text(json.dumps(listed))
    shutil.copy(place / "out" / "measures.csv", place / "table.csv")
    shutil.copy(place / "out" / "measures.csv", place / "pairs.csv")
    shutil.copy(place / "out" / "measures.csv", place / "out" / "old.csv")
    assert orgmodel("compare", "study", "-o", "out").code == 0
    assert (place / "table.csv").exists()
    assert (place / "pairs.csv").exists()
    assert not (place / "out" / "old.csv").exists()  # a table of an earlier set that is made no longer
    assert ".." not in path.read_text()


def test_a_format_has_its_suffix(place: Path, orgmodel: Callable) -> None:
    """A table asked for as DOT, a picture as a scenario: said before anything is read, and nothing written."""
    before = everything(place)
    for command in (
        ("export", "study", "--to", "dot", "-o", "study/baseline/units.csv"),
        ("export", "study", "--to", "json", "-o", "study/x"),
        ("diff", "study", "study/split.yaml", "-o", "study/baseline/units.csv"),
        ("combine", "study/split.yaml", "-o", "study/baseline/units.csv"),
        ("new", "split", "h.tcnv", "--study", "study", "-o", "study/baseline/units.csv"),
    ):
        refused(orgmodel(*command, "--force"), place, before, "SUFFIX")


def test_a_study_hears_what_changes_in_it(place: Path, orgmodel: Callable) -> None:
    """A scenario and a picture may go into a study's folder; one replaced, or one that study.yaml does not list, is told."""
    assert orgmodel("chart", "study", "-o", "study/picture.svg").code == 0
    assert orgmodel("new", "split", "h.tcnv", "--study", "study", "-o", "study/new.yaml").code == 0
    (place / "study" / "new.yaml").write_text("title: mine\n")
    said = orgmodel("new", "split", "h.tcnv", "--study", "study", "-o", "study/new.yaml", "--force")
    assert (said.code, "thay phương án new.yaml của hồ sơ nghiên cứu study" in said.err) == (0, True)


def test_a_crowd_of_runs_leaves_one_list(place: Path) -> None:
    """Runs that write into one folder at the same time all stand in its list."""
    import subprocess
    import sys

    code = "import sys; from orgmodel.cli.main import run; sys.exit(run(sys.argv[1:]))"
    runs = [
        subprocess.Popen([sys.executable, "-c", code, "export", "study", "--to", "dot", "-o", f"all/{number}.dot"])
        for number in range(6)
    ]
    assert [one.wait() for one in runs] == [0] * 6
    listed = json.loads((place / "all" / MANIFEST).read_text())["files"]
    assert sorted(listed) == [f"{number}.dot" for number in range(6)]
