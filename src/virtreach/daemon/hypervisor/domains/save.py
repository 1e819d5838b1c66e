"""Domains saved and restored, managed save images, core dumps.

Images live in the hypervisor's memory under the path that the client gave; nothing is written to the daemon's disk.
"""

from __future__ import annotations

import asyncio
from errno import ENOENT
from functools import wraps

from virtreach.daemon.hypervisor.domains.definition import OPENED, parse_domain, take_domain
from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.domains.lifecycle import define, start, stop
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import copy, to_text
from virtreach.daemon.parameters import check_params
from virtreach.daemon.wording import argument_fault, check_flags, fault, invalid, system_fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__: list[str] = []

_PARAMS = ("file", "dxml")
# Seconds.
_PATIENCE = 0.02
_FLAGS = C.VIR_DOMAIN_SAVE_BYPASS_CACHE | C.VIR_DOMAIN_SAVE_RUNNING | C.VIR_DOMAIN_SAVE_PAUSED


def _watched(function: Callable[[TestSession, Any], Result]) -> Callable[[TestSession, Any], Any]:
    """Have the answer to a call come a little later.

    virsh has a thread make these calls while it watches the job; when the answer is there before it watches, it waits
    for ever (``virshWatchJob`` in ``tools/virsh-domain.c``: ``g_main_loop_quit`` before ``g_main_loop_run``).
    """

    @wraps(function)
    def answer(session: TestSession, args: Any) -> Any:
        result = function(session, args)
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return result
        return _later(result)

    return answer


async def _later(result: Result) -> Result:
    await asyncio.sleep(_PATIENCE)
    return result


def _image(session: TestSession, path: str) -> Element:
    found = session.hypervisor.images.get(path)
    if found is None:
        text = f"cannot read domain image '{path}': No such file or directory"
        raise system_fault(text, ENOENT)
    assert found is not None
    image: Element = found
    return image


def _replacement(session: TestSession, text: str | None, name: str) -> Element:
    # A definition to be used in place of the saved one; it must be the same guest's.
    if text is None:
        raise argument_fault("dxml must not be NULL", "virDomainSaveImageDefineXML", "dxml")
    given, _, tree = take_domain(session.hypervisor, text)
    if given != name:
        raise fault(
            C.VIR_ERR_CONFIG_UNSUPPORTED, f"Target domain name '{given}' does not match source '{name}'"
        )
    return tree


def _save(session: TestSession, ref: tuple[str, bytes, int], path: str, dxml: str | None = None) -> Result:
    domain = session.hypervisor.domain(ref)
    domain.need_active()
    image = copy(domain.definition)
    if dxml:
        image = _replacement(session, dxml, domain.name)
    session.hypervisor.images[path] = image
    _stop_saved(session, domain)
    return None


def _stop_saved(session: TestSession, domain: Domain) -> None:
    stop(
        session.hypervisor,
        domain,
        reason=C.VIR_DOMAIN_SHUTOFF_SAVED,
        detail=C.VIR_DOMAIN_EVENT_STOPPED_SAVED,
    )


@handles("domain_save")
@_watched
def _on_save(session: TestSession, args: Any) -> Result:
    return _save(session, args.dom, args.to)


@handles("domain_save_flags")
@_watched
def _on_save_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _FLAGS, "testDomainSaveFlags")
    return _save(session, args.dom, args.to, args.dxml)


@handles("domain_save_params")
@_watched
def _on_save_params(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _FLAGS, "testDomainSaveParams")
    check_params(args.params, _PARAMS, texts=_PARAMS)
    path = args.params.get("file")
    if not path:
        return _managed_save(session, args)
    return _save(session, args.dom, path, args.params.get("dxml"))


def _restore(session: TestSession, path: str, dxml: str | None = None, flags: int = 0) -> Result:
    hypervisor = session.hypervisor
    name, uuid, tree = parse_domain(hypervisor, copy(_image(session, path)))
    if dxml:
        tree = _replacement(session, dxml, name)
    domain = define(hypervisor, name, uuid, tree, starting=True)
    start(
        hypervisor,
        domain,
        reason=C.VIR_DOMAIN_RUNNING_RESTORED,
        detail=C.VIR_DOMAIN_EVENT_STARTED_RESTORED,
        paused=bool(flags & C.VIR_DOMAIN_SAVE_PAUSED),
    )
    return None


