#!/usr/bin/python3 -I
"""virtreach-rshell: a login shell, or forced command, that lets in the remote file drivers and nothing else.

It is no shell. It reads the one command that sshd hands over, compares it with a short list of what the drivers
``ssh``, ``rsync`` and ``sftp`` send, and runs that program directly. Before, it confines itself to the directories that
it was given, by Landlock (Linux 5.19 or newer); where that does not work it runs nothing. Each command is logged.

As a forced command, in authorized_keys or sshd_config::

    restrict,command="/usr/local/bin/virtreach-rshell --root /srv/images" ssh-ed25519 ...
    ForceCommand /usr/local/bin/virtreach-rshell --root /srv/images

As a login shell it has no arguments; the directories stand in /etc/virtreach/rshell.conf, a line each::

    root /srv/images

This file needs Python's standard library alone (3.9 or newer) and may be copied to a host as it is.

What stays readable outside, by SFTP too, as the programs need it: ``/etc/passwd``, ``/etc/group``, the files that
every program opens at its start, and each file below the system's library directories, which cannot be listed.

What Landlock does not cover: whether a file outside exists, its size and its mode can be found out, and where a
symbolic link leads out of a root, mode and times of files that the user owns can be set through it. So the user should
own nothing outside; making symbolic links is not allowed. The log has commands, not what is done inside of an SFTP
session, nor the names that rsync is given by its protocol.
"""

from __future__ import annotations

import ctypes
import os
import re
import struct
import sys
import syslog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DECODER", "Refused", "allowed", "confine", "landlock_version", "main", "split"]

REFUSED = 126
CONFIGURATION = "/etc/virtreach/rshell.conf"
DECODER = 'c=$(printf "%b." "$1"); eval "${c%.}"'
"""How the ssh driver sends names that no shell could be given: as octal digits, which are read here."""

_DIRECTORIES = (
    "/usr/bin",
    "/bin",
    "/usr/lib/openssh",
    "/usr/libexec/openssh",
    "/usr/lib/ssh",
    "/usr/libexec",
)
_SFTP = {"internal-sftp", "sftp-server"}
_LIMIT = 1 << 20

# Program, words before the names, how many names. What is not here, is refused.
_COMMANDS = {
    (b"mkdir", b"--"): 1,
    (b"mkdir", b"-p", b"--"): 1,
    (b"mkdir", b"-m", b"700", b"--"): 1,
    (b"touch", b"--"): 1,
    (b"chmod", b"600", b"--"): 1,
    (b"ln", b"-T", b"--"): 2,
    (b"mv", b"-f", b"-T", b"--"): 2,
    (b"mv", b"-n", b"-T", b"--"): 2,
    (b"rm", b"--"): 1,
    (b"rm", b"-r", b"-f", b"--"): 1,
    (b"rmdir", b"--"): 1,
    (b"stat", b"-f", b"-c", b"%a %S", b"--"): 1,
    (b"readlink", b"-z", b"-m", b"--"): 2,
    (b"sha256sum", b"--"): 1,
    (b"sync", b"--"): 1,
}
_STAT = (b"stat", b"-c", b"%f %s %Y %u %g", b"--")  # of any number of names, also of those above the roots
_CREATE = [b"dd", b"if=/dev/null", b"conv=excl", b"status=none"]
_FIND_TAIL = (b"-mindepth", b"1", b"-maxdepth", b"1", b"-printf", rb"%y %m %s %T@ %U %G %f\0")
_READING = {b"stat", b"readlink", b"sha256sum", b"find"}
_SCP_OPTIONS = {b"-t", b"-f", b"-p", b"-d", b"-v", b"-q", b"--"}
# What the drivers have rsync ask its server for (options.c, server_options). Letters behind an 'e' are the client's
# abilities. No 's': it would have the server read further arguments from the client, which nobody has looked at.
_RSYNC_SHORT = re.compile(rb"-(?=.)[cdDIlnprRStz]*(?:e[0-9.]+[A-Za-z]*)?")
_RSYNC_LONG = re.compile(
    rb"--(?:bwlimit=[0-9]+|delete(?:-before|-during|-delay|-after|-missing-args)?|existing|files-from=-|force|from0|fsync"
    rb"|ignore-existing|info=[A-Z0-9,]+|list-only|log-format=(?:%i|%o|X)|new-compress|no-implied-dirs|no-r|no-relative"
    rb"|no-specials|old-compress|(?:no-)?msgs2stderr|specials|use-qsort)"
)
_RSYNC_PARTIAL = b".virtreach-partial"
_SFTP_REQUESTS = (
    b"open,close,read,write,lstat,fstat,fsetstat,opendir,readdir,remove,mkdir,rmdir,realpath,stat,rename,readlink"
    b",posix-rename,statvfs,fstatvfs,hardlink,fsync,limits,copy-data"
)
"""As ``sftp-server -p`` calls them. Not setstat and lsetstat, which Landlock does not confine: the drivers set modes
and times by handle. Nor symlink."""


