"""All of a hypervisor at once: loaded from a state, and parts of it brought back."""

from __future__ import annotations

import gc

from virtreach.daemon.hypervisor.host.host import Host
from virtreach.daemon.hypervisor.limits import Limits
from virtreach.daemon.hypervisor.networks.interface import Interface
from virtreach.daemon.hypervisor.persistence.kinds import KINDS
from virtreach.daemon.hypervisor.persistence.schema import UNREADABLE
from virtreach.daemon.hypervisor.persistence.state_file import PUT, PUT_BLOCK
from virtreach.daemon.hypervisor.persistence.values import from_text, to_text
from virtreach.daemon.hypervisor.state import Hypervisor
from virtreach.daemon.hypervisor.storage.sparse_data import BLOCK, SparseData
from virtreach.errors import ConfigError
from virtreach.errors.libvirt import LibvirtError
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from virtreach.daemon.hypervisor.ledger import Mark
    from virtreach.daemon.hypervisor.persistence.state_file import Change, StateFile
    from virtreach.daemon.hypervisor.storage.volume import Volume

__all__ = ["bring_back", "host_text", "load", "rows"]

_ENDLESS = Limits(objects=1 << 62)


def host_text(hypervisor: Hypervisor) -> str:
    """What is kept of a hypervisor beside its objects."""
    before = hypervisor.interfaces_before
    return to_text(
        {
            "uri": hypervisor.uri,
            "last_id": hypervisor.last_id,
            "host": dict(vars(hypervisor.host)),
            "interfaces_before": None
            if before is None
            else {name: (one.tree, one.active) for name, one in before.items()},
        }
    )


def _take_host(hypervisor: Hypervisor, text: str) -> None:
    facts = from_text(text)
    model = vars(Host())
    for name, value in facts["host"].items():
        if name not in model or type(value) is not type(model[name]):
            raise ValueError(f"the host's {name!r} makes no sense")
        setattr(hypervisor.host, name, value)
    if type(facts["uri"]) is not str or type(facts["last_id"]) is not int:
        raise ValueError("a hypervisor without a name or a number")
    hypervisor.uri = facts["uri"]
    hypervisor.last_id = facts["last_id"]
    before = facts["interfaces_before"]
    hypervisor.interfaces_before = (
        None
        if before is None
        else {name: Interface(name, tree, active=active) for name, (tree, active) in before.items()}
    )


def rows(path: str, hypervisor: Hypervisor, *, durable: bool = False) -> Iterator[Change]:
    """The changes that make a state without this hypervisor have it.

    Args:
        path: what it is called there.
        hypervisor: which.
        durable: leave out what does not outlive the daemon.
    """
    yield PUT, (path, "host", "", "", host_text(hypervisor))
    for kind in KINDS.values():
        for owner, key, item in kind.each(hypervisor):
            if durable and not kind.durable(item):
                continue
            yield PUT, (path, kind.name, owner, key, kind.text(item))
            if kind.name == "volume":
                for number in item.data.blocks():
                    yield PUT_BLOCK, (path, owner, key, number, item.data.block(number))


def load(file: StateFile, path: str) -> tuple[Hypervisor, list[Mark]]:
    """Make the hypervisor that a state has under a path.

    What could not outlive the daemon is gone: guests that were to end with their client, and guests that were still on
    their way here.

    Returns:
        The hypervisor, and what of it differs from the file therefore.

    Raises:
        ConfigError: the state is damaged.
    """
    hypervisor = Hypervisor("", Host())
    limits, hypervisor.ledger.limits = hypervisor.ledger.limits, _ENDLESS
    what = "the host"
    # All that is made here stays: looking for garbage in it would take as long again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        text = file.facts(path, ("host", "", ""))
        if text is None:
            raise ValueError("it has no host")
        _take_host(hypervisor, text)
        links: list[tuple[str, str, str, dict[str, Any]]] = []
        for name, kind in KINDS.items():
            for owner, key, text in file.objects(path, name):
                what = f"{name} {key}"
                facts = kind.read(text)
                kind.put(hypervisor, owner, key, facts)
                links.append((name, owner, key, facts))
                if name == "volume":
                    _read_data(file, path, owner, kind.find(hypervisor, owner, key))
        for name, owner, key, facts in links:
            what = f"{name} {key}"
            KINDS[name].link(hypervisor, owner, key, facts)
        for kind in KINDS.values():
            kind.verify(hypervisor)
    except (ValueError, KeyError, TypeError, AttributeError, ConfigError, LibvirtError, *UNREADABLE) as error:
        text = f"the state of {path} is damaged ({what}: {error}); it was left as it is"
        raise ConfigError(text, path=file.path) from error
    finally:
        if collecting:
            gc.enable()
    hypervisor.ledger.limits = limits
    return hypervisor, _end_what_cannot_stay(hypervisor)


def _end_what_cannot_stay(hypervisor: Hypervisor) -> list[Mark]:
    ended = []
    for domain in hypervisor.domains:
        if domain.autodestroy or domain.arriving:
            ended.append(("domain", "", domain.uuid.hex()))
            hypervisor.set_id(domain, -1)
            domain.state, domain.reason = C.VIR_DOMAIN_SHUTOFF, C.VIR_DOMAIN_SHUTOFF_DESTROYED
            domain.autodestroy = domain.arriving = False
            domain.live = None
            if domain.config is None:
                hypervisor.domains.remove(domain)
    return ended


def _read_data(file: StateFile, path: str, owner: str, volume: Volume) -> None:
    data = SparseData(volume.capacity)
    for number, block in file.blocks(path, owner, volume.name):
        start = number * BLOCK
        if number < 0 or start >= volume.capacity or len(block) != BLOCK:
            raise ValueError(f"block {number} does not fit")
        data.write(start, block[: volume.capacity - start])
    data.changed.clear()
    volume.data = data


def bring_back(
    file: StateFile, path: str, hypervisor: Hypervisor, marks: Iterable[Mark]
) -> dict[tuple[str, str], SparseData]:
    """Have objects be what the file has; those that others hold stay the same objects.

    Returns:
        The data of the volumes among them, by pool and name.

    Raises:
        ConfigError, sqlite3.Error: the file cannot be read.
    """
    places = {name: place for place, name in enumerate(("host", *KINDS))}
    ordered = sorted(marks, key=lambda mark: places[mark[0]])
    limits, hypervisor.ledger.limits = hypervisor.ledger.limits, _ENDLESS
    found: dict[tuple[str, str], SparseData] = {}
    links = []
    try:
        # What is to be gone makes room first: names may have been given to others.
        texts = {mark: file.facts(path, mark) for mark in ordered}
        for mark in reversed(ordered):
            if texts[mark] is None:
                KINDS[mark[0]].drop(hypervisor, mark[1], mark[2])
        for mark in ordered:
            name, owner, key = mark
            text = texts[mark]
            if text is None:
                continue
            if name == "host":
                _take_host(hypervisor, text)
                continue
            kind = KINDS[name]
            facts = kind.read(text)
            kind.put(hypervisor, owner, key, facts)
            links.append((kind, owner, key, facts))
            if name == "volume":
                volume = kind.find(hypervisor, owner, key)
                _read_data(file, path, owner, volume)
                found[owner, key] = volume.data
        for kind, owner, key, facts in links:
            kind.link(hypervisor, owner, key, facts)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"the state is damaged: {error}", path=file.path) from error
    finally:
        hypervisor.ledger.limits = limits
    return found
