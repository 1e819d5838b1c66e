"""The network procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_network, decode_nonnull_network_port, encode_nonnull_network, encode_nonnull_network_port
from virtreach.protocol.procedure import unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_void, encode_many, encode_texts, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_p_qi = Struct(">qi").pack
_u_16s = Struct(">16s").unpack_from
_u_I = Struct(">I").unpack_from
_u_IIiI = Struct(">IIiI").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from

ConnectListDefinedNetworksArgs = record("ConnectListDefinedNetworksArgs", "maxnames", __name__)

ConnectListNetworksArgs = record("ConnectListNetworksArgs", "maxnames", __name__)

NetworkCreateArgs = record("NetworkCreateArgs", "net", __name__)

NetworkCreateXmlArgs = record("NetworkCreateXmlArgs", "xml", __name__)

NetworkDefineXmlArgs = record("NetworkDefineXmlArgs", "xml", __name__)

NetworkDestroyArgs = record("NetworkDestroyArgs", "net", __name__)

NetworkGetXmlDescArgs = record("NetworkGetXmlDescArgs", "net flags", __name__)

NetworkGetAutostartArgs = record("NetworkGetAutostartArgs", "net", __name__)

NetworkGetBridgeNameArgs = record("NetworkGetBridgeNameArgs", "net", __name__)

NetworkLookupByNameArgs = record("NetworkLookupByNameArgs", "name", __name__)

NetworkLookupByUuidArgs = record("NetworkLookupByUuidArgs", "uuid", __name__)

NetworkSetAutostartArgs = record("NetworkSetAutostartArgs", "net autostart", __name__)

NetworkUndefineArgs = record("NetworkUndefineArgs", "net", __name__)

NetworkIsActiveArgs = record("NetworkIsActiveArgs", "net", __name__)

NetworkIsPersistentArgs = record("NetworkIsPersistentArgs", "net", __name__)

ConnectListAllNetworksArgs = record("ConnectListAllNetworksArgs", "need_results flags", __name__)

NetworkUpdateArgs = record("NetworkUpdateArgs", "net command section parent_index xml flags", __name__)

NetworkGetDhcpLeasesArgs = record("NetworkGetDhcpLeasesArgs", "net mac need_results flags", __name__)

NetworkListAllPortsArgs = record("NetworkListAllPortsArgs", "network need_results flags", __name__)

NetworkPortLookupByUuidArgs = record("NetworkPortLookupByUuidArgs", "network uuid", __name__)

NetworkPortCreateXmlArgs = record("NetworkPortCreateXmlArgs", "network xml flags", __name__)

NetworkPortGetParametersArgs = record("NetworkPortGetParametersArgs", "port nparams flags", __name__)

NetworkPortSetParametersArgs = record("NetworkPortSetParametersArgs", "port params flags", __name__)

NetworkPortGetXmlDescArgs = record("NetworkPortGetXmlDescArgs", "port flags", __name__)

NetworkPortDeleteArgs = record("NetworkPortDeleteArgs", "port flags", __name__)

NetworkDefineXmlFlagsArgs = record("NetworkDefineXmlFlagsArgs", "xml flags", __name__)

NetworkCreateXmlFlagsArgs = record("NetworkCreateXmlFlagsArgs", "xml flags", __name__)

NetworkSetMetadataArgs = record("NetworkSetMetadataArgs", "network type metadata key uri flags", __name__)

NetworkGetMetadataArgs = record("NetworkGetMetadataArgs", "network type uri flags", __name__)


def encode_network_dhcp_lease(iface, expirytime, type, mac, iaid, ipaddr, prefix, hostname, clientid):
    _s1 = iface.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("iface", _s1, 4194304)
    if mac is None:
        _m3 = NIL
    else:
        _s4 = mac.encode()
        _n5 = len(_s4)
        if _n5 > 4194304 or 0 in _s4:
            unfit_text("mac", _s4, 4194304)
        _m3 = b"".join((PRESENT, _p_I(_n5), _s4, PAD[_n5 & 3]))
    if iaid is None:
        _m6 = NIL
    else:
        _s7 = iaid.encode()
        _n8 = len(_s7)
        if _n8 > 4194304 or 0 in _s7:
            unfit_text("iaid", _s7, 4194304)
        _m6 = b"".join((PRESENT, _p_I(_n8), _s7, PAD[_n8 & 3]))
    _s9 = ipaddr.encode()
    _n10 = len(_s9)
    if _n10 > 4194304 or 0 in _s9:
        unfit_text("ipaddr", _s9, 4194304)
    if hostname is None:
        _m11 = NIL
    else:
        _s12 = hostname.encode()
        _n13 = len(_s12)
        if _n13 > 4194304 or 0 in _s12:
            unfit_text("hostname", _s12, 4194304)
        _m11 = b"".join((PRESENT, _p_I(_n13), _s12, PAD[_n13 & 3]))
    if clientid is None:
        _m14 = NIL
    else:
        _s15 = clientid.encode()
        _n16 = len(_s15)
        if _n16 > 4194304 or 0 in _s15:
            unfit_text("clientid", _s15, 4194304)
        _m14 = b"".join((PRESENT, _p_I(_n16), _s15, PAD[_n16 & 3]))
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_qi(expirytime, type), _m3, _m6, _p_I(_n10), _s9, PAD[_n10 & 3], _p_I(prefix), _m11, _m14))


def _decode_connect_list_defined_networks_args(_d, _o):
    try:
        (maxnames,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_defined_networks", _error) from None
    return new(ConnectListDefinedNetworksArgs, (maxnames,))


def _encode_connect_list_defined_networks_ret(names):
    try:
        return encode_texts(names, "names", 16384, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_defined_networks", "ret", (names,), _error) from None


def _decode_connect_list_networks_args(_d, _o):
    try:
        (maxnames,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_networks", _error) from None
    return new(ConnectListNetworksArgs, (maxnames,))


def _encode_connect_list_networks_ret(names):
    try:
        return encode_texts(names, "names", 16384, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_networks", "ret", (names,), _error) from None


def _decode_network_create_args(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_create", _error) from None
    return new(NetworkCreateArgs, (net,))


def _decode_network_create_xml_args(_d, _o):
    try:
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
        raise undecodable("network_create_xml", _error) from None
    return new(NetworkCreateXmlArgs, (xml,))


def _encode_network_create_xml_ret(net):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_create_xml", "ret", (net,), _error) from None


def _decode_network_define_xml_args(_d, _o):
    try:
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
        raise undecodable("network_define_xml", _error) from None
    return new(NetworkDefineXmlArgs, (xml,))


def _encode_network_define_xml_ret(net):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_define_xml", "ret", (net,), _error) from None


def _decode_network_destroy_args(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_destroy", _error) from None
    return new(NetworkDestroyArgs, (net,))


def _decode_network_get_xml_desc_args(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_get_xml_desc", _error) from None
    return new(NetworkGetXmlDescArgs, (net, flags))


def _encode_network_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "network_get_xml_desc", "ret", (xml,), _error) from None


def _decode_network_get_autostart_args(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_get_autostart", _error) from None
    return new(NetworkGetAutostartArgs, (net,))


def _encode_network_get_autostart_ret(autostart):
    try:
        return _p_i(autostart)
    except UNFIT as _error:
        raise unencodable("remote", "network_get_autostart", "ret", (autostart,), _error) from None


def _decode_network_get_bridge_name_args(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_get_bridge_name", _error) from None
    return new(NetworkGetBridgeNameArgs, (net,))


def _encode_network_get_bridge_name_ret(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "network_get_bridge_name", "ret", (name,), _error) from None


def _decode_network_lookup_by_name_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("name", _n1, 4194304)
        _e = _o + _n1
        name = _d[_o:_e].decode()
        if "\0" in name:
            bad_nul("name")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_lookup_by_name", _error) from None
    return new(NetworkLookupByNameArgs, (name,))


def _encode_network_lookup_by_name_ret(net):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_lookup_by_name", "ret", (net,), _error) from None


def _decode_network_lookup_by_uuid_args(_d, _o):
    try:
        (uuid,) = _u_16s(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_lookup_by_uuid", _error) from None
    return new(NetworkLookupByUuidArgs, (uuid,))


def _encode_network_lookup_by_uuid_ret(net):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_lookup_by_uuid", "ret", (net,), _error) from None


def _decode_network_set_autostart_args(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        (autostart,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_set_autostart", _error) from None
    return new(NetworkSetAutostartArgs, (net, autostart))


def _decode_network_undefine_args(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_undefine", _error) from None
    return new(NetworkUndefineArgs, (net,))


def _encode_connect_num_of_defined_networks_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "connect_num_of_defined_networks", "ret", (num,), _error) from None


def _encode_connect_num_of_networks_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "connect_num_of_networks", "ret", (num,), _error) from None


def _decode_network_is_active_args(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_is_active", _error) from None
    return new(NetworkIsActiveArgs, (net,))


def _encode_network_is_active_ret(active):
    try:
        return _p_i(active)
    except UNFIT as _error:
        raise unencodable("remote", "network_is_active", "ret", (active,), _error) from None


def _decode_network_is_persistent_args(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_is_persistent", _error) from None
    return new(NetworkIsPersistentArgs, (net,))


def _encode_network_is_persistent_ret(persistent):
    try:
        return _p_i(persistent)
    except UNFIT as _error:
        raise unencodable("remote", "network_is_persistent", "ret", (persistent,), _error) from None


def _decode_connect_list_all_networks_args(_d, _o):
    try:
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_networks", _error) from None
    return new(ConnectListAllNetworksArgs, (need_results, flags))


def _encode_connect_list_all_networks_ret(nets, ret):
    try:
        return encode_many(nets, "nets", 16384, encode_nonnull_network) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_networks", "ret", (nets, ret), _error) from None


def _decode_network_update_args(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        command, section, parent_index, _n1 = _u_IIiI(_d, _o)
        _o += 16
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
        raise undecodable("network_update", _error) from None
    return new(NetworkUpdateArgs, (net, command, section, parent_index, xml, flags))


def _decode_network_get_dhcp_leases_args(_d, _o):
    try:
        net, _o = decode_nonnull_network(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("mac", _n2, 4194304)
            _e = _o + _n2
            mac = _d[_o:_e].decode()
            if "\0" in mac:
                bad_nul("mac")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            mac = None
        else:
            bad_presence("mac", _n1)
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_get_dhcp_leases", _error) from None
    return new(NetworkGetDhcpLeasesArgs, (net, mac, need_results, flags))


def _encode_network_get_dhcp_leases_ret(leases, ret):
    try:
        return encode_many(leases, "leases", 65536, encode_network_dhcp_lease) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("remote", "network_get_dhcp_leases", "ret", (leases, ret), _error) from None


def _decode_network_list_all_ports_args(_d, _o):
    try:
        network, _o = decode_nonnull_network(_d, _o)
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_list_all_ports", _error) from None
    return new(NetworkListAllPortsArgs, (network, need_results, flags))


def _encode_network_list_all_ports_ret(ports, ret):
    try:
        return encode_many(ports, "ports", 16384, encode_nonnull_network_port) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("remote", "network_list_all_ports", "ret", (ports, ret), _error) from None


def _decode_network_port_lookup_by_uuid_args(_d, _o):
    try:
        network, _o = decode_nonnull_network(_d, _o)
        (uuid,) = _u_16s(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_port_lookup_by_uuid", _error) from None
    return new(NetworkPortLookupByUuidArgs, (network, uuid))


def _encode_network_port_lookup_by_uuid_ret(port):
    try:
        try:
            _w1 = port._wire
        except AttributeError:
            _w1 = encode_nonnull_network_port(*port)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_port_lookup_by_uuid", "ret", (port,), _error) from None


def _decode_network_port_create_xml_args(_d, _o):
    try:
        network, _o = decode_nonnull_network(_d, _o)
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
        raise undecodable("network_port_create_xml", _error) from None
    return new(NetworkPortCreateXmlArgs, (network, xml, flags))


def _encode_network_port_create_xml_ret(port):
    try:
        try:
            _w1 = port._wire
        except AttributeError:
            _w1 = encode_nonnull_network_port(*port)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_port_create_xml", "ret", (port,), _error) from None


def _decode_network_port_get_parameters_args(_d, _o):
    try:
        port, _o = decode_nonnull_network_port(_d, _o)
        nparams, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_port_get_parameters", _error) from None
    return new(NetworkPortGetParametersArgs, (port, nparams, flags))


def _encode_network_port_get_parameters_ret(params, nparams):
    try:
        return encode_params(params, "params", 16) + _p_i(nparams)
    except UNFIT as _error:
        raise unencodable("remote", "network_port_get_parameters", "ret", (params, nparams), _error) from None


def _decode_network_port_set_parameters_args(_d, _o):
    try:
        port, _o = decode_nonnull_network_port(_d, _o)
        params, _o = decode_params(_d, _o, "params", 16)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_port_set_parameters", _error) from None
    return new(NetworkPortSetParametersArgs, (port, params, flags))


def _decode_network_port_get_xml_desc_args(_d, _o):
    try:
        port, _o = decode_nonnull_network_port(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_port_get_xml_desc", _error) from None
    return new(NetworkPortGetXmlDescArgs, (port, flags))


def _encode_network_port_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "network_port_get_xml_desc", "ret", (xml,), _error) from None


def _decode_network_port_delete_args(_d, _o):
    try:
        port, _o = decode_nonnull_network_port(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_port_delete", _error) from None
    return new(NetworkPortDeleteArgs, (port, flags))


def _decode_network_define_xml_flags_args(_d, _o):
    try:
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
        raise undecodable("network_define_xml_flags", _error) from None
    return new(NetworkDefineXmlFlagsArgs, (xml, flags))


def _encode_network_define_xml_flags_ret(net):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_define_xml_flags", "ret", (net,), _error) from None


def _decode_network_create_xml_flags_args(_d, _o):
    try:
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
        raise undecodable("network_create_xml_flags", _error) from None
    return new(NetworkCreateXmlFlagsArgs, (xml, flags))


def _encode_network_create_xml_flags_ret(net):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "network_create_xml_flags", "ret", (net,), _error) from None


def _decode_network_set_metadata_args(_d, _o):
    try:
        network, _o = decode_nonnull_network(_d, _o)
        type, _n1 = _u_iI(_d, _o)
        _o += 8
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("metadata", _n2, 4194304)
            _e = _o + _n2
            metadata = _d[_o:_e].decode()
            if "\0" in metadata:
                bad_nul("metadata")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            metadata = None
        else:
            bad_presence("metadata", _n1)
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 == 1:
            (_n4,) = _u_I(_d, _o)
            _o += 4
            if _n4 > 4194304:
                bad_length("key", _n4, 4194304)
            _e = _o + _n4
            key = _d[_o:_e].decode()
            if "\0" in key:
                bad_nul("key")
            _o = _e + (-_n4 & 3)
        elif _n3 == 0:
            key = None
        else:
            bad_presence("key", _n3)
        (_n5,) = _u_I(_d, _o)
        _o += 4
        if _n5 == 1:
            (_n6,) = _u_I(_d, _o)
            _o += 4
            if _n6 > 4194304:
                bad_length("uri", _n6, 4194304)
            _e = _o + _n6
            uri = _d[_o:_e].decode()
            if "\0" in uri:
                bad_nul("uri")
            _o = _e + (-_n6 & 3)
        elif _n5 == 0:
            uri = None
        else:
            bad_presence("uri", _n5)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_set_metadata", _error) from None
    return new(NetworkSetMetadataArgs, (network, type, metadata, key, uri, flags))


def _decode_network_get_metadata_args(_d, _o):
    try:
        network, _o = decode_nonnull_network(_d, _o)
        type, _n1 = _u_iI(_d, _o)
        _o += 8
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("uri", _n2, 4194304)
            _e = _o + _n2
            uri = _d[_o:_e].decode()
            if "\0" in uri:
                bad_nul("uri")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            uri = None
        else:
            bad_presence("uri", _n1)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_get_metadata", _error) from None
    return new(NetworkGetMetadataArgs, (network, type, uri, flags))


def _encode_network_get_metadata_ret(metadata):
    try:
        _s1 = metadata.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("metadata", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "network_get_metadata", "ret", (metadata,), _error) from None


CODECS = {
    "connect_list_defined_networks": (_decode_connect_list_defined_networks_args, _encode_connect_list_defined_networks_ret),
    "connect_list_networks": (_decode_connect_list_networks_args, _encode_connect_list_networks_ret),
    "network_create": (_decode_network_create_args, encode_void),
    "network_create_xml": (_decode_network_create_xml_args, _encode_network_create_xml_ret),
    "network_define_xml": (_decode_network_define_xml_args, _encode_network_define_xml_ret),
    "network_destroy": (_decode_network_destroy_args, encode_void),
    "network_get_xml_desc": (_decode_network_get_xml_desc_args, _encode_network_get_xml_desc_ret),
    "network_get_autostart": (_decode_network_get_autostart_args, _encode_network_get_autostart_ret),
    "network_get_bridge_name": (_decode_network_get_bridge_name_args, _encode_network_get_bridge_name_ret),
    "network_lookup_by_name": (_decode_network_lookup_by_name_args, _encode_network_lookup_by_name_ret),
    "network_lookup_by_uuid": (_decode_network_lookup_by_uuid_args, _encode_network_lookup_by_uuid_ret),
    "network_set_autostart": (_decode_network_set_autostart_args, encode_void),
    "network_undefine": (_decode_network_undefine_args, encode_void),
    "connect_num_of_defined_networks": (decode_void, _encode_connect_num_of_defined_networks_ret),
    "connect_num_of_networks": (decode_void, _encode_connect_num_of_networks_ret),
    "network_is_active": (_decode_network_is_active_args, _encode_network_is_active_ret),
    "network_is_persistent": (_decode_network_is_persistent_args, _encode_network_is_persistent_ret),
    "connect_list_all_networks": (_decode_connect_list_all_networks_args, _encode_connect_list_all_networks_ret),
    "network_update": (_decode_network_update_args, encode_void),
    "network_get_dhcp_leases": (_decode_network_get_dhcp_leases_args, _encode_network_get_dhcp_leases_ret),
    "network_list_all_ports": (_decode_network_list_all_ports_args, _encode_network_list_all_ports_ret),
    "network_port_lookup_by_uuid": (_decode_network_port_lookup_by_uuid_args, _encode_network_port_lookup_by_uuid_ret),
    "network_port_create_xml": (_decode_network_port_create_xml_args, _encode_network_port_create_xml_ret),
    "network_port_get_parameters": (_decode_network_port_get_parameters_args, _encode_network_port_get_parameters_ret),
    "network_port_set_parameters": (_decode_network_port_set_parameters_args, encode_void),
    "network_port_get_xml_desc": (_decode_network_port_get_xml_desc_args, _encode_network_port_get_xml_desc_ret),
    "network_port_delete": (_decode_network_port_delete_args, encode_void),
    "network_define_xml_flags": (_decode_network_define_xml_flags_args, _encode_network_define_xml_flags_ret),
    "network_create_xml_flags": (_decode_network_create_xml_flags_args, _encode_network_create_xml_flags_ret),
    "network_set_metadata": (_decode_network_set_metadata_args, encode_void),
    "network_get_metadata": (_decode_network_get_metadata_args, _encode_network_get_metadata_ret),
}
