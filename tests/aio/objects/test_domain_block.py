"""Disks: every method against its procedure's codec."""

from __future__ import annotations

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.domain import Domain
from virtreach.aio.objects.domain_block import DomainBlock

UUID = bytes(range(16))
REF = ("guest", UUID, 7)

CASES = [
    Case(
        "stats",
        lambda b: b.stats("vda"),
        "domain_block_stats",
        (REF, "vda"),
        (1, 2, 3, 4, -1),
        (1, 2, 3, 4, -1),
    ),
    Case(
        "stats_all",
        lambda b: b.stats_all("vda"),
        "domain_block_stats_flags",
        (REF, "vda", 16, 4),
        ({"rd_bytes": 5}, 1),
        {"rd_bytes": 5},
    ),
    Case("info", lambda b: b.info("vda"), "domain_get_block_info", (REF, "vda", 0), (1, 2, 3), (1, 2, 3)),
    Case(
        "errors", lambda b: b.errors(), "domain_get_disk_errors", (REF, 256, 0), ([("vda", 2)], 1), {"vda": 2}
    ),
    Case(
        "peek",
        lambda b: b.peek("vda", 512, 3),
        "domain_block_peek",
        (REF, "vda", 512, 3, 0),
        (b"abc",),
        b"abc",
    ),
    Case("resize", lambda b: b.resize("vda", 1 << 30), "domain_block_resize", (REF, "vda", 1 << 30, 1)),
    Case(
        "io_tune",
        lambda b: b.io_tune("vda", flags=2),
        "domain_get_block_io_tune",
        (REF, "vda", 32, 6),
        ({"total_bytes_sec": 100, "group_name": "g"}, 2),
        {"total_bytes_sec": 100, "group_name": "g"},
    ),
    Case(
        "set_io_tune",
        lambda b: b.set_io_tune("vda", {"read_iops_sec": 50}),
        "domain_set_block_io_tune",
        (REF, "vda", {"read_iops_sec": 50}, 0),
    ),
    Case(
        "set_throttle_group",
        lambda b: b.set_throttle_group("slow", {"total_iops_sec": 5}),
        "domain_set_throttle_group",
        (REF, "slow", {"total_iops_sec": 5}, 0),
    ),
    Case(
        "remove_throttle_group",
        lambda b: b.remove_throttle_group("slow"),
        "domain_del_throttle_group",
        (REF, "slow", 0),
    ),
    Case(
        "set_threshold",
        lambda b: b.set_threshold("vda[1]", 4096),
        "domain_set_block_threshold",
        (REF, "vda[1]", 4096, 0),
    ),
    Case(
        "job_info",
        lambda b: b.job_info("vda", flags=1),
        "domain_get_block_job_info",
        (REF, "vda", 1),
        (1, 2, 0, 5, 10),
        (1, 2, 0, 5, 10),
    ),
    Case(
        "job_info of no job",
        lambda b: b.job_info("vda"),
        "domain_get_block_job_info",
        (REF, "vda", 0),
        (0, 0, 0, 0, 0),
        None,
    ),
    Case("abort_job", lambda b: b.abort_job("vda", flags=2), "domain_block_job_abort", (REF, "vda", 2)),
    Case(
        "set_job_speed",
        lambda b: b.set_job_speed("vda", 10),
        "domain_block_job_set_speed",
        (REF, "vda", 10, 0),
    ),
    Case("pull", lambda b: b.pull("vda", bandwidth=3), "domain_block_pull", (REF, "vda", 3, 0)),
    Case("rebase", lambda b: b.rebase("vda"), "domain_block_rebase", (REF, "vda", None, 0, 0)),
    Case(
        "commit",
        lambda b: b.commit("vda", base="/base", top="/top", flags=4),
        "domain_block_commit",
        (REF, "vda", "/base", "/top", 0, 4),
    ),
    Case(
        "copy",
        lambda b: b.copy("vda", "<disk/>", params={"bandwidth": 1000}, flags=2),
        "domain_block_copy",
        (REF, "vda", "<disk/>", {"bandwidth": 1000}, 2),
    ),
    Case(
        "copy without parameters",
        lambda b: b.copy("vda", "<disk/>"),
        "domain_block_copy",
        (REF, "vda", "<disk/>", {}, 0),
    ),
    Case(
        "begin_backup",
        lambda b: b.begin_backup("<domainbackup/>", checkpoint_xml="<domaincheckpoint/>"),
        "domain_backup_begin",
        (REF, "<domainbackup/>", "<domaincheckpoint/>", 0),
    ),
    Case("backup_xml", lambda b: b.backup_xml(), "domain_backup_get_xml_desc", (REF, 0), ("<b/>",), "<b/>"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_method(case: Case) -> None:
    """The method sends the right call and returns what the answer says."""
    await case.check(lambda connection: Domain._one(connection, REF).block)  # type: ignore[arg-type]


def test_every_method_has_a_case() -> None:
    """A method that is added needs a line in the table."""
    assert {name for name in vars(DomainBlock) if not name.startswith("_")} <= {
        case.name.split()[0] for case in CASES
    }


async def test_sizes_of_a_disk_have_names() -> None:
    """The wire's order differs from the C struct's."""
    connection = FakeConnection({"domain_get_block_info": (10, 20, 30)})
    info = await Domain._one(connection, REF).block.info("vda")  # type: ignore[arg-type]
    assert (info.allocation, info.capacity, info.physical) == (10, 20, 30)
