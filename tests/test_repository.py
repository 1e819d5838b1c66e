"""What the tree as a whole keeps to: its own words only, sizes, and documents that point to what exists."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Written in pieces, so that this file does not match itself.
FORBIDDEN = [
    r"/wo" r"rk/",
    r"\.\./sha" r"red",
    r"py" r"pi\.org",
    r"pythonho" r"sted",
    r"/opt/py" r"pi",
    r"/ro" r"ot/\.pyenv",
    r"/tmp/te" r"am",
    r"(?i)\bclau" r"de\b",
    r"(?i)\banthro" r"pic",
    r"(?i)\bthis sess" r"ion's task",
    r"(?i)\bhelper sess" r"ion",
    r"(?i)--(extra-)?index-" r"url",
    r"\bTO" r"DO\b",
    r"\bFIX" r"ME\b",
    r"\bX" r"XX\b",
]
HARD_LIMIT = 600  # lines of a hand-written module


def tracked() -> list[Path]:
    """Return the files of the tree that git knows or would take, without ignored ones."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name.decode() for name in listing.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


TEXTS = [path for path in tracked() if path.suffix not in {".png", ".gif", ".ico", ".woff2", ".gz"}]
PAGES = [path for path in TEXTS if path.suffix == ".md"]


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_words_that_do_not_belong_here(pattern: str) -> None:
    allowed = {"Makefile"} if "index-" in pattern else set()
    # The limits of what is searched: locked hashes are noise, and this tree has no binary texts.
    found = []
    for path in TEXTS:
        if path.name in allowed:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(pattern, line) and "--hash=" not in line:
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_no_module_is_too_long() -> None:
    long = {}
    for path in TEXTS:
        if path.suffix == ".py" and "_generated" not in path.parts:
            lines = len(path.read_text().splitlines())
            if lines > HARD_LIMIT:
                long[str(path.relative_to(ROOT))] = lines
    assert long == {}


def test_no_catch_all_modules() -> None:
    assert [str(path) for path in TEXTS if path.stem in {"utils", "util", "common", "helpers", "misc"}] == []


def test_requirements_are_locked() -> None:
    """Every requirement has an exact version and a hash, and every input has its lock."""
    for source in sorted((ROOT / "requirements").glob("*.in")):
        lock = source.with_suffix(".txt").read_text()
        entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^ *#.*\n", "", lock))
        for entry in filter(None, (entry.strip() for entry in entries)):
            assert re.match(r"[a-z0-9._-]+==\S+", entry), entry
            assert "--hash=sha256:" in entry, entry
        for line in source.read_text().splitlines():
            name = re.split(r"[\[<>=]", line)[0].strip().lower()
            if name and name[0] not in "#-":
                assert re.search(rf"(?m)^{re.escape(name)}==", lock), f"{source.name}: {name} is not locked"


def test_project_groups_match_the_requirements() -> None:
    """The dependency groups of pyproject.toml name what requirements/*.in name."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    for name, wanted in groups.items():
        lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
        assert sorted(line for line in lines if line and line[0] not in "#-") == sorted(wanted)


def test_version_is_written_once() -> None:
    from virtreach.version import __version__

    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text()
    assert "version" in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dynamic"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """A relative link in a page names a file of the tree, and its anchor a heading of that file."""
    broken = []
    text = re.sub(r"(?ms)^```.*?^```", "", page.read_text())
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        if not path.exists() or (anchor and anchor not in anchors(path)):
            broken.append(target)
    assert broken == []


def anchors(page: Path) -> set[str]:
    """Return the anchors that MkDocs and GitHub both make of a page's headings."""
    found = set()
    for title in re.findall(r"(?m)^#+ (.*)$", re.sub(r"(?ms)^```.*?^```", "", page.read_text())):
        plain = re.sub(r"[`*]", "", title).strip().lower()
        found.add(re.sub(r"[\s]+", "-", re.sub(r"[^\w\s-]", "", plain)))
    return found


def test_promises_name_tests_that_exist() -> None:
    page = (ROOT / "docs/explanation/promises.md").read_text()
    named = set(re.findall(r"`((?:tests|soak)/[\w/.]+)`", page))
    assert named
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_site_lists_every_page() -> None:
    """mkdocs.yml names every page under docs/, and nothing else."""
    listed = set(re.findall(r"([\w/.-]+\.md)\s*$", (ROOT / "mkdocs.yml").read_text(), flags=re.MULTILINE))
    there = {str(page.relative_to(ROOT / "docs")) for page in PAGES if page.is_relative_to(ROOT / "docs")}
    assert listed == there
