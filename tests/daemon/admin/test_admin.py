"""The admin program as a client sees it: what is told, what is changed, and what is refused."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from pathlib import Path

import pytest

from tests.daemon.admin.office import office
from tests.needs import patience
from virtreach import aio
from virtreach.daemon.dispatch import Policy
from virtreach.errors import TransportError
from virtreach.errors import libvirt as errors
from virtreach.protocol import admin as A
from virtreach.protocol import remote as P


async def test_servers(tmp_path: Path) -> None:
    async with office(tmp_path) as there, await aio.connect_admin(there.uri) as admin:
        assert [server.name for server in await admin.servers.list()] == ["admin", "virtreachd"]
        assert (await admin.servers.lookup_by_name("admin")).name == "admin"
        with pytest.raises(errors.NoServer, match="Server not found: No server named 'nope'"):
            await admin.servers.lookup_by_name("nope")
        assert await admin.daemon.library_version() >= 11_002_000
        raw = await there.connect()
        assert await raw.call(A.CONNECT_OPEN, 0) is None
        assert await raw.call(A.CONNECT_LIST_SERVERS, 0, 0) == ([], 2)


async def test_clients(tmp_path: Path) -> None:
    """Who is connected is told, and can be thrown out."""
    async with office(tmp_path) as there, await aio.connect_admin(there.uri) as admin:
        before = int(time.time())
        first = await (await there.daemon.connect(readonly=True)).open()
        second = await (await there.daemon.connect()).open()
        server = await admin.servers.lookup_by_name("virtreachd")
        one, two = await server.clients()
        assert one.id < two.id
        assert (one.transport, one.server.name) == (0, "virtreachd")
        assert before - 1 <= one.timestamp <= time.time() + 1
        assert await server.lookup_client(two.id) == two
        info = await one.info()
        assert info == {
            "readonly": True,
            "unix_user_id": os.getuid(),
            "unix_user_name": info["unix_user_name"],
            "unix_group_id": os.getgid(),
            "unix_group_name": info["unix_group_name"],
            "unix_process_id": os.getpid(),
        }
        assert (await two.info())["readonly"] is False
        await one.close()
        assert await first.ended()
        await second.call(P.CONNECT_GET_TYPE)
        assert await server.clients() == [two]
        with pytest.raises(errors.NoClient, match=f"No client with matching ID '{one.id}'"):
            await server.lookup_client(one.id)
        with pytest.raises(errors.NoClient, match=f"no client with matching id '{one.id}' found"):
            await one.info()
        with pytest.raises(errors.NoClient):
            await one.close()
        raw = await there.connect()
        assert await raw.call(A.SERVER_LIST_CLIENTS, ("virtreachd",), 0, 0) == ([], 1)


async def test_an_administrator_may_throw_itself_out(tmp_path: Path) -> None:
    async with office(tmp_path) as there:
        admin = await aio.connect_admin(there.uri)
        [me] = await (await admin.servers.lookup_by_name("admin")).clients()
        with pytest.raises(TransportError):
            await me.close()
        await admin.close()
        assert not there.house.clients


async def test_limits(tmp_path: Path) -> None:
    """Limits change at once; those that make no sense change nothing."""
    async with office(tmp_path, sasl=True) as there, await aio.connect_admin(there.uri) as admin:
        raw = await there.daemon.connect()
        await raw.call(P.AUTH_LIST)
        server = await admin.servers.lookup_by_name("virtreachd")
        await server.set_client_limits({"nclients_max": 70, "nclients_unauth_max": 30})
        wanted = {"nclients_max": 70, "nclients": 1, "nclients_unauth_max": 30, "nclients_unauth": 1}
        assert await server.client_limits() == wanted
        assert there.daemon.house.admission.max_clients == 70
        for limits, kind, says in (
            ({"nclients_max": 10}, errors.InvalidArg, "must not be less than"),
            ({"nclients_max": 0, "nclients_unauth_max": 0}, errors.InvalidArg, "room for 1 client"),
            ({"nclients": 7}, errors.ArgumentUnsupported, "parameter 'nclients' not supported"),
        ):
            with pytest.raises(kind, match=says):
                await server.set_client_limits(limits)
            assert await server.client_limits() == wanted
        await server.set_client_limits({"nclients_unauth_max": 20})
        assert (await server.client_limits())["nclients_unauth_max"] == 20
        await server.set_client_limits({})
        own = await (await admin.servers.lookup_by_name("admin")).client_limits()
        assert (own["nclients"], own["nclients_unauth"]) == (1, 0)


async def test_the_pool_of_one_process(tmp_path: Path) -> None:
    async with office(tmp_path) as there, await aio.connect_admin(there.uri) as admin:
        server = await admin.servers.lookup_by_name("virtreachd")
        pool = {
            "minWorkers": 1,
            "maxWorkers": 1,
            "nWorkers": 1,
            "freeWorkers": 1,
            "prioWorkers": 0,
            "jobQueueDepth": 0,
        }
        assert await server.threadpool() == pool
        await server.set_threadpool({"minWorkers": 1, "maxWorkers": 1, "prioWorkers": 0})
        for params, says in (
            ({"maxWorkers": 4}, "the key workers"),
            ({"minWorkers": 2}, "minWorkers cannot be larger than maxWorkers"),
            ({"minWorkers": 0, "maxWorkers": 0}, "one worker at least"),
            ({"prioWorkers": 2}, "no priority workers"),
        ):
            with pytest.raises(errors.InvalidArg, match=says):
                await server.set_threadpool(params)
        with pytest.raises(errors.ArgumentUnsupported):
            await server.set_threadpool({"nWorkers": 2})
        assert await server.threadpool() == pool


async def test_a_busy_pool(tmp_path: Path) -> None:
    """Calls that are carried out, and calls that wait for them, are seen."""
    async with office(tmp_path, max_requests=2) as there, await aio.connect_admin(there.uri) as admin:
        there.daemon.driver.pause = 60
        raw = await (await there.daemon.connect()).open()
        for _ in range(5):
            raw.send(raw.frame(P.CONNECT_GET_HOSTNAME))
        server = await admin.servers.lookup_by_name("virtreachd")
        async with asyncio.timeout(20 * patience()):
            while (pool := await server.threadpool())["jobQueueDepth"] != 3:
                await asyncio.sleep(0.01)
        assert pool["freeWorkers"] == 0


async def test_logs(tmp_path: Path) -> None:
    async with office(tmp_path) as there, await aio.connect_admin(there.uri) as admin:
        assert await admin.daemon.log_filters() == ""
        await admin.daemon.set_log_filters("1:vr_nonsense 3:vr_other")
        assert (await admin.daemon.log_filters()).split() == ["1:*vr_nonsense*", "3:*vr_other*"]
        raw = await there.connect()
        assert (await raw.call(A.CONNECT_GET_LOGGING_FILTERS, 0)).nfilters == 2
        await admin.daemon.set_log_filters(None)
        assert await admin.daemon.log_filters() == ""
        await admin.daemon.set_log_outputs(f"1:file:{tmp_path}/other.log")
        assert await admin.daemon.log_outputs() == f"1:file:{tmp_path}/other.log"
        assert (await raw.call(A.CONNECT_GET_LOGGING_OUTPUTS, 0)).noutputs == 1
        with pytest.raises(
            errors.InvalidArg, match="invalid argument: Malformed format for log output 'nonsense'"
        ):
            await admin.daemon.set_log_outputs("nonsense")
        with pytest.raises(
            errors.InvalidArg, match="invalid argument: Malformed format for filter 'nonsense'"
        ):
            await admin.daemon.set_log_filters("nonsense")
        assert await admin.daemon.log_outputs() == f"1:file:{tmp_path}/other.log"


async def test_the_end(tmp_path: Path) -> None:
    """The daemon's time limit and its end."""
    async with office(tmp_path) as there, await aio.connect_admin(there.uri) as admin:
        over = asyncio.ensure_future(there.life.over())
        await admin.daemon.set_timeout(3600)
        await admin.daemon.set_timeout(0)
        assert not over.done()
        await admin.daemon.shutdown()
        await asyncio.wait_for(over, 20 * patience())
        with pytest.raises(errors.InvalidArg, match="unsupported flags"):
            await admin.daemon.shutdown(flags=1)


