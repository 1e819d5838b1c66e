"""Lists of calls that are made to the test hypervisor and to libvirt's test driver, to be compared.

A script is a list of `Step`. The first value of a step's result can be kept under a name, and later steps give it as
an argument with `Kept`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.daemon.hypervisor.definitions import DEVICES, ONE, RICH

__all__ = ["SCRIPTS", "Kept", "Step"]


class Kept(NamedTuple):
    """Stands for what an earlier step has kept."""

    name: str


class Step(NamedTuple):
    """One call."""

    procedure: str
    fields: dict[str, Any]
    keep: str = ""


def step(procedure: str, keep: str = "", /, **fields: Any) -> Step:
    return Step(procedure, fields, keep)


OS = "<os><type>hvm</type></os>"
ZEROS = bytes(16)
TEST = step("domain_lookup_by_name", "test", name="test")
DOM = Kept("test")


def defining(*texts: str) -> list[Step]:
    """Define each, print it, and forget it."""
    steps = []
    for text in texts:
        steps += [
            step("domain_define_xml", "defined", xml=text),
            step("domain_get_xml_desc", dom=Kept("defined"), flags=2),
            step("domain_undefine", dom=Kept("defined")),
        ]
    return steps


def domain(inner: str = "", *, memory: str = "<memory>1000</memory>", attributes: str = "type='test'") -> str:
    """A domain of our own."""
    return f"<domain {attributes}><name>m</name>{memory}{OS}{inner}</domain>"


_UUID = "<uuid>0f3b1c9e-2a51-4c4e-9d55-6a3f5e0d7c11</uuid>"

SCRIPTS: dict[str, list[Step]] = {
    "host": [
        step("connect_get_type"),
        step("connect_get_version"),
        step("connect_get_lib_version"),
        step("connect_get_uri"),
        step("connect_get_capabilities"),
        step("connect_get_sysinfo", flags=0),
        step("connect_get_sysinfo", flags=4),
        step("connect_get_max_vcpus", type="test"),
        step("connect_is_secure"),
        step("connect_get_cpu_model_names", arch="x86_64", need_results=1, flags=0),
        step(
            "connect_baseline_cpu", xml_cpus=["<cpu><arch>i686</arch><model>pentium</model></cpu>"], flags=0
        ),
        step("node_get_info"),
        step("node_get_free_memory"),
        step("node_get_cells_free_memory", start_cell=0, maxcells=10),
        step("node_get_cpu_stats", cpu_num=-1, nparams=0, flags=0),
        step("node_get_cpu_stats", cpu_num=-1, nparams=4, flags=0),
        step("node_get_cpu_map", need_map=1, need_online=1, flags=0),
        step("node_get_cpu_map", need_map=1, need_online=1, flags=1),
        step("node_get_free_pages", pages=[4], start_cell=0, cell_count=2, flags=0),
        step("node_get_security_model"),
    ],
    "blanks in names": [
        *(
            step(procedure, **{field: text.replace("NAME", name).replace("/x", f"/x{number}")}, flags=0)
            for number, name in enumerate((" a ", " ", "a&#10;b", "\n", ""))
            for procedure, field, text in (
                ("domain_define_xml_flags", "xml", domain(_UUID).replace("<name>m<", "<name>NAME<")),
                ("network_define_xml_flags", "xml", f"<network><name>NAME</name>{_UUID}</network>"),
                (
                    "storage_pool_define_xml",
                    "xml",
                    f"<pool type='dir'><name>NAME</name>{_UUID}<target><path>/x</path></target></pool>",
                ),
            )
        ),
    ],
    "not found": [
        step("domain_lookup_by_name", name="x"),
        step("domain_lookup_by_id", id=99),
        step("domain_lookup_by_uuid", uuid=ZEROS),
        step("domain_get_info", dom=("x", ZEROS, 1)),
        step("network_lookup_by_name", name="x"),
        step("network_lookup_by_uuid", uuid=ZEROS),
        step("storage_pool_lookup_by_name", name="x"),
        step("storage_pool_lookup_by_uuid", uuid=ZEROS),
        step("storage_vol_lookup_by_key", key="x"),
        step("storage_vol_lookup_by_path", path="x"),
        step("interface_lookup_by_name", name="x"),
        step("interface_lookup_by_mac_string", mac="x"),
        step("node_device_lookup_by_name", name="x"),
        step("connect_domain_event_callback_register_any", event_id=99, dom=None),
        step("connect_domain_event_callback_deregister_any", callback_id=77),
    ],
    "lists": [
        TEST,
        step("connect_num_of_domains"),
        step("connect_list_domains", maxids=10),
        step("connect_num_of_defined_domains"),
        step("connect_list_defined_domains", maxnames=10),
        *[step("connect_list_all_domains", need_results=1, flags=1 << bit) for bit in range(14)],
        step("connect_list_all_domains", need_results=0, flags=0),
        step("connect_list_all_domains", need_results=1, flags=1 << 20),
        *[step("connect_list_all_networks", need_results=1, flags=1 << bit) for bit in range(7)],
        *[step("connect_list_all_storage_pools", need_results=1, flags=1 << bit) for bit in range(18)],
        *[step("connect_list_all_interfaces", need_results=1, flags=flags) for flags in (0, 1, 2, 4)],
        *[step("connect_list_all_node_devices", need_results=1, flags=1 << bit) for bit in range(12)],
        step("node_num_of_devices", cap=None, flags=0),
        step("node_num_of_devices", cap="scsi_host", flags=0),
        step("node_num_of_devices", cap="vports", flags=0),
    ],
    "lifecycle": [
        TEST,
        step("domain_create", dom=DOM),
        step("domain_resume", dom=DOM),
        step("domain_suspend", dom=DOM),
        step("domain_suspend", dom=DOM),
        step("domain_get_state", dom=DOM, flags=0),
        step("domain_resume", dom=DOM),
        step("domain_get_state", dom=DOM, flags=0),
        step("domain_reset", dom=DOM, flags=0),
        step("domain_reboot", dom=DOM, flags=0),
        step("domain_get_state", dom=DOM, flags=0),
        step("domain_rename", dom=DOM, new_name="other", flags=0),
        step("domain_shutdown", dom=DOM),
        step("domain_shutdown", dom=DOM),
        step("domain_destroy", dom=DOM),
        step("domain_reboot", dom=DOM, flags=0),
        step("domain_resume", dom=DOM),
        step("domain_get_state", dom=DOM, flags=0),
        step("domain_get_vcpus", dom=DOM, maxinfo=2, maplen=2),
        step("domain_memory_stats", dom=DOM, max_stats=10, flags=0),
        step("domain_get_xml_desc", dom=DOM, flags=0),
        step("domain_rename", dom=DOM, new_name="test", flags=0),
        step("domain_rename", dom=DOM, new_name="other", flags=0),
        step("domain_lookup_by_name", name="test"),
        step("domain_rename", dom=DOM, new_name="test", flags=0),
        step("domain_create_with_flags", dom=DOM, flags=1),
        step("domain_get_state", dom=DOM, flags=0),
        step("domain_create_with_flags", dom=DOM, flags=1 << 20),
        step("domain_destroy_flags", dom=DOM, flags=1),
        step("domain_get_state", dom=DOM, flags=0),
        step("domain_set_autostart", dom=DOM, autostart=1),
        step("domain_get_autostart", dom=DOM),
        step("domain_set_lifecycle_action", dom=DOM, type=1, action=0, flags=0),
        step("domain_set_lifecycle_action", dom=DOM, type=9, action=0, flags=0),
        step("domain_get_xml_desc", dom=DOM, flags=0),
        step("domain_get_xml_desc", dom=DOM, flags=1 << 20),
        step("domain_undefine", dom=DOM),
        step("domain_lookup_by_name", name="test"),
    ],
    "definitions": [
        TEST,
        *defining(
            domain(),
            domain(
                f"<uuid>{ONE}</uuid><vcpu>4</vcpu><features><acpi/></features><cpu mode='host-passthrough'/>"
            ),
            domain(DEVICES),
            RICH,
            domain("<devices><serial type='pty'/><serial type='pty'/></devices>"),
            domain("<devices><video/><graphics type='sdl'/></devices>"),
            domain("<clock offset='localtime'/>", memory="<memory unit='MiB'>10</memory>"),
        ),
        *[
            step("domain_define_xml", xml=text)
            for text in (
                "",
                "hello",
                "<a",
                "<a/>",
                "<domain/>",
                "<domain type='test'/>",
                "<domain type='test'><name>a</name></domain>",
                f"<domain type='test'><name></name><memory>1</memory>{OS}</domain>",
                f"<domain type='test'><name>m/x</name><memory>1</memory>{OS}</domain>",
                f"<domain type='test'><name>test</name><memory>1</memory>{OS}</domain>",
                domain(memory="<memory>abc</memory>"),
                domain(memory="<memory unit='zz'>1</memory>"),
                domain(memory=""),
                domain(attributes=""),
                domain(attributes="type='foo'"),
                domain("<uuid>zzz</uuid>"),
                domain("<uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>"),
                domain("<vcpu>0</vcpu>"),
                domain("<vcpu current='3'>2</vcpu>"),
                domain("<on_reboot>xx</on_reboot>"),
                domain("<devices><disk/></devices>"),
                domain("<devices><disk type='file'><target dev='vda'/></disk></devices>"),
                domain("<devices><disk type='file' device='foo'><target dev='vda'/></disk></devices>"),
                domain("<devices><interface type='foo'/></devices>"),
                domain("<devices><interface type='user'><mac address='zz'/></interface></devices>"),
                f"<domain type='test'><name>m</name><memory>1</memory>{OS.replace('hvm', 'foo')}</domain>",
            )
        ],
        step("domain_create_xml", "made", xml_desc=domain(), flags=0),
        step("domain_create_xml", xml_desc=domain(), flags=0),
        step("domain_is_persistent", dom=Kept("made")),
        step("domain_get_xml_desc", dom=Kept("made"), flags=0),
        step("domain_undefine", dom=Kept("made")),
        step("domain_managed_save", dom=Kept("made"), flags=0),
        step("domain_destroy", dom=Kept("made")),
        step("domain_get_state", dom=Kept("made"), flags=0),
    ],
    "memory and CPUs": [
        TEST,
        step("domain_get_max_memory", dom=DOM),
        step("domain_set_memory", dom=DOM, memory=0),
        step("domain_set_memory", dom=DOM, memory=99999999),
        step("domain_set_memory", dom=DOM, memory=1000000),
        step("domain_set_max_memory", dom=DOM, memory=1),
        step("domain_memory_stats", dom=DOM, max_stats=20, flags=0),
        step("domain_set_vcpus", dom=DOM, nvcpus=0),
        step("domain_set_vcpus", dom=DOM, nvcpus=99),
        step("domain_set_vcpus_flags", dom=DOM, nvcpus=3, flags=2),
        step("domain_set_vcpus_flags", dom=DOM, nvcpus=1, flags=1),
        step("domain_set_vcpus_flags", dom=DOM, nvcpus=3, flags=6),
        step("domain_set_vcpus_flags", dom=DOM, nvcpus=3, flags=5),
        step("domain_get_vcpus_flags", dom=DOM, flags=3),
        *[step("domain_get_vcpus_flags", dom=DOM, flags=flags) for flags in (0, 1, 2, 4, 5, 6, 8)],
        step("domain_pin_vcpu", dom=DOM, vcpu=9, cpumap=b"\1"),
        step("domain_pin_vcpu", dom=DOM, vcpu=0, cpumap=b"\3"),
        step("domain_get_vcpu_pin_info", dom=DOM, ncpumaps=2, maplen=2, flags=0),
        step("domain_get_emulator_pin_info", dom=DOM, maplen=2, flags=0),
        step("domain_pin_emulator", dom=DOM, cpumap=b"\5", flags=0),
        step("domain_get_emulator_pin_info", dom=DOM, maplen=2, flags=0),
        step("domain_add_iothread", dom=DOM, iothread_id=1, flags=0),
        step("domain_get_iothread_info", dom=DOM, flags=0),
        step("domain_del_iothread", dom=DOM, iothread_id=1, flags=0),
        step("domain_del_iothread", dom=DOM, iothread_id=1, flags=0),
        step("domain_get_xml_desc", dom=DOM, flags=0),
        step("domain_get_xml_desc", dom=DOM, flags=2),
    ],
    "tuning": [
        TEST,
        step("domain_get_memory_parameters", dom=DOM, nparams=0, flags=4),
        step("domain_get_memory_parameters", dom=DOM, nparams=10, flags=4),
        step("domain_set_memory_parameters", dom=DOM, params={"hard_limit": 4096}, flags=0),
        step("domain_set_memory_parameters", dom=DOM, params={"foo": 4096}, flags=0),
        step("domain_get_memory_parameters", dom=DOM, nparams=10, flags=4),
        step("domain_get_blkio_parameters", dom=DOM, nparams=10, flags=4),
        step("domain_get_numa_parameters", dom=DOM, nparams=10, flags=4),
        step("domain_get_scheduler_type", dom=DOM),
        step("domain_get_scheduler_parameters", dom=DOM, nparams=4),
        step("domain_set_scheduler_parameters", dom=DOM, params={"cap": 4}),
        step("domain_get_interface_parameters", dom=DOM, device="testnet0", nparams=7, flags=0),
        step(
            "domain_set_interface_parameters",
            dom=DOM,
            device="testnet0",
            params={"inbound.average": 5},
            flags=0,
        ),
        step("domain_get_interface_parameters", dom=DOM, device="testnet0", nparams=7, flags=0),
        step("domain_get_block_io_tune", dom=DOM, disk="vda", nparams=32, flags=4),
        step("domain_get_block_io_tune", dom=DOM, disk="zz", nparams=32, flags=4),
        step("domain_set_block_io_tune", dom=DOM, disk="vda", params={"total_bytes_sec": 9}, flags=0),
        step(
            "domain_set_block_io_tune",
            dom=DOM,
            disk="vda",
            params={"total_bytes_sec": 9, "read_bytes_sec": 9},
            flags=0,
        ),
        step("domain_get_perf_events", dom=DOM, flags=0),
        step("domain_get_control_info", dom=DOM, flags=0),
        step("domain_get_disk_errors", dom=DOM, maxerrors=10, flags=0),
        step("domain_get_security_label", dom=DOM),
        step("domain_get_security_label_list", dom=DOM),
        step("domain_get_xml_desc", dom=DOM, flags=0),
    ],
    "statistics": [
        TEST,
        step("domain_block_stats", dom=DOM, path="vdx"),
        step("domain_get_block_info", dom=DOM, path="vda", flags=0),
        step("domain_interface_stats", dom=DOM, device="vnet9"),
        step("domain_get_cpu_stats", dom=DOM, nparams=3, start_cpu=-1, ncpus=1, flags=0),
        step("domain_get_cpu_stats", dom=DOM, nparams=0, start_cpu=0, ncpus=0, flags=0),
        step("domain_get_cpu_stats", dom=DOM, nparams=0, start_cpu=0, ncpus=1, flags=0),
        step("connect_get_all_domain_stats", doms=[], stats=1, flags=0),
        step("connect_get_all_domain_stats", doms=[], stats=1 << 20, flags=1 << 20),
        step("domain_get_os_type", dom=DOM),
        step("domain_get_max_vcpus", dom=DOM),
        step("domain_is_updated", dom=DOM),
    ],
    "agent": [
        TEST,
        step("domain_get_hostname", dom=DOM, flags=0),
        step("domain_get_time", dom=DOM, flags=0),
        step("domain_get_fsinfo", dom=DOM, flags=0),
        step("domain_fsfreeze", dom=DOM, mountpoints=["/"], flags=0),
        step("domain_fsfreeze", dom=DOM, mountpoints=[], flags=0),
        step("domain_fsthaw", dom=DOM, mountpoints=[], flags=0),
        step("domain_fstrim", dom=DOM, mount_point=None, minimum=0, flags=0),
        step("domain_interface_addresses", dom=DOM, source=0, flags=0),
        step("domain_interface_addresses", dom=DOM, source=7, flags=0),
        step("domain_send_key", dom=DOM, codeset=0, holdtime=0, keycodes=[1], flags=0),
        step("domain_send_process_signal", dom=DOM, pid_value=1, signum=9, flags=0),
        step("domain_send_process_signal", dom=DOM, pid_value=2, signum=9, flags=0),
        step("domain_set_user_password", dom=DOM, user="a", password="b", flags=0),
        step("domain_inject_nmi", dom=DOM, flags=0),
        step("domain_get_messages", dom=DOM, flags=0),
    ],
    "metadata": [
        TEST,
        step("domain_get_metadata", dom=DOM, type=0, uri=None, flags=0),
        step("domain_get_metadata", dom=DOM, type=2, uri="http://x", flags=0),
        step("domain_set_metadata", dom=DOM, type=1, metadata="a\nb", key=None, uri=None, flags=0),
        step("domain_set_metadata", dom=DOM, type=1, metadata="title", key=None, uri=None, flags=0),
        step("domain_set_metadata", dom=DOM, type=0, metadata="words", key=None, uri=None, flags=0),
        step("domain_set_metadata", dom=DOM, type=2, metadata="<a/>", key="k", uri="http://x", flags=0),
        step("domain_set_metadata", dom=DOM, type=2, metadata="<a", key="k", uri="http://x", flags=0),
        step("domain_get_metadata", dom=DOM, type=1, uri=None, flags=0),
        step("domain_get_metadata", dom=DOM, type=2, uri="http://x", flags=0),
        step("domain_get_xml_desc", dom=DOM, flags=0),
        step("domain_set_metadata", dom=DOM, type=1, metadata=None, key=None, uri=None, flags=0),
        step("domain_set_metadata", dom=DOM, type=2, metadata=None, key=None, uri="http://x", flags=0),
        step("domain_get_xml_desc", dom=DOM, flags=0),
    ],
    "save": [
        TEST,
        step("domain_has_managed_save_image", dom=DOM, flags=0),
        step("domain_managed_save", dom=DOM, flags=0),
        step("domain_get_state", dom=DOM, flags=0),
        step("domain_has_managed_save_image", dom=DOM, flags=0),
        step("domain_undefine", dom=DOM),
        step("domain_create", dom=DOM),
        step("domain_get_state", dom=DOM, flags=0),
        step("domain_managed_save", dom=DOM, flags=1 << 20),
        step("domain_restore", from_="/nonexistent/image"),
        step("domain_save_image_get_xml_desc", file="/nonexistent/image", flags=0),
    ],
    "snapshots": [
        TEST,
        step("domain_has_current_snapshot", dom=DOM, flags=0),
        step("domain_snapshot_current", dom=DOM, flags=0),
        step(
            "domain_snapshot_create_xml",
            "one",
            dom=DOM,
            xml_desc="<domainsnapshot><name>one</name></domainsnapshot>",
            flags=0,
        ),
        step(
            "domain_snapshot_create_xml",
            "two",
            dom=DOM,
            xml_desc="<domainsnapshot><name>two</name><description>d</description></domainsnapshot>",
            flags=0,
        ),
        step(
            "domain_snapshot_create_xml",
            dom=DOM,
            xml_desc="<domainsnapshot><name>two</name></domainsnapshot>",
            flags=0,
        ),
        step("domain_snapshot_create_xml", dom=DOM, xml_desc="<domainsnapshot/>", flags=1 << 20),
        step("domain_snapshot_get_xml_desc", snap=Kept("one"), flags=0),
        step("domain_snapshot_get_xml_desc", snap=Kept("two"), flags=0),
        step("domain_snapshot_lookup_by_name", dom=DOM, name="x", flags=0),
        step("domain_snapshot_get_parent", snap=Kept("one"), flags=0),
        step("domain_snapshot_get_parent", snap=Kept("two"), flags=0),
        step("domain_snapshot_num", dom=DOM, flags=0),
        *[step("domain_list_all_snapshots", dom=DOM, need_results=1, flags=1 << bit) for bit in range(11)],
        step("domain_snapshot_num_children", snap=Kept("one"), flags=0),
        step("domain_snapshot_list_all_children", snapshot=Kept("one"), need_results=1, flags=0),
        step("domain_snapshot_is_current", snap=Kept("two"), flags=0),
        step("domain_snapshot_has_metadata", snap=Kept("two"), flags=0),
        step("domain_suspend", dom=DOM),
        step("domain_revert_to_snapshot", snap=Kept("one"), flags=0),
        step("domain_get_state", dom=DOM, flags=0),
        step("domain_snapshot_current", dom=DOM, flags=0),
        step("domain_shutdown", dom=DOM),
        step("domain_undefine", dom=DOM),
        step("domain_revert_to_snapshot", snap=Kept("two"), flags=0),
        step("domain_get_state", dom=DOM, flags=0),
        step("domain_snapshot_delete", snap=Kept("two"), flags=0),
        step("domain_snapshot_delete", snap=Kept("one"), flags=1),
        step("domain_snapshot_num", dom=DOM, flags=0),
    ],
    "checkpoints": [
        TEST,
        step(
            "domain_checkpoint_create_xml",
            "one",
            dom=DOM,
            xml_desc="<domaincheckpoint><name>one</name></domaincheckpoint>",
            flags=0,
        ),
        step("domain_checkpoint_get_xml_desc", checkpoint=Kept("one"), flags=0),
        step("domain_checkpoint_get_xml_desc", checkpoint=Kept("one"), flags=2),
        step("domain_checkpoint_lookup_by_name", dom=DOM, name="x", flags=0),
        step("domain_checkpoint_get_parent", checkpoint=Kept("one"), flags=0),
        step("domain_list_all_checkpoints", dom=DOM, need_results=1, flags=0),
        step("domain_checkpoint_delete", checkpoint=Kept("one"), flags=0),
        step("domain_list_all_checkpoints", dom=DOM, need_results=1, flags=0),
    ],
    "networks": [
        step("network_lookup_by_name", "default", name="default"),
        step("network_get_xml_desc", net=Kept("default"), flags=0),
        step("network_get_bridge_name", net=Kept("default")),
        step("network_create", net=Kept("default")),
        step("network_undefine", net=Kept("default")),
        *[
            step(
                "network_update",
                net=Kept("default"),
                command=command,
                section=section,
                parent_index=-1,
                xml="<host mac='52:54:00:00:00:01' name='a' ip='192.168.122.9'/>",
                flags=0,
            )
            for command, section in ((3, 9), (3, 4), (3, 4), (2, 4), (2, 4))
        ],
        step("network_get_xml_desc", net=Kept("default"), flags=0),
        step("network_define_xml", "n1", xml="<network><name>n1</name></network>"),
        step("network_get_xml_desc", net=Kept("n1"), flags=0),
        step("network_get_bridge_name", net=Kept("n1")),
        step("network_destroy", net=Kept("n1")),
        step("network_create", net=Kept("n1")),
        step("network_is_active", net=Kept("n1")),
        step("network_is_persistent", net=Kept("n1")),
        step("network_set_autostart", net=Kept("n1"), autostart=1),
        step("network_get_autostart", net=Kept("n1")),
        step("network_destroy", net=Kept("n1")),
        step("network_undefine", net=Kept("n1")),
        step("network_is_active", net=Kept("n1")),
        step("network_define_xml", xml="<network/>"),
        step("network_define_xml", xml="<a/>"),
        step("network_define_xml", xml="<network><name>default</name></network>"),
        step(
            "network_create_xml",
            "n2",
            xml="<network><name>n2</name><forward/><ip address='10.0.0.1' prefix='24'/></network>",
        ),
        step("network_get_xml_desc", net=Kept("n2"), flags=0),
        step("network_destroy", net=Kept("n2")),
        step("network_is_active", net=Kept("n2")),
    ],
    "interfaces": [
        step("interface_lookup_by_name", "eth1", name="eth1"),
        step("interface_get_xml_desc", iface=Kept("eth1"), flags=0),
        step("interface_create", iface=Kept("eth1"), flags=0),
        step("interface_destroy", iface=Kept("eth1"), flags=0),
        step("interface_is_active", iface=Kept("eth1")),
        step("interface_destroy", iface=Kept("eth1"), flags=0),
        step("interface_change_commit", flags=0),
        step("interface_change_rollback", flags=0),
        step("interface_change_begin", flags=0),
        step("interface_change_begin", flags=0),
        step("interface_undefine", iface=Kept("eth1")),
        step("interface_is_active", iface=Kept("eth1")),
        step("interface_change_rollback", flags=0),
        step("interface_is_active", iface=Kept("eth1")),
        step("interface_define_xml", xml="<interface/>", flags=0),
        step("interface_define_xml", xml="<interface type='ethernet'/>", flags=0),
        step("connect_num_of_defined_interfaces"),
    ],
    "pools": [
        step("storage_pool_lookup_by_name", "default", name="default-pool"),
        step("storage_pool_get_xml_desc", pool=Kept("default"), flags=0),
        step("storage_pool_get_info", pool=Kept("default")),
        step("storage_pool_create", pool=Kept("default"), flags=0),
        step("storage_pool_undefine", pool=Kept("default")),
        *[
            step("storage_pool_define_xml", xml=text, flags=0)
            for text in (
                "<pool/>",
                "<pool type='dir'/>",
                "<pool type='dir'><name>a</name></pool>",
                "<pool type='foo'><name>a</name></pool>",
                "<pool type='dir'><name>default-pool</name><target><path>/x</path></target></pool>",
            )
        ],
        step(
            "storage_pool_define_xml",
            "p1",
            xml="<pool type='dir'><name>p1</name><target><path>/nonexistent/p1/</path></target></pool>",
            flags=0,
        ),
        step("storage_pool_get_xml_desc", pool=Kept("p1"), flags=0),
        step("storage_pool_get_info", pool=Kept("p1")),
        step("storage_pool_refresh", pool=Kept("p1"), flags=0),
        step("storage_pool_num_of_volumes", pool=Kept("p1")),
        step("storage_pool_build", pool=Kept("p1"), flags=0),
        step("storage_pool_create", pool=Kept("p1"), flags=0),
        *[
            step("storage_vol_create_xml", "vol", pool=Kept("p1"), xml=text, flags=0)
            for text in (
                "<volume/>",
                "<volume><name>z</name></volume>",
                "<volume><name>big</name><capacity unit='TiB'>10</capacity></volume>",
                "<volume><name>v2</name><capacity unit='MiB'>10</capacity><allocation>5000</allocation><target>"
                "<format type='qcow2'/><permissions><mode>0600</mode></permissions></target></volume>",
                "<volume><name>v</name><capacity unit='MiB'>10</capacity></volume>",
            )
        ],
        step(
            "storage_vol_create_xml",
            pool=Kept("p1"),
            xml="<volume><name>v</name><capacity>1</capacity></volume>",
            flags=0,
        ),
        step("storage_vol_get_xml_desc", vol=Kept("vol"), flags=0),
        step("storage_vol_get_info", vol=Kept("vol")),
        step("storage_vol_get_path", vol=Kept("vol")),
        step("storage_pool_lookup_by_volume", vol=Kept("vol")),
        step("storage_vol_lookup_by_key", key="/nonexistent/p1/v"),
        step("storage_pool_list_volumes", pool=Kept("p1"), maxnames=10),
        step("storage_pool_list_all_volumes", pool=Kept("p1"), need_results=1, flags=0),
        step("storage_pool_get_xml_desc", pool=Kept("p1"), flags=0),
        step(
            "storage_vol_create_xml_from",
            pool=Kept("p1"),
            xml="<volume><name>c</name><capacity>10</capacity></volume>",
            clonevol=Kept("vol"),
            flags=0,
        ),
        step("storage_vol_delete", vol=Kept("vol"), flags=0),
        step("storage_vol_delete", vol=Kept("vol"), flags=0),
        step("storage_pool_destroy", pool=Kept("p1")),
        step("storage_pool_destroy", pool=Kept("p1")),
        step("storage_vol_lookup_by_name", pool=Kept("p1"), name="v2"),
        step("storage_pool_undefine", pool=Kept("p1")),
        step("storage_pool_get_info", pool=Kept("p1")),
        *[
            step_
            for text in (
                "<pool type='logical'><name>lv</name><source><name>vg</name><device path='/dev/sdb'/></source><target>"
                "<path>/dev/vg</path></target></pool>",
                "<pool type='netfs'><name>nfs</name><source><host name='h'/><dir path='/x'/></source><target>"
                "<path>/mnt</path></target></pool>",
            )
            for step_ in (
                step("storage_pool_create_xml", "made", xml=text, flags=0),
                step("storage_pool_get_xml_desc", pool=Kept("made"), flags=0),
                step("storage_pool_destroy", pool=Kept("made")),
            )
        ],
        step("connect_find_storage_pool_sources", type="logical", src_spec=None, flags=0),
        step("connect_find_storage_pool_sources", type="dir", src_spec=None, flags=0),
        step("connect_find_storage_pool_sources", type="netfs", src_spec=None, flags=0),
    ],
    "node devices": [
        *[
            step_
            for name in ("computer", "scsi_host1", "scsi_host2", "scsi_host11")
            for step_ in (
                step("node_device_get_xml_desc", name=name, flags=0),
                step("node_device_get_parent", name=name),
                step("node_device_num_of_caps", name=name),
                step("node_device_list_caps", name=name, maxnames=5),
            )
        ],
        step(
            "node_device_create_xml",
            xml_desc="<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'>"
            "<wwnn>2000000012341239</wwnn><wwpn>1000000012341239</wwpn></capability></capability></device>",
            flags=0,
        ),
        step("node_device_get_xml_desc", name="scsi_host12", flags=0),
        step("node_device_destroy", name="scsi_host12"),
        step("node_device_destroy", name="scsi_host12"),
    ],
}
"""Scripts by what they are about."""
