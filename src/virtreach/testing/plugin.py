"""pytest's side: the fixture ``libvirt_server`` and the marker ``libvirt``. pytest loads it by its entry point.

Only what pytest needs at once is imported here: a session that asks for no server loads no daemon.
"""

from __future__ import annotations

import pytest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from virtreach.testing.server import LibvirtServer

__all__ = ["libvirt_server", "pytest_configure"]


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and have virtreach imported as usual."""
    _import_as_usual(config)
    config.addinivalue_line(
        "markers",
        "libvirt(*xml, empty=False): what the server of the fixture libvirt_server begins with; see LibvirtServer",
    )


def _import_as_usual(config: pytest.Config) -> None:
    """Take virtreach out of the packages whose assertions pytest rewrites.

    pytest does that to all of a distribution that has a plugin, and importing it then takes three times as long, for
    messages that nobody asks for. There is no public way out; where this one is gone, imports are slower.
    """
    marked = getattr(getattr(config.pluginmanager, "rewrite_hook", None), "_must_rewrite", None)
    if isinstance(marked, set):
        marked.discard("virtreach")


@pytest.fixture
def libvirt_server(request: pytest.FixtureRequest) -> Iterator[LibvirtServer]:
    """A libvirt server for this test alone: see `virtreach.testing.LibvirtServer`.

    ``@pytest.mark.libvirt(xml, ..., empty=True)`` says what it begins with.
    """
    from virtreach.errors import UsageError
    from virtreach.testing.server import LibvirtServer

    marker = request.node.get_closest_marker("libvirt")
    arguments = () if marker is None else marker.args
    options = {} if marker is None else marker.kwargs
    unknown = options.keys() - {"empty"}
    if unknown:
        raise UsageError(f"the marker libvirt takes XML and empty, and no {', '.join(sorted(unknown))}")
    with LibvirtServer(*arguments, **options) as server:
        yield server