@handles("domain_restore")
def _on_restore(session: TestSession, args: Any) -> Result:
    return _restore(session, args.from_)


@handles("domain_restore_flags")
def _on_restore_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _FLAGS, "testDomainRestoreFlags")
    return _restore(session, args.from_, args.dxml, args.flags)


@handles("domain_restore_params")
def _on_restore_params(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _FLAGS, "testDomainRestoreParams")
    check_params(args.params, _PARAMS, texts=_PARAMS)
    path = args.params.get("file")
    if not path:
        raise argument_fault(
            "missing path to restore from", "virDomainRestoreParams", "file", domain=C.VIR_FROM_TEST
        )
    return _restore(session, path, args.params.get("dxml"), args.flags)


@handles("domain_save_image_get_xml_desc")
def _on_image_xml(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_DOMAIN_SAVE_IMAGE_XML_SECURE, "testDomainSaveImageGetXMLDesc")
    return (to_text(_image(session, args.file), opened=OPENED),)


@handles("domain_save_image_define_xml")
def _on_image_define(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _FLAGS, "testDomainSaveImageDefineXML")
    name = _image(session, args.file).findtext("name") or ""
    session.hypervisor.images[args.file] = _replacement(session, args.dxml, name)
    return None


@handles("domain_managed_save")
@_watched
def _on_managed_save(session: TestSession, args: Any) -> Result:
    return _managed_save(session, args)


def _managed_save(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _FLAGS, "testDomainManagedSave")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    if not domain.persistent:
        raise invalid("cannot do managed save for transient domain")
    domain.saved = copy(domain.definition)
    _stop_saved(session, domain)
    return None


@handles("domain_has_managed_save_image")
def _on_has_image(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainHasManagedSaveImage")
    return (int(session.hypervisor.domain(args.dom).saved is not None),)


@handles("domain_managed_save_remove")
def _on_remove_image(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainManagedSaveRemove")
    session.hypervisor.domain(args.dom).saved = None
    return None


def _managed(domain: Domain) -> Element:
    if domain.saved is None:
        raise invalid("domain does not have managed save image")
    return domain.saved


@handles("domain_managed_save_get_xml_desc")
def _on_managed_xml(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    return (to_text(_managed(domain), opened=OPENED),)


@handles("domain_managed_save_define_xml")
def _on_managed_define(session: TestSession, args: Any) -> Result:
    domain = session.hypervisor.domain(args.dom)
    _managed(domain)
    domain.saved = _replacement(session, args.dxml, domain.name)
    return None


def _dump(session: TestSession, ref: tuple[str, bytes, int], path: str, flags: int) -> Result:
    domain = session.hypervisor.domain(ref)
    domain.need_active()
    # A dump is no image that a guest could be restored from.
    session.hypervisor.images.pop(path, None)
    if flags & C.VIR_DUMP_CRASH:
        stop(
            session.hypervisor,
            domain,
            reason=C.VIR_DOMAIN_SHUTOFF_CRASHED,
            detail=C.VIR_DOMAIN_EVENT_STOPPED_CRASHED,
        )
    return None


@handles("domain_core_dump")
@_watched
def _on_core_dump(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_DUMP_CRASH, "testDomainCoreDumpWithFormat")
    return _dump(session, args.dom, args.to, args.flags)


@handles("domain_core_dump_with_format")
@_watched
def _on_core_dump_with_format(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_DUMP_CRASH, "testDomainCoreDumpWithFormat")
    if args.dumpformat != C.VIR_DOMAIN_CORE_DUMP_FORMAT_RAW:
        raise fault(C.VIR_ERR_OPERATION_UNSUPPORTED, "kdump-compressed format is not supported here")
    return _dump(session, args.dom, args.to, args.flags)
