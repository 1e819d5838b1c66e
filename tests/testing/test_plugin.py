"""The pytest plugin, in sessions of pytest of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.test_layering import SOURCE

pytest_plugins = ["pytester"]

CONFIGURATION = """
[pytest]
addopts = --strict-markers --strict-config -p no:cacheprovider
filterwarnings = error
asyncio_mode = auto
asyncio_default_fixture_loop_scope = function
"""

TESTS = """
import subprocess, sys
import pytest
import virtreach
from virtreach import aio
from virtreach.testing import LibvirtServer

DOMAIN = "<domain type='test'><name>web</name><memory>1024</memory><os><type>hvm</type></os></domain>"

def names(uri):
    with virtreach.connect(uri) as conn:
        return [domain.name for domain in conn.domains.list()]

def test_the_usual_objects(libvirt_server):
    assert isinstance(libvirt_server, LibvirtServer)
    assert names(libvirt_server.uri) == ["test"]
    libvirt_server.define(DOMAIN)

def test_nothing_of_the_test_before(libvirt_server):
    assert names(libvirt_server.uri) == ["test"]

@pytest.mark.libvirt(DOMAIN, empty=True)
def test_what_the_marker_says(libvirt_server):
    assert names(libvirt_server.uri) == ["web"]

@pytest.mark.libvirt(DOMAIN)
class TestAClass:
    def test_inherits(self, libvirt_server):
        assert sorted(names(libvirt_server.uri)) == ["test", "web"]

async def test_asyncio(libvirt_server):
    libvirt_server.inject("error", "connect_list_all_domains", code=1, message="broken", count=1)
    async with aio.connect(libvirt_server.uri) as conn:
        with pytest.raises(virtreach.errors.LibvirtError, match="broken"):
            await conn.domains.list()
        assert [domain.name for domain in await conn.domains.list()] == ["test"]
    assert [call.outcome for call in libvirt_server.calls] == ["error", "ok"]

def test_the_program_under_test_may_be_another_process(libvirt_server):
    program = "import sys, virtreach; virtreach.connect(sys.argv[1]).domains.lookup_by_name('test').suspend()"
    subprocess.run([sys.executable, "-c", program, libvirt_server.uri], check=True)
    assert [call.name for call in libvirt_server.calls] == ["domain_lookup_by_name", "domain_suspend"]
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A directory with the tests above, in which the plugin is loaded by its name and once only."""
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))
    pytester.makefile(".ini", pytest=CONFIGURATION)
    pytester.makepyfile(test_program=TESTS)
    return pytester


def plugin() -> list[str]:
    """The words that load the plugin where it is not installed."""
    from importlib.metadata import entry_points

    return [] if entry_points(group="pytest11", name="virtreach") else ["-p", "virtreach.testing.plugin"]


def test_fixture_and_marker(project: pytest.Pytester) -> None:
    project.runpytest_subprocess(*plugin()).assert_outcomes(passed=6)


def test_under_xdist(project: pytest.Pytester) -> None:
    """Several processes at once, each with servers of its own."""
    result = project.runpytest_subprocess(*plugin(), "-n", "2", "-p", "xdist", "--dist", "load")
    result.assert_outcomes(passed=6)


def test_the_example(project: pytest.Pytester) -> None:
    example = SOURCE.parent / "examples/test_with_server.py"
    project.runpytest_subprocess(*plugin(), "--rootdir", str(project.path), str(example)).assert_outcomes(
        passed=2
    )


def test_our_modules_are_not_rewritten(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """As installed from a wheel, where pytest would rewrite the assertions of all of virtreach."""
    installed = project.mkdir("installed")
    (installed / "virtreach").symlink_to(SOURCE / "virtreach")
    metadata = installed / "virtreach-0.0.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: virtreach\nVersion: 0.0.0\n")
    (metadata / "RECORD").write_text("virtreach/__init__.py,,\n")
    (metadata / "entry_points.txt").write_text("[pytest11]\nvirtreach = virtreach.testing.plugin\n")
    monkeypatch.setenv("PYTHONPATH", str(installed))
    project.makepyfile(
        test_program="""
        def test_it(libvirt_server, pytestconfig):
            import virtreach.testing.server as server
            assert "installed" in server.__file__
            assert type(server.__loader__).__name__ == "SourceFileLoader"
            assert type(pytestconfig.pluginmanager.rewrite_hook).__name__ == type(__loader__).__name__
        """
    )
    project.runpytest_subprocess().assert_outcomes(passed=1)


def test_it_is_listed(project: pytest.Pytester) -> None:
    result = project.runpytest_subprocess(*plugin(), "--fixtures", "--markers")
    result.stdout.fnmatch_lines(["@pytest.mark.libvirt(*xml, empty=False):*"])
    result = project.runpytest_subprocess(*plugin(), "--fixtures")
    result.stdout.fnmatch_lines(["libvirt_server -- *plugin.py:*", "*A libvirt server for this test alone*"])


def test_markers_that_make_no_sense(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_program="""
        import pytest

        @pytest.mark.libvirt("<volume/>")
        def test_kind(libvirt_server):
            pass

        @pytest.mark.libvirt(42)
        def test_number(libvirt_server):
            pass

        @pytest.mark.libvirt(emtpy=True)
        def test_word(libvirt_server):
            pass
        """
    )
    result = project.runpytest_subprocess(*plugin())
    result.assert_outcomes(errors=3)
    result.stdout.fnmatch_lines(
        [
            "*UsageError: <volume> is none of <domain>*",
            "*UsageError: the XML of an object is a text, and no int: 42",
            "*UsageError: the marker libvirt takes XML and empty, and no emtpy",
        ]
    )


def test_it_loads_nothing_until_a_server_is_asked_for() -> None:
    """Every pytest session of every user pays for it."""
    program = (
        "import sys, pytest; before = set(sys.modules)\n"
        "import virtreach.testing.plugin\n"
        "print(*sorted(name for name in set(sys.modules) - before))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert set(done.stdout.split()) <= {
        "virtreach",
        "virtreach.version",
        "virtreach.testing",
        "virtreach.testing.plugin",
    }


def test_the_package_needs_no_pytest() -> None:
    program = (
        "import sys\n"
        "from virtreach.testing import Fault, LibvirtServer, RecordedCall\n"
        "LibvirtServer().close()\n"
        "assert 'pytest' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], env={"PYTHONPATH": str(SOURCE)}, timeout=60, check=True)
