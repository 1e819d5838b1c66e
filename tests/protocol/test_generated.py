"""Generated code is what the spec says, file for file; the generator and its reader refuse what they cannot take."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools import generate_protocol
from tools.spec_enums import load_enums, load_pairs
from tools.spec_model import SpecError, load, snake

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec"


def test_generated_code_is_up_to_date() -> None:
    assert generate_protocol.differences() == []


def test_differences_are_found_both_ways(tmp_path: Path) -> None:
    shutil.copytree(SPEC, tmp_path / "spec")
    generate_protocol.write(tmp_path)
    assert generate_protocol.differences(tmp_path) == []
    generated = tmp_path / generate_protocol.PACKAGE
    (generated / "remote" / "domain.py").unlink()
    (generated / "remote" / "old.py").write_text("")
    with (generated / "kinds.py").open("a") as file:
        file.write("# more\n")
    package = generate_protocol.PACKAGE
    assert generate_protocol.differences(tmp_path) == [
        f"missing: {package}/remote/domain.py",
        f"orphan: {package}/remote/old.py",
        f"different: {package}/kinds.py",
    ]
    generate_protocol.write(tmp_path)
    assert generate_protocol.differences(tmp_path) == []


def test_every_generated_file_says_what_made_it() -> None:
    for name, text in generate_protocol.outputs().items():
        assert "by: python tools/generate.py\n# Do not edit.\n" in text, name


@pytest.mark.parametrize(
    ("wire", "python"),
    [("maxMem", "max_mem"), ("nrVirtCpu", "nr_virt_cpu"), ("callbackID", "callback_id"), ("xmlCPUs", "xml_cpus"),
     ("need_results", "need_results"), ("from", "from_"), ("oldSrcPath", "old_src_path"), ("newMAC", "new_mac")],
)  # fmt: skip
def test_field_names(wire: str, python: str) -> None:
    assert snake(wire) == python


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nonsense", "not a statement: nonsense"),
        ("    name int", "program has no indented lines"),
        ("struct a\n    b nothing", "no type nothing"),
        ("struct a\n    b int<MANY>", "no constant MANY"),
        ("struct a\n        b int", "wrong indentation"),
        ("procedure 1 a\n    colour red", "not a rule: colour red"),
        ("procedure 1 a\n    readonly maybe", "not a rule: readonly maybe"),
        ("procedure 1 a\n        b int", "a field outside args, ret and message"),
        ("typed_param\n    1 double double", "kinds of typed parameters"),
    ],
)
def test_specs_that_cannot_be_read(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "rpc.spec").write_text(f"program rpc\n{text}\n")
    with pytest.raises(SpecError, match=message) as caught:
        load(tmp_path)
    assert "rpc.spec:" in str(caught.value)


def test_tables_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x.spec"
    path.write_text("word\n")
    with pytest.raises(SpecError, match="two words"):
        load_pairs(path)
    with pytest.raises(SpecError, match="not an enum"):
        load_enums(path)
    path.write_text("enum virA\n    VIR_A VIR_B\n")
    with pytest.raises(SpecError, match="VIR_B is no member"):
        load_enums(path)


def test_numbers_in_a_program_are_unique() -> None:
    for name, program in load(SPEC).items():
        numbers = [procedure.number for procedure in program.procedures]
        assert len(numbers) == len(set(numbers)), name
        names = [procedure.name for procedure in program.procedures]
        assert len(names) == len(set(names)), name
        assert numbers == list(range(1, len(numbers) + 1)), name