async def test_flags_are_refused(tmp_path: Path) -> None:
    """As libvirtd does, with the name of its function."""
    async with office(tmp_path) as there:
        raw = await there.connect()
        await (await there.daemon.connect()).open()
        server = ("virtreachd",)
        client = (server, 1, 0, 0)
        for call, function in (
            ((A.CONNECT_OPEN, 1), "adminDispatchConnectOpen"),
            ((A.CONNECT_LIST_SERVERS, 1, 1), "adminConnectListServers"),
            ((A.CONNECT_LOOKUP_SERVER, "admin", 1), "adminConnectLookupServer"),
            ((A.SERVER_GET_THREADPOOL_PARAMETERS, server, 1), "adminServerGetThreadPoolParameters"),
            ((A.SERVER_SET_THREADPOOL_PARAMETERS, server, {}, 1), "adminServerSetThreadPoolParameters"),
            ((A.SERVER_LIST_CLIENTS, server, 1, 1), "adminServerListClients"),
            ((A.SERVER_LOOKUP_CLIENT, server, 1, 1), "adminServerLookupClient"),
            ((A.CLIENT_GET_INFO, client, 1), "adminClientGetInfo"),
            ((A.CLIENT_CLOSE, client, 1), "adminClientClose"),
            ((A.SERVER_GET_CLIENT_LIMITS, server, 1), "adminServerGetClientLimits"),
            ((A.SERVER_SET_CLIENT_LIMITS, server, {}, 1), "adminServerSetClientLimits"),
            ((A.CONNECT_GET_LOGGING_OUTPUTS, 1), "adminConnectGetLoggingOutputs"),
            ((A.CONNECT_GET_LOGGING_FILTERS, 1), "adminConnectGetLoggingFilters"),
            ((A.CONNECT_SET_LOGGING_OUTPUTS, None, 1), "adminConnectSetLoggingOutputs"),
            ((A.CONNECT_SET_LOGGING_FILTERS, None, 1), "adminConnectSetLoggingFilters"),
            ((A.SERVER_UPDATE_TLS_FILES, server, 1), "adminServerUpdateTlsFiles"),
            ((A.CONNECT_SET_DAEMON_TIMEOUT, 5, 1), "adminConnectSetDaemonTimeout"),
            ((A.CONNECT_DAEMON_SHUTDOWN, 1), "adminConnectDaemonShutdown"),
        ):
            with pytest.raises(errors.InvalidArg) as caught:
                await raw.call(*call)
            assert caught.value.message == f"unsupported flags (0x1) in function {function}"
            assert (caught.value.domain_name, caught.value.str1) == ("ADMIN", function)
        assert len(there.daemon.house.clients) == 1


