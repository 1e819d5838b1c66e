"""What loads when a procedure is touched: its own family, and nothing that takes time."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.test_layering import SOURCE

GENERATED = "virtreach.protocol._generated."


def loaded(program: str) -> set[str]:
    """Return the modules that a program loads beyond those of a bare interpreter."""
    text = f"import sys; before = set(sys.modules)\n{program}\nprint(*(set(sys.modules) - before), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-c", f"import sys; sys.path.insert(0, {str(SOURCE)!r})\n{text}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def families(modules: set[str]) -> set[str]:
    """Return the generated modules among them, short."""
    return {name.removeprefix(GENERATED) for name in modules if name.startswith(GENERATED)}


def test_a_module_loads_its_index_only() -> None:
    assert families(loaded("from virtreach.protocol import remote")) == {"remote", "remote.index"}


def test_a_procedure_loads_its_family_only() -> None:
    modules = loaded("from virtreach.protocol import remote as P; P.CONNECT_LIST_ALL_DOMAINS")
    assert families(modules) == {"remote", "remote.index", "remote.handles", "remote.domain"}
    # struct and what it is made of, and nothing else of the standard library.
    own = {name for name in modules if not name.startswith("virtreach")}
    assert own <= {"struct", "_struct", "_collections", "__future__"}


def test_typed_parameters_load_when_a_family_has_them() -> None:
    touch = "from virtreach.protocol import remote as P; P."
    assert "virtreach.wire.typed_params" not in loaded(f"{touch}DOMAIN_GET_INFO")
    assert "virtreach.wire.typed_params" in loaded(f"{touch}DOMAIN_GET_JOB_STATS")


def test_the_servers_direction_loads_when_used() -> None:
    touch = "from virtreach.protocol import remote as P; P.DOMAIN_GET_INFO"
    assert not any("server" in name for name in families(loaded(touch)))
    assert "remote.server.domain" in families(loaded(f"{touch}.encode_ret"))


@pytest.mark.parametrize(
    "name", ["errors", "errors.libvirt", "wire.xdr", "wire.typed_params", "protocol.registry"]
)
def test_slow_modules_stay_out(name: str) -> None:
    modules = loaded(f"import virtreach.{name}")
    assert not modules & {
        "typing",
        "re",
        "enum",
        "dataclasses",
        "inspect",
        "collections",
        "functools",
        "importlib",
    }
