"""The domain_device procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct, unpack_from
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_count, bad_length, bad_nul, bad_presence, bad_tail, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_u_I = Struct(">I").unpack_from
_u_II = Struct(">II").unpack_from
_u_III = Struct(">III").unpack_from
_u_qII = Struct(">qII").unpack_from

DomainAttachDeviceArgs = record("DomainAttachDeviceArgs", "dom xml", __name__)

DomainDetachDeviceArgs = record("DomainDetachDeviceArgs", "dom xml", __name__)

DomainAttachDeviceFlagsArgs = record("DomainAttachDeviceFlagsArgs", "dom xml flags", __name__)

DomainDetachDeviceFlagsArgs = record("DomainDetachDeviceFlagsArgs", "dom xml flags", __name__)

DomainUpdateDeviceFlagsArgs = record("DomainUpdateDeviceFlagsArgs", "dom xml flags", __name__)

DomainOpenConsoleArgs = record("DomainOpenConsoleArgs", "dom dev_name flags", __name__)

DomainInjectNmiArgs = record("DomainInjectNmiArgs", "dom flags", __name__)

DomainScreenshotArgs = record("DomainScreenshotArgs", "dom screen flags", __name__)

DomainSendKeyArgs = record("DomainSendKeyArgs", "dom codeset holdtime keycodes flags", __name__)

DomainOpenGraphicsArgs = record("DomainOpenGraphicsArgs", "dom idx flags", __name__)

DomainSendProcessSignalArgs = record("DomainSendProcessSignalArgs", "dom pid_value signum flags", __name__)

DomainOpenChannelArgs = record("DomainOpenChannelArgs", "dom name flags", __name__)

DomainOpenGraphicsFdArgs = record("DomainOpenGraphicsFdArgs", "dom idx flags", __name__)

DomainDetachDeviceAliasArgs = record("DomainDetachDeviceAliasArgs", "dom alias flags", __name__)

DomainFdAssociateArgs = record("DomainFdAssociateArgs", "dom name flags", __name__)

DomainGraphicsReloadArgs = record("DomainGraphicsReloadArgs", "dom type flags", __name__)


def _decode_domain_attach_device_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("xml", _n1, 4194304)
        _e = _o + _n1
        xml = _d[_o:_e].decode()
        if "\0" in xml:
            bad_nul("xml")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_attach_device", _error) from None
    return new(DomainAttachDeviceArgs, (dom, xml))


def _decode_domain_detach_device_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("xml", _n1, 4194304)
        _e = _o + _n1
        xml = _d[_o:_e].decode()
        if "\0" in xml:
            bad_nul("xml")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_detach_device", _error) from None
    return new(DomainDetachDeviceArgs, (dom, xml))


def _decode_domain_attach_device_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("xml", _n1, 4194304)
        _e = _o + _n1
        xml = _d[_o:_e].decode()
        if "\0" in xml:
            bad_nul("xml")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_attach_device_flags", _error) from None
    return new(DomainAttachDeviceFlagsArgs, (dom, xml, flags))


def _decode_domain_detach_device_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("xml", _n1, 4194304)
        _e = _o + _n1
        xml = _d[_o:_e].decode()
        if "\0" in xml:
            bad_nul("xml")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_detach_device_flags", _error) from None
    return new(DomainDetachDeviceFlagsArgs, (dom, xml, flags))


def _decode_domain_update_device_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("xml", _n1, 4194304)
        _e = _o + _n1
        xml = _d[_o:_e].decode()
        if "\0" in xml:
            bad_nul("xml")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_update_device_flags", _error) from None
    return new(DomainUpdateDeviceFlagsArgs, (dom, xml, flags))


def _decode_domain_open_console_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("dev_name", _n2, 4194304)
            _e = _o + _n2
            dev_name = _d[_o:_e].decode()
            if "\0" in dev_name:
                bad_nul("dev_name")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            dev_name = None
        else:
            bad_presence("dev_name", _n1)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_open_console", _error) from None
    return new(DomainOpenConsoleArgs, (dom, dev_name, flags))


def _decode_domain_inject_nmi_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_inject_nmi", _error) from None
    return new(DomainInjectNmiArgs, (dom, flags))


def _decode_domain_screenshot_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        screen, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_screenshot", _error) from None
    return new(DomainScreenshotArgs, (dom, screen, flags))


def _encode_domain_screenshot_ret(mime):
    try:
        if mime is None:
            _m1 = NIL
        else:
            _s2 = mime.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("mime", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        return _m1
    except UNFIT as _error:
        raise unencodable("remote", "domain_screenshot", "ret", (mime,), _error) from None


def _decode_domain_send_key_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        codeset, holdtime, _n1 = _u_III(_d, _o)
        _o += 12
        if _n1 > 16 or _n1 * 4 > len(_d) - _o:
            bad_count("keycodes", _n1, 16, len(_d) - _o)
        keycodes = list(unpack_from(f">{_n1}I", _d, _o))
        _o += _n1 * 4
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_send_key", _error) from None
    return new(DomainSendKeyArgs, (dom, codeset, holdtime, keycodes, flags))


def _decode_domain_open_graphics_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        idx, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_open_graphics", _error) from None
    return new(DomainOpenGraphicsArgs, (dom, idx, flags))


def _decode_domain_send_process_signal_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        pid_value, signum, flags = _u_qII(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_send_process_signal", _error) from None
    return new(DomainSendProcessSignalArgs, (dom, pid_value, signum, flags))


def _decode_domain_open_channel_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("name", _n2, 4194304)
            _e = _o + _n2
            name = _d[_o:_e].decode()
            if "\0" in name:
                bad_nul("name")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            name = None
        else:
            bad_presence("name", _n1)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_open_channel", _error) from None
    return new(DomainOpenChannelArgs, (dom, name, flags))


def _decode_domain_open_graphics_fd_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        idx, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_open_graphics_fd", _error) from None
    return new(DomainOpenGraphicsFdArgs, (dom, idx, flags))


def _decode_domain_detach_device_alias_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("alias", _n1, 4194304)
        _e = _o + _n1
        alias = _d[_o:_e].decode()
        if "\0" in alias:
            bad_nul("alias")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_detach_device_alias", _error) from None
    return new(DomainDetachDeviceAliasArgs, (dom, alias, flags))


def _decode_domain_fd_associate_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("name", _n1, 4194304)
        _e = _o + _n1
        name = _d[_o:_e].decode()
        if "\0" in name:
            bad_nul("name")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_fd_associate", _error) from None
    return new(DomainFdAssociateArgs, (dom, name, flags))


def _decode_domain_graphics_reload_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        type, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_graphics_reload", _error) from None
    return new(DomainGraphicsReloadArgs, (dom, type, flags))


CODECS = {
    "domain_attach_device": (_decode_domain_attach_device_args, encode_void),
    "domain_detach_device": (_decode_domain_detach_device_args, encode_void),
    "domain_attach_device_flags": (_decode_domain_attach_device_flags_args, encode_void),
    "domain_detach_device_flags": (_decode_domain_detach_device_flags_args, encode_void),
    "domain_update_device_flags": (_decode_domain_update_device_flags_args, encode_void),
    "domain_open_console": (_decode_domain_open_console_args, encode_void),
    "domain_inject_nmi": (_decode_domain_inject_nmi_args, encode_void),
    "domain_screenshot": (_decode_domain_screenshot_args, _encode_domain_screenshot_ret),
    "domain_send_key": (_decode_domain_send_key_args, encode_void),
    "domain_open_graphics": (_decode_domain_open_graphics_args, encode_void),
    "domain_send_process_signal": (_decode_domain_send_process_signal_args, encode_void),
    "domain_open_channel": (_decode_domain_open_channel_args, encode_void),
    "domain_open_graphics_fd": (_decode_domain_open_graphics_fd_args, encode_void),
    "domain_detach_device_alias": (_decode_domain_detach_device_alias_args, encode_void),
    "domain_fd_associate": (_decode_domain_fd_associate_args, encode_void),
    "domain_graphics_reload": (_decode_domain_graphics_reload_args, encode_void),
}
