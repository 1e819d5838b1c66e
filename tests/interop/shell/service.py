"""A server with the habits that tests need, run on a machine of the lab: ``python service.py ADDRESS PORT NAME LOG``.

PORT speaks a little HTTP, PORT + 1 answers a client's whole input once that has ended, PORT + 2 never stops writing,
PORT + 3 ends first and takes what comes.
"""

from __future__ import annotations

import hashlib
import socket
import sys
import threading
import time
from collections.abc import Callable

_lock = threading.Lock()


def note(log: str, line: str) -> int:
    """Write a line to the log; return how often it stands there."""
    with _lock:
        with open(log, "a") as file:
            file.write(f"{line}\n")
        with open(log) as file:
            return file.read().splitlines().count(line)


def http(client: socket.socket, name: str, log: str) -> None:
    """Answer requests: ``/hang`` never, ``/hang-once`` from the second time on, ``/short`` with less than promised."""
    with client.makefile("rb") as incoming:
        while line := incoming.readline():
            method, path, _ = line.decode().split()
            length, chunked = 0, False
            while (header := incoming.readline().strip()) != b"":
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
                chunked = chunked or header.lower() == b"transfer-encoding: chunked"
            body = incoming.read(length)
            while chunked:
                size = int(incoming.readline(), 16)
                body += incoming.read(size)
                incoming.readline()
                chunked = size > 0
            count = note(log, f"{method} {path}")
            if path == "/hang" or (path == "/hang-once" and count == 1):
                time.sleep(3600)
            if path == "/short":
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789")
                client.shutdown(socket.SHUT_RDWR)
                return
            said = f"{name} {len(body)}".encode()
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(said), said))


def answers_at_the_end(client: socket.socket, name: str, log: str) -> None:
    """Read to the end, then say what came and from whom."""
    digest, count = hashlib.sha256(), 0
    while data := client.recv(1 << 18):
        digest.update(data)
        count += len(data)
    client.sendall(f"{name} {count} {digest.hexdigest()}".encode())


def floods(client: socket.socket, name: str, log: str) -> None:
    """Write for ever."""
    while True:
        client.sendall(bytes(1 << 18))


def ends_first(client: socket.socket, name: str, log: str) -> None:
    """Greet, stop writing, and note how much comes."""
    client.sendall(b"hello")
    client.shutdown(socket.SHUT_WR)
    count = 0
    while data := client.recv(1 << 18):
        count += len(data)
    note(log, f"ended first, got {count}")


def serve(listener: socket.socket, habit: Callable[[socket.socket, str, str], None], *what: str) -> None:
    """Give each client a thread."""

    def one(client: socket.socket) -> None:
        with client:
            try:
                habit(client, *what)
            except OSError:
                pass

    while True:
        threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()


def main() -> None:
    """Listen, say so, and serve."""
    address, port, name, log = sys.argv[1:]
    listeners = []
    for number, habit in enumerate((http, answers_at_the_end, floods, ends_first)):
        listener = socket.create_server((address, int(port) + number), backlog=512)
        listeners.append(threading.Thread(target=serve, args=(listener, habit, name, log), daemon=True))
    for thread in listeners:
        thread.start()
    print("ready", flush=True)
    for thread in listeners:
        thread.join()


if __name__ == "__main__":
    main()