class Refused(Exception):
    """A command that is not let in; the text says why."""


# Landlock: linux/landlock.h, and its documentation in userspace-api/landlock.rst.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PR_SET_NO_NEW_PRIVS = 38
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << bit for bit in range(6))
_MAKE_DIR, _MAKE_REG = 1 << 7, 1 << 8
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_NEEDED_VERSION = 2


def landlock_version() -> int:
    """Return the kernel's Landlock ABI version; 0 or less without Landlock."""
    libc = ctypes.CDLL(None, use_errno=True)
    return int(libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(1)))


def confine(rules: Sequence[tuple[str, int]]) -> None:
    """Confine this process, and all that it starts, for good.

    Args:
        rules: files and directories, and what is allowed in them; those that are not there are left out.

    Raises:
        Refused: the kernel cannot do it.
    """
    version = landlock_version()
    if version < _NEEDED_VERSION:
        raise Refused(
            "this kernel has no Landlock that could confine the command (Linux 5.19 or newer has it)"
        )
    libc = ctypes.CDLL(None, use_errno=True)
    handled = (1 << (15 if version >= 3 else 14)) - 1 | ((1 << 15) if version >= 5 else 0)
    attributes = struct.pack("=Q", handled)
    if version >= 4:
        attributes += struct.pack("=Q", 3)  # TCP: neither bind nor connect
    if version >= 6:
        attributes += struct.pack("=Q", 3)  # no abstract unix sockets, no signals to others
    ruleset = libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint(0))
    if ruleset < 0:
        raise Refused("Landlock refused the rules: " + os.strerror(ctypes.get_errno()))
    for path, access in rules:
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            if not os.path.isdir(path):
                access &= _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
            rule = struct.pack("=Qi", access & handled, descriptor)
            if libc.syscall(_ADD_RULE, ruleset, ctypes.c_int(1), rule, ctypes.c_uint(0)):
                raise Refused("Landlock refused a rule: " + os.strerror(ctypes.get_errno()))
        finally:
            os.close(descriptor)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.syscall(
        _RESTRICT_SELF, ruleset, ctypes.c_uint(0)
    ):
        raise Refused("Landlock could not be switched on: " + os.strerror(ctypes.get_errno()))
    os.close(ruleset)


_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-^") | frozenset(
    range(0x80, 0x100)
)


def split(line: bytes) -> list[list[bytes]]:
    """Split a command line into commands joined by ``&&``, each a list of words.

    Only single quotes and backslashes mean something. All else that a shell would act on is refused.

    Raises:
        Refused: such a character, or a quote without its end.
    """
    commands: list[list[bytes]] = [[]]
    word: bytearray | None = None
    index = 0
    while index < len(line):
        byte = line[index]
        if byte == 0x27:
            end = line.find(b"'", index + 1)
            if end < 0:
                raise Refused("a quote has no end")
            word = (word or bytearray()) + line[index + 1 : end]
            index = end
        elif byte == 0x5C:
            if index + 1 >= len(line) or line[index + 1] == 0x0A:
                raise Refused("a backslash escapes nothing")
            index += 1
            word = (word or bytearray()) + line[index : index + 1]
        elif byte == 0x20 or (line[index : index + 2] == b"&&" and word is None):
            if word is not None:
                commands[-1].append(bytes(word))
                word = None
            if byte != 0x20:
                commands.append([])
                index += 1
        elif byte in _PLAIN:
            word = (word or bytearray()) + bytes([byte])
        else:
            raise Refused("the character %r would mean something to a shell" % chr(byte))
        index += 1
    if word is not None:
        commands[-1].append(bytes(word))
    if any(not words for words in commands):
        raise Refused("there is no command")
    return commands


def _decoded(line: bytes) -> list[list[bytes]]:
    if len(line) > _LIMIT:
        raise Refused("the command is too long")
    commands = split(line)
    if (
        len(commands) == 1
        and commands[0][:4] == [b"sh", b"-c", DECODER.encode(), b"sh"]
        and len(commands[0]) == 5
    ):
        octal = commands[0][4]
        if not re.fullmatch(rb"(?:[^\\]|\\0[0-7]{3})*", octal, re.DOTALL):
            raise Refused("digits that are not octal")
        plain = re.sub(rb"\\0([0-7]{3})", lambda digits: bytes([int(digits[1], 8) & 0xFF]), octal)
        if b"\0" in plain:
            raise Refused("a NUL byte")
        return split(plain)
    return commands


