"""Write two tables: where virtreach has libvirt's functions, and the classes of libvirt's error codes.

Usage::

    python tools/names.py            # write docs/reference/libvirt-names.md and error-codes.md
    python tools/names.py --check    # write nothing; fail when a page is not what the sources give

What virtreach has is read from the docstrings of the asyncio objects, which name their C functions after
``libvirt:``. What libvirt-python has comes from spec/python-names.txt. `BY_HAND` holds the few that are no
method of an object.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from virtreach.errors._generated.codes import CODES  # noqa: E402  (found in the tree, installed or not)

OBJECTS = ROOT / "src" / "virtreach" / "aio"
PYTHON_NAMES = ROOT / "spec" / "python-names.txt"
REFERENCE = ROOT / "docs" / "reference"

# How a class is called in the table, where that is not made from its own name.
CALLED = {
    "AdminClient": "client",
    "AdminConnection": "admin",
    "AdminServer": "server",
    "Connection": "conn",
    "NWFilter": "nwfilter",
    "NWFilterBinding": "binding",
    "NetworkPort": "port",
    "NodeDevice": "device",
    "StoragePool": "pool",
    "StorageVolume": "volume",
}

EVENTS = "conn.events"
BY_HAND = {
    "virConnectClose": "conn.close()",
    "virConnectDomainEventDeregister": "subscription.close()",
    "virConnectDomainEventDeregisterAny": "subscription.close()",
    "virConnectDomainEventRegister": f"{EVENTS}.domain(…)",
    "virConnectDomainEventRegisterAny": f"{EVENTS}.domain(…)",
    "virConnectDomainQemuMonitorEventDeregister": "subscription.close()",
    "virConnectDomainQemuMonitorEventRegister": f"{EVENTS}.qemu_monitor(…)",
    "virConnectIsAlive": "conn.alive",
    "virConnectIsEncrypted": "conn.route.encrypted",
    "virConnectListDomainsID": "conn.domains.active_ids()",
    "virConnectNetworkEventDeregisterAny": "subscription.close()",
    "virConnectNetworkEventRegisterAny": f"{EVENTS}.network(…)",
    "virConnectNodeDeviceEventDeregisterAny": "subscription.close()",
    "virConnectNodeDeviceEventRegisterAny": f"{EVENTS}.node_device(…)",
    "virConnectOpen": "virtreach.connect(uri)",
    "virConnectOpenAuth": "virtreach.connect(uri, auth=…)",
    "virConnectOpenReadOnly": "virtreach.connect(uri, readonly=True)",
    "virConnectRegisterCloseCallback": f"{EVENTS}.connection()",
    "virConnectSecretEventDeregisterAny": "subscription.close()",
    "virConnectSecretEventRegisterAny": f"{EVENTS}.secret(…)",
    "virConnectSetKeepAlive": "virtreach.connect(uri, keepalive=(interval, count))",
    "virConnectStoragePoolEventDeregisterAny": "subscription.close()",
    "virConnectStoragePoolEventRegisterAny": f"{EVENTS}.storage_pool(…)",
    "virConnectUnregisterCloseCallback": "subscription.close()",
    "virDomainCheckpointGetName": "checkpoint.name",
    "virDomainCreateLinux": "conn.domains.create_xml()",
    "virDomainGetID": "domain.id",
    "virDomainGetName": "domain.name",
    "virDomainGetUUID": "domain.uuid_bytes",
    "virDomainGetUUIDString": "domain.uuid",
    "virDomainLookupByUUIDString": "conn.domains.lookup_by_uuid()",
    "virDomainMigrate": "domain.migration.migrate()",
    "virDomainMigrate2": "domain.migration.migrate()",
    "virDomainMigrateToURI": "domain.migration.migrate()",
    "virDomainMigrateToURI2": "domain.migration.migrate()",
    "virDomainSnapshotGetName": "snapshot.name",
    "virInterfaceGetMACString": "interface.mac",
    "virInterfaceGetName": "interface.name",
    "virNWFilterBindingGetFilterName": "binding.filter_name",
    "virNWFilterBindingGetPortDev": "binding.port_dev",
    "virNWFilterGetName": "nwfilter.name",
    "virNWFilterGetUUID": "nwfilter.uuid_bytes",
    "virNWFilterGetUUIDString": "nwfilter.uuid",
    "virNWFilterLookupByUUIDString": "conn.nwfilters.lookup_by_uuid()",
    "virNetworkGetName": "network.name",
    "virNetworkGetUUID": "network.uuid_bytes",
    "virNetworkGetUUIDString": "network.uuid",
    "virNetworkLookupByUUIDString": "conn.networks.lookup_by_uuid()",
    "virNetworkPortGetUUID": "port.uuid_bytes",
    "virNetworkPortGetUUIDString": "port.uuid",
    "virNetworkPortLookupByUUIDString": "network.ports.lookup_by_uuid()",
    "virNodeDeviceGetName": "device.name",
    "virSecretGetUUID": "secret.uuid_bytes",
    "virSecretGetUUIDString": "secret.uuid",
    "virSecretGetUsageID": "secret.usage_id",
    "virSecretGetUsageType": "secret.usage_type",
    "virSecretLookupByUUIDString": "conn.secrets.lookup_by_uuid()",
    "virStoragePoolGetName": "pool.name",
    "virStoragePoolGetUUID": "pool.uuid_bytes",
    "virStoragePoolGetUUIDString": "pool.uuid",
    "virStoragePoolLookupByUUIDString": "conn.storage_pools.lookup_by_uuid()",
    "virStorageVolGetKey": "volume.key",
    "virStorageVolGetName": "volume.name",
    "virStreamAbort": "stream.abort()",
    "virStreamFinish": "stream.finish()",
    "virStreamRecv": "stream.recv()",
    "virStreamRecvFlags": "stream.recv()",
    "virStreamRecvHole": "stream.recv()",
    "virStreamSend": "stream.send()",
    "virStreamSendHole": "stream.send_hole()",
}

# What has no counterpart, and why.
WITHOUT = {
    "virDomainLxcEnterCGroup": "acts on the calling process, not on the host",
    "virGetLastError": "errors are exceptions",
    "virGetLastErrorCode": "errors are exceptions",
    "virGetLastErrorDomain": "errors are exceptions",
    "virGetLastErrorMessage": "errors are exceptions",
    "virGetVersion": "there is no C library; `conn.host.library_version()` is the daemon's",
    "virRegisterErrorHandler": "errors are exceptions, and nothing is printed",
    "virResetLastError": "errors are exceptions",
    "virStreamEventAddCallback": "streams wait by themselves, or with `await`",
    "virStreamEventRemoveCallback": "streams wait by themselves, or with `await`",
    "virStreamEventUpdateCallback": "streams wait by themselves, or with `await`",
    "virStreamNew": "calls that need a stream make it",
}

HEAD = """\
# Every function and its name here