async def test_without_tls_there_is_nothing_to_update(tmp_path: Path) -> None:
    async with office(tmp_path) as there, await aio.connect_admin(there.uri) as admin:
        for server in await admin.servers.list():
            with pytest.raises(
                errors.InternalError, match="no tls service found, unable to update tls files"
            ):
                await server.update_tls_files()


async def test_changes_are_written_down(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What is changed, or was to be, and by whom; looking is no change."""
    caplog.set_level(logging.INFO, "virtreach.audit")
    async with office(tmp_path) as there, await aio.connect_admin(there.uri) as admin:
        server = await admin.servers.lookup_by_name("virtreachd")
        await server.clients()
        await server.set_client_limits({"nclients_max": 70})
        with pytest.raises(errors.InvalidArg):
            await server.set_client_limits({"nclients_max": 1})
        await admin.daemon.set_log_filters("1:tls")
        await admin.daemon.set_timeout(30)
        await (await there.daemon.connect()).open()
        [client] = await server.clients()
        await client.close()
    records = [record.getMessage() for record in caplog.records if record.name == "virtreach.audit"]
    changes = [text.partition(" call=")[2] for text in records if "event=call" in text]
    assert changes == [
        "server_set_client_limits object=virtreachd values='nclients_max=70' outcome=ok",
        "server_set_client_limits object=virtreachd values='nclients_max=1' outcome=error-8",
        "connect_set_logging_filters object=1:tls outcome=ok",
        "connect_set_daemon_timeout object=- values='timeout=30' outcome=ok",
        f"client_close object=virtreachd/{client.id} outcome=ok",
    ]
    logins = [text for text in records if "event=login" in text and "door=admin" in text]
    assert len(logins) == 1
    assert f"identity='uid {os.getuid()}'" in logins[0]


async def test_access_rules_hold_for_administrators(tmp_path: Path) -> None:
    """The decision is asked for before the body is parsed."""
    seen = []

    def access(client: object, procedure: object, packet: bytes) -> bool:
        seen.append(procedure)
        return procedure is A.CONNECT_OPEN

    async with office(tmp_path, policy=Policy(access)) as there:
        raw = await there.connect()
        await raw.call(A.CONNECT_OPEN, 0)
        with pytest.raises(errors.AccessDenied):
            await raw.call(A.CONNECT_DAEMON_SHUTDOWN, 0)
        frame = raw.frame(A.CONNECT_SET_LOGGING_FILTERS, "1:x", 0)[:-5]
        raw.send(len(frame).to_bytes(4, "big") + frame[4:])
        with pytest.raises(errors.AccessDenied):
            await raw.reply(A.CONNECT_SET_LOGGING_FILTERS)
    assert len(seen) == 3