def allowed(line: bytes, roots: Sequence[bytes], *, read_only: bool = False) -> list[list[bytes]]:
    """Return the commands of a line, each its words, if all of them are let in.

    Args:
        line: what the client asked for.
        roots: the directories that names have to be below.
        read_only: let in only what changes nothing.

    Raises:
        Refused: saying why.
    """
    commands = _decoded(line)
    for words in commands:
        program = os.path.basename(words[0])
        if words[0] != program and program.decode("ascii", "replace") not in _SFTP:
            raise Refused("a program has to be named without a directory")
        if program.decode("ascii", "replace") in _SFTP:
            if len(commands) > 1 or len(words) > 1:
                raise Refused("the SFTP server takes no arguments from clients")
            words[:] = [b"sftp-server", b"-p", _SFTP_REQUESTS]
            if read_only:
                words.append(b"-R")
        elif program == b"rsync":
            _check_rsync(words, roots, read_only)
        elif program == b"scp":
            _check_scp(words, roots, read_only)
        elif program in (b"umask", b"dd"):
            _check_creation(words, roots, read_only)
        elif tuple(words[:4]) == _STAT and len(words) > 4:
            for name in words[4:]:
                if name != b"/proc/self/." and not any(
                    (root.rstrip(b"/") + b"/").startswith(name.rstrip(b"/") + b"/") for root in roots
                ):
                    _check_name(name, roots)
        elif program == b"find":
            if len(words) != 8 or tuple(words[2:]) != _FIND_TAIL:
                raise Refused("find is let in only as the drivers use it")
            _check_name(words[1], roots)
        else:
            names = [words[-1]] if tuple(words[:-1]) in _COMMANDS else words[-2:]
            if _COMMANDS.get(tuple(words[: len(words) - len(names)])) != len(names):
                raise Refused("%r is not let in" % program.decode("ascii", "replace"))
            if read_only and program not in _READING:
                raise Refused("this key may only read")
            for name in names:
                _check_name(name, roots)
    return commands


def _check_name(name: bytes, roots: Sequence[bytes]) -> None:
    if not name.startswith(b"/") or b"\0" in name or b".." in name.split(b"/"):
        raise Refused("names have to be absolute, without '..'")
    # The directory may be a link that was there before; what Landlock leaves open has to end here.
    real = os.path.realpath(os.path.dirname(name.rstrip(b"/")) or b"/")
    for root in roots:
        inside = root.rstrip(b"/") + b"/"
        own = os.path.realpath(root)
        if (name + b"/").startswith(inside) and (
            (name.rstrip(b"/") or b"/") == root or (real + b"/").startswith(own.rstrip(b"/") + b"/")
        ):
            return
    raise Refused("a name is outside of what this key may touch")


def _check_rsync(words: list[bytes], roots: Sequence[bytes], read_only: bool) -> None:
    if len(words) < 4 or words[1] != b"--server":
        raise Refused("rsync is let in only as a server")
    if read_only and words[2] != b"--sender":
        raise Refused("this key may only read")
    if b"." not in words[2:-1]:
        raise Refused("rsync's server has to be given '.' and one directory")
    dot = len(words) - 1 - words[::-1].index(b".")
    if dot != len(words) - 2:
        raise Refused("rsync's server is let in with one directory only")
    options = words[3 if words[2] == b"--sender" else 2 : dot]
    while options:
        word = options.pop(0)
        if word == b"--partial-dir" and options:
            if options.pop(0) != _RSYNC_PARTIAL:
                raise Refused("rsync's --partial-dir is let in with the name that the driver gives it")
        elif not _RSYNC_SHORT.fullmatch(word) and not _RSYNC_LONG.fullmatch(word):
            raise Refused("rsync's option %r is not let in" % word.decode("ascii", "replace"))
    _check_name(words[-1], roots)


def _check_creation(words: list[bytes], roots: Sequence[bytes], read_only: bool) -> None:
    if read_only:
        raise Refused("this key may only read")
    if words == [b"umask", b"077"]:
        return
    if words[:4] != _CREATE or len(words) != 5 or not words[4].startswith(b"of="):
        raise Refused("%r is let in only as the drivers use it" % words[0].decode("ascii", "replace"))
    _check_name(words[4][3:], roots)


def _check_scp(words: list[bytes], roots: Sequence[bytes], read_only: bool) -> None:
    if set(words[1:-1]) - _SCP_OPTIONS or not {b"-t", b"-f"} & set(words[1:-1]):
        raise Refused("scp is let in only as the far side of a copy of one file")
    if read_only and b"-t" in words[1:-1]:
        raise Refused("this key may only read")
    _check_name(words[-1], roots)


def _program(name: bytes) -> str:
    for directory in _DIRECTORIES:
        path = directory + "/" + name.decode()
        if os.access(path, os.X_OK):
            return path
    raise FileNotFoundError(name.decode())


