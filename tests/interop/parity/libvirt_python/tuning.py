"""What can be tuned of a domain: typed parameters and their mistakes."""

from __future__ import annotations

LIVE, CONFIG, BOTH = 1, 2, 3


def steps(call, conn):
    """Make the calls."""
    test = call(conn.lookupByName, "test")
    call.each(test.setMemory, 1000, 0, 99999999)
    call.each(
        test.setMemoryFlags,
        (2000, 0),
        (2000, CONFIG),
        (2000, 4),
        (2000, CONFIG | 4),
        (0, 0),
        (2000, 64),
        (1, BOTH),
    )
    call.each(test.setMaxMemory, 4000000, 0)
    call.each(test.setMemoryStatsPeriod, (5, 0), (-1, 0), (0, 0))
    call(test.memoryStats)
    call.each(test.setVcpus, 1, 2, 0, 3, 99)
    call.each(
        test.setVcpusFlags,
        (1, 0),
        (3, CONFIG | 4),
        (3, 4),
        (3, CONFIG),
        (0, 0),
        (2, 8),
        (2, 16),
        (1, BOTH),
        (99, CONFIG),
    )
    call.each(test.vcpusFlags, 0, LIVE, CONFIG, 4, CONFIG | 4, 8, BOTH, 64)
    call.each(test.pinVcpu, (0, (True, False)), (9, (True,)))
    call.each(test.pinVcpuFlags, (0, (True, True), 0), (9, (True,), 0))
    call.each(test.vcpuPinInfo, 0, LIVE, CONFIG, BOTH)
    call.each(test.pinEmulator, ((True, False), 0), ((False,), 0), ((True,), CONFIG), ((True,), 64))
    call.each(test.emulatorPinInfo, 0, CONFIG, BOTH)
    call.each(test.addIOThread, (1, 0), (1, 0), (2, CONFIG), (0, 0), (3, BOTH))
    call.each(test.pinIOThread, (1, (True,), 0), (9, (True,), 0), (1, (False,), 0), (1, (True,), BOTH))
    call.each(test.ioThreadInfo, 0, LIVE, CONFIG, BOTH)
    call.each(
        test.setIOThreadParams,
        (1, {"poll_max_ns": 5}, 0),
        (9, {"poll_max_ns": 5}, 0),
        (1, {"poll_grow": 5}, CONFIG),
    )
    call.each(test.delIOThread, (1, 0), (1, 0), (0, 0), (2, CONFIG))
    parameters(call, test)
    call(test.XMLDesc, 0)
    call(test.XMLDesc, 2)
    call(test.pinVcpu, 0, (False, False))
    call(test.destroy)
    for function, args in (
        (test.setMemory, (1000,)),
        (test.setVcpus, (1,)),
        (test.vcpuPinInfo, ()),
        (test.pinVcpu, (0, (True,))),
        (test.memoryParameters, ()),
        (test.memoryParameters, (LIVE,)),
        (test.blkioParameters, ()),
        (test.numaParameters, ()),
        (test.interfaceParameters, ("aa:bb:cc:dd:ee:ff",)),
        (test.blockIoTune, ("vda",)),
        (test.perfEvents, ()),
        (test.addIOThread, (1, LIVE)),
        (test.memoryStats, ()),
        (test.getCPUStats, (True,)),
        (test.setSchedulerParametersFlags, ({"weight": 50}, LIVE)),
    ):
        call(function, *args)


def parameters(call, test):
    """Parameters by name."""
    call.each(
        test.setMemoryParameters,
        ({"hard_limit": 100, "swap_hard_limit": 200}, 0),
        ({"hard_limit": 300}, 0),
        ({"soft_limit": 5}, CONFIG),
        ({"min_guarantee": 5}, 0),
        ({"nope": 5}, 0),
        ({"hard_limit": 1}, 64),
    )
    call.each(test.memoryParameters, 0, LIVE, CONFIG, BOTH)
    call.each(
        test.setBlkioParameters,
        ({"weight": 500}, 0),
        ({"device_weight": "/dev/sda,500,/dev/sdb,300"}, 0),
        ({"device_read_iops_sec": "/dev/sda,5"}, CONFIG),
        ({"device_weight": "nonsense"}, 0),
        ({"nope": 1}, 0),
    )
    call.each(test.blkioParameters, 0, CONFIG, BOTH)
    call.each(
        test.setNumaParameters,
        ({"numa_mode": 0}, 0),
        ({"numa_nodeset": "0"}, 0),
        ({"numa_mode": 2}, 0),
        ({"numa_mode": 9}, 0),
        ({"numa_nodeset": ""}, 0),
        ({"numa_nodeset": "x"}, 0),
        ({"numa_mode": 2, "numa_nodeset": "0-1"}, CONFIG),
    )
    call.each(test.numaParameters, 0, CONFIG, BOTH)
    call.each(
        test.setInterfaceParameters,
        ("testnet0", {"inbound.average": 10, "inbound.peak": 20}, 0),
        ("testnet0", {"outbound.average": 1, "outbound.burst": 2}, CONFIG),
        ("nope", {"inbound.average": 10}, 0),
        ("testnet0", {"nope": 10}, 0),
        ("testnet0", {"inbound.average": 0}, 0),
    )
    call.each(test.interfaceParameters, ("testnet0", 0), ("testnet0", CONFIG), ("nope", 0), ("", 0))
    call.each(
        test.setBlockIoTune,
        ("vda", {"total_bytes_sec": 5}, 0),
        ("vda", {"total_bytes_sec_max": 5}, 0),
        ("vda", {"total_bytes_sec_max": 5, "read_bytes_sec_max": 5}, 0),
        ("vda", {"group_name": "g", "size_iops_sec": 3}, CONFIG),
        ("nope", {"total_bytes_sec": 5}, 0),
        ("vda", {"nope": 5}, 0),
    )
    call.each(test.blockIoTune, ("vda", 0), ("vda", CONFIG), ("nope", 0), ("", 0))
    call.each(test.setPerfEvents, ({"cmt": True}, 0), ({"mbmt": False}, CONFIG), ({"nope": True}, 0))
    call.each(test.perfEvents, 0, CONFIG, BOTH)
    call(test.schedulerType)
    call(test.schedulerParameters)
    call.each(test.setSchedulerParameters, {"nope": 1})