<!-- Made by `make generate` (tools/names.py). Do not edit. -->

Where the functions of libvirt's C API and the methods of libvirt-python are in virtreach. The names are the
same in both clients; in the asyncio one, calls are awaited. What `conn`, `domain`, `pool` and so on are, the
[tutorial](../tutorial.md) shows; the differences behind the names are in
[Coming from libvirt-python](../how-to/from-libvirt-python.md).
"""


ERRORS_HEAD = """\
# Error codes and their classes

<!-- Made by `make generate` (tools/names.py). Do not edit. -->

What a host answers with is an exception of `virtreach.errors.libvirt`, a subclass of `LibvirtError`, with the number in
`error.code`. A code that is not here comes as a plain `LibvirtError`. What else can go wrong, and what to do about it:
[Errors](../how-to/errors.md).

| code | libvirt | class |
| --- | --- | --- |
"""


def snake(name: str) -> str:
    """Write a CamelCase name with underscores."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def classes(directory: Path) -> dict[str, ast.ClassDef]:
    """Return every class of the asyncio client by its name."""
    found = {}
    for path in sorted(directory.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = node
    return found


def bases(node: ast.ClassDef, known: dict[str, ast.ClassDef]) -> set[str]:
    """Return the names of a class and of all that it derives from."""
    names = {node.name}
    for base in node.bases:
        name = ast.unparse(base)
        names |= bases(known[name], known) if name in known else {name}
    return names


def ways(known: dict[str, ast.ClassDef]) -> dict[str, str]:
    """Return how each class is reached in a program, such as ``domain.block``."""
    facets = {name for name, node in known.items() if "Facet" in bases(node, known)}
    found = {name: CALLED.get(name, snake(name)) for name in known if name not in facets}
    # A mixin has no name of its own: its methods belong to the class that is made of it.
    for name, node in known.items():
        for base in bases(node, known) - {name}:
            if base in known and name in found and name in {"Domain", "Connection"}:
                found[base] = found[name]
    reached = True
    while reached:
        reached = False
        for owner, node in known.items():
            for item in node.body:
                if owner in found and isinstance(item, ast.FunctionDef) and item.returns is not None:
                    target = ast.unparse(item.returns).strip("'\"").rpartition(".")[2]
                    if target in facets and target not in found and is_property(item):
                        found[target] = f"{found[owner]}.{item.name}"
                        reached = True
    return found


def is_property(node: ast.FunctionDef) -> bool:
    """Return whether a method is a property."""
    return any(ast.unparse(decorator).endswith("property") for decorator in node.decorator_list)


def documented(known: dict[str, ast.ClassDef]) -> dict[str, list[str]]:
    """Return C function to where virtreach has it, from the docstrings of methods."""
    way = ways(known)
    found: dict[str, list[str]] = {}
    for name, node in known.items():
        for item in [*node.body, node]:
            if name not in way or not isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            text = ast.get_docstring(item) or ""
            if isinstance(item, ast.ClassDef):
                call = way[name]
            else:
                call = f"{way[name]}.{item.name}" + ("" if isinstance(item, ast.FunctionDef) else "()")
            for part in re.findall(r"(?s)libvirt: ?(.*?)(?:\.(?:\s|$)|$)", text):
                for function in re.findall(r"\bvir[A-Z]\w+", part):
                    places = found.setdefault(function, [])
                    if call not in places:
                        places.append(call)
    return found


def names_page() -> str:
    """Return the text of the page of functions.

    Raises:
        SystemExit: a method of libvirt-python has no line.
    """
    places = documented(classes(OBJECTS))
    for function, place in BY_HAND.items():
        places.setdefault(function, [place])
    groups: dict[str, list[str]] = {}
    missing = []
    python: dict[str, list[str]] = {}
    for line in PYTHON_NAMES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            function, *methods = line.split()
            python[function] = methods
            if function not in places and function not in WITHOUT:
                missing.append(function)
    if missing:
        sys.exit(
            "names: no docstring and no entry in tools/names.py tells where these are: " + ", ".join(missing)
        )
    for function in sorted({*python, *places}):
        methods = python.get(function, [])
        here = "<br>".join(f"`{place}`" for place in places.get(function, []))
        theirs = "<br>".join(f"`{method.partition('.')[2]}`" for method in methods)
        title = methods[0].partition(".")[0] if methods else "From C only"
        groups.setdefault(title, []).append(f"| `{function}` | {theirs} | {here or WITHOUT[function]} |")
    text = HEAD
    for title in sorted(
        groups, key=lambda title: (title == "From C only", not title.startswith("virC"), title)
    ):
        text += f"\n## {title}\n\n| C | libvirt-python | virtreach |\n| --- | --- | --- |\n"
        text += "\n".join(groups[title]) + "\n"
    return text


def errors_page() -> str:
    """Return the text of the page of error codes."""
    rows = sorted(CODES.items())
    return ERRORS_HEAD + "".join(f"| {code} | `{constant}` | `{name}` |\n" for code, (name, constant) in rows)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Write the tables of names and of error codes.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")
    options = parser.parse_args()
    status = 0
    for name, text in {"libvirt-names.md": names_page(), "error-codes.md": errors_page()}.items():
        path = REFERENCE / name
        if not options.check:
            path.write_text(text, encoding="utf-8")
            print(f"names: {text.count(chr(10) + '| `') or text.count(chr(10) + '| ') - 2} rows in {name}")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"names: docs/reference/{name} is stale; run: make generate", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