def _rules(programs: Sequence[str], roots: Sequence[bytes], read_only: bool) -> list[tuple[str, int]]:
    reading = _READ_FILE | _READ_DIR
    changing = _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
    rules = [(os.fsdecode(root), reading | (0 if read_only else changing)) for root in roots]
    rules += [(program, _EXECUTE | _READ_FILE) for program in programs]
    for directory in ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"):
        rules.append((directory, _READ_FILE))
    for loader in _loaders():
        rules.append((loader, _EXECUTE | _READ_FILE))
    for path in ("/etc/ld.so.cache", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/localtime"):
        rules.append((path, _READ_FILE))
    rules += [
        ("/usr/share/zoneinfo", reading),
        ("/dev/urandom", _READ_FILE),
        ("/dev/null", _READ_FILE | _WRITE_FILE),
    ]
    return rules


def _loaders() -> list[str]:
    found = []
    for directory in ("/lib64", "/lib", "/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu"):
        try:
            found += [
                directory + "/" + name for name in os.listdir(directory) if name.startswith(("ld-", "ld.so"))
            ]
        except OSError:
            continue
    return found


def _log(path: str | None, text: str) -> None:
    who = os.environ.get("SSH_CONNECTION", "-").split(" ")[0]
    line = "uid=%d from=%s %s" % (os.getuid(), who, text)
    if path is None:
        syslog.openlog("virtreach-rshell", syslog.LOG_PID, syslog.LOG_AUTHPRIV)
        syslog.syslog(syslog.LOG_NOTICE, line)
        return
    with open(path, "a", encoding="ascii") as log:
        log.write(line + "\n")


def _settings(words: Sequence[str]) -> tuple[list[bytes], bool, str | None, bytes | None]:
    """Read the command line: roots, read-only, log file, and the command when we are a login shell."""
    roots: list[bytes] = []
    read_only = False
    log = None
    command = None
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--read-only":
            read_only = True
        elif word in ("--root", "--log", "-c") and rest:
            value = rest.pop(0)
            if word == "--root":
                roots.append(os.fsencode(value))
            elif word == "--log":
                log = value
            else:
                command = os.fsencode(value)
        else:
            raise Refused("this is no shell to work in, and it has no option %r" % word)
    if not roots:
        with open(CONFIGURATION, encoding="utf-8", errors="surrogateescape") as lines:
            for line in lines:
                name, _, value = line.strip().partition(" ")
                if name == "root":
                    roots.append(os.fsencode(value.strip()))
                elif name == "read-only":
                    read_only = True
                elif name == "log":
                    log = value.strip()
                elif name and not name.startswith("#"):
                    raise Refused("%s has no setting %r" % (CONFIGURATION, name))
    return roots, read_only, log, command


def _serve(words: Sequence[str], log_to: list[str | None]) -> int:
    roots, read_only, log, command = _settings(words)
    log_to[0] = log
    forced = os.environ.get("SSH_ORIGINAL_COMMAND")
    if command is None or (forced is not None and b"virtreach-rshell" in command):
        command = None if forced is None else os.fsencode(forced)
    if command is None:
        raise Refused("this account is for file drivers; there is no shell to work in")
    if not roots or any(not root.startswith(b"/") or not os.path.isdir(root) for root in roots):
        raise Refused("no directory, or one that is not there, was set up for this account")
    # A driver may name a directory as the links that lead to it have it, or without them.
    tops = [root.rstrip(b"/") or b"/" for root in roots]
    tops += [real for real in map(os.path.realpath, tops) if real not in tops]
    commands = allowed(command, tops, read_only=read_only)
    if len(commands) > 1 and commands[0][0] == b"umask":
        # A command of shells, no program.
        commands.pop(0)
        os.umask(0o077)
    try:
        programs = [_program(words[0]) for words in commands]
    except FileNotFoundError as error:
        print("virtreach-rshell: %s: command not found" % error, file=sys.stderr)
        return 127
    # The log's connection is made before; afterwards there may be no way to it.
    _log(log, "runs %s" % ascii(os.fsdecode(command)))
    confine(_rules(programs, roots, read_only))
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": "/"}
    os.chdir("/")
    for program, words_ in zip(programs, commands):
        if len(commands) == 1:
            os.execve(program, words_, environment)
        child = os.posix_spawn(program, words_, environment)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status:
            return status if status > 0 else 128 - status
    return 0


def main() -> None:
    """Run the command that sshd hands over, or say why not; ends the process."""
    log_to: list[str | None] = [None]
    try:
        sys.exit(_serve(sys.argv[1:], log_to))
    except (Refused, OSError) as error:
        print("virtreach-rshell: refused: %s" % error, file=sys.stderr)
        asked = os.environ.get("SSH_ORIGINAL_COMMAND", " ".join(sys.argv[1:]))
        _log(log_to[0], "refused (%s) %s" % (ascii(str(error)), ascii(asked)))
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
