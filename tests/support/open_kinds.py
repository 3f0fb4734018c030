"""Holds one descriptor of every kind that Linux has and this machine allows, then says "ready" and waits: the world
that tests of mylsof look at.

    open_kinds.py FOLDER [--more]

What the kernel refuses (a missing protocol, a missing right) is left out; names go into FOLDER. --more adds what
mylsof shows on purpose in another way than lsof.
"""

import ctypes
import errno
import fcntl
import mmap
import os
import select
import signal
import socket
import struct
import sys

LIBC = ctypes.CDLL(None, use_errno=True)
F_OFD_SETLK, F_SETLEASE, F_ADD_SEALS = 37, 1024, 1033
SYS_PERF_EVENT_OPEN, SYS_BPF, SYS_USERFAULTFD, SYS_IO_URING_SETUP = 298, 321, 323, 425
AF_NETLINK_PROTOCOLS = (0, 4, 6, 9, 12, 15, 16)
NAMESPACES = ('uts', 'net', 'pid', 'mnt', 'user', 'cgroup', 'ipc')

held = []  # whatever must not be closed


def attempt(make, *arguments):
    """Calls it and keeps the result; nothing where the kernel refuses."""
    try:
        held.append(make(*arguments))
        return held[-1]
    except OSError:
        return None


def opened(name, flags=os.O_RDWR | os.O_CREAT):
    held.append(os.open(name, flags, 0o644))
    return held[-1]


def files():
    fd = opened('plain')
    os.write(fd, b'x' * 5000)
    opened('plain', os.O_RDONLY)
    opened('plain', os.O_WRONLY)
    opened('plain', os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK)
    opened('plain', os.O_PATH)
    os.lseek(opened('plain', os.O_RDONLY), 123, os.SEEK_SET)
    os.lseek(opened('plain', os.O_RDONLY), 12345678901, os.SEEK_SET)
    for name in ('with blank', 'new\nline', 'tab\tx', 'esc\x1b[31m', 'back\\slash', b'bad\xff\xfe', 'uml\u00e4ut', 'del\x7f',
                 'c1\u0085x', 'x (deleted)'):
        opened(name)
    os.write(opened('gone'), b'abc')
    os.unlink('gone')
    opened('.', os.O_RDONLY | os.O_DIRECTORY)
    os.symlink('plain', 'link')
    opened('link', os.O_PATH | os.O_NOFOLLOW)
    os.mkfifo('fifo')
    opened('fifo', os.O_RDWR)
    opened('/dev/null', os.O_RDWR)
    opened('/dev/zero', os.O_RDONLY)
    held.extend(os.openpty())
    held.extend(os.pipe())
    opened('/proc/self/status', os.O_RDONLY)
    opened('/proc/self', os.O_RDONLY)
    attempt(os.open, '/sys/kernel', os.O_RDONLY)


def locks():
    for name, start, kind in (('lock_w', 0, fcntl.LOCK_EX), ('lock_r', 0, fcntl.LOCK_SH), ('lock_part_w', 5, fcntl.LOCK_EX),
                              ('lock_part_r', 5, fcntl.LOCK_SH)):
        fcntl.lockf(opened(name), kind, 0, start, 0)
    fcntl.flock(opened('lock_flock_w'), fcntl.LOCK_EX)
    fcntl.flock(opened('lock_flock_r'), fcntl.LOCK_SH)
    os.close(os.open('lock_lease', os.O_CREAT | os.O_RDWR))
    try:
        fcntl.fcntl(opened('lock_lease', os.O_RDONLY), F_SETLEASE, fcntl.F_RDLCK)
    except OSError:
        pass


def ofd_lock():
    """A lock that lsof does not show."""
    fcntl.fcntl(opened('lock_ofd'), F_OFD_SETLK, struct.pack('hhqqi4x', fcntl.F_WRLCK, 0, 0, 0, 0))


def mapped(name, remove=False):
    fd = os.open(name, os.O_RDWR | os.O_CREAT, 0o644)
    os.ftruncate(fd, 8192)
    held.append(mmap.mmap(fd, 4096))  # keeps a descriptor of its own
    os.close(fd)
    if remove:
        os.unlink(name)


def mappings():
    mapped('map_plain')
    mapped('map_plain')
    mapped('map_gone', remove=True)
    mapped('map with blank')
    mapped('map_replaced')
    with open('map_other', 'w', encoding='ascii') as other:
        other.write('another file')
    os.rename('map_other', 'map_replaced')
    held.append(mmap.mmap(-1, 4096))
    segment = LIBC.shmget(0, 4096, 0o1600)
    LIBC.shmat.restype = ctypes.c_void_p
    LIBC.shmat(segment, None, 0)
    LIBC.shmctl(segment, 0, None)  # IPC_RMID: gone with us


def sock(*arguments):
    return attempt(socket.socket, *arguments)


def bound(address, *arguments):
    made = sock(*arguments)
    if made:
        try:
            made.bind(address)
        except OSError:
            pass
    return made


def connection(family, address):
    listener = bound((address, 0), family, socket.SOCK_STREAM)
    listener.listen(5)
    client = sock(family, socket.SOCK_STREAM)
    try:
        client.connect(listener.getsockname()[:2])
    except OSError:  # no IPv6 here
        return
    held.append(listener.accept()[0])


def internet_sockets():
    connection(socket.AF_INET, '127.0.0.1')
    connection(socket.AF_INET6, '::1')
    both = bound(('::', 0), socket.AF_INET6, socket.SOCK_STREAM)
    both.listen(5)
    client = sock(socket.AF_INET, socket.SOCK_STREAM)
    client.connect(('127.0.0.1', both.getsockname()[1]))
    held.append(both.accept()[0])
    receiver = bound(('127.0.0.1', 0), socket.AF_INET, socket.SOCK_DGRAM)
    sock(socket.AF_INET, socket.SOCK_DGRAM).connect(receiver.getsockname())
    bound(('::', 0), socket.AF_INET6, socket.SOCK_DGRAM)
    sock(socket.AF_INET, socket.SOCK_DGRAM)  # not bound: stands in no table
    bound(('127.0.0.1', 0), socket.AF_INET, socket.SOCK_DGRAM, 136)  # UDP-Lite


def other_sockets():
    sock(socket.AF_INET, socket.SOCK_RAW, 255)
    bound(('127.0.0.1', 0), socket.AF_INET, socket.SOCK_RAW, 7)
    sock(socket.AF_INET6, socket.SOCK_RAW, 58)
    for protocol in (3, 0x800, 0x806, 0x86dd, 0x1234, 0):
        sock(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(protocol))
    sock(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
    for protocol in AF_NETLINK_PROTOCOLS:
        bound((0, 0), socket.AF_NETLINK, socket.SOCK_RAW, protocol)
    sock(socket.AF_VSOCK, socket.SOCK_STREAM)


def unix_sockets():
    for path in ('unix_relative', os.path.abspath('unix_absolute')):
        server = bound(path, socket.AF_UNIX, socket.SOCK_STREAM)
        server.listen(1)
        sock(socket.AF_UNIX, socket.SOCK_STREAM).connect(path)
        held.append(server.accept()[0])
    bound('\0abstract-%d' % os.getpid(), socket.AF_UNIX, socket.SOCK_STREAM)
    sock(socket.AF_UNIX, socket.SOCK_DGRAM)
    for kind in (socket.SOCK_SEQPACKET, socket.SOCK_DGRAM):
        held.extend(socket.socketpair(socket.AF_UNIX, kind))
    bound('unix_seqpacket', socket.AF_UNIX, socket.SOCK_SEQPACKET).listen(1)


def unix_with_blank():
    """A name that lsof cuts at its blank."""
    bound('unix with blank', socket.AF_UNIX, socket.SOCK_STREAM)


def kernel_objects():
    counter = os.eventfd(7)
    held.append(counter)
    few, many, none = select.epoll(), select.epoll(), select.epoll()
    held.extend((few, many, none))
    few.register(counter, select.EPOLLIN | select.EPOLLET)
    for _ in range(20):
        pair = socket.socketpair()
        held.extend(pair)
        many.register(pair[0], select.EPOLLIN)
    timer = LIBC.timerfd_create(1, 0)  # CLOCK_MONOTONIC
    LIBC.timerfd_settime(timer, 0, (ctypes.c_long * 4)(5, 0, 10000, 0), None)
    mask = (ctypes.c_ulong * 16)(1 << 1 | 1 << 14)  # SIGINT, SIGTERM
    LIBC.signalfd(-1, mask, 0)
    watch = LIBC.inotify_init1(0)
    LIBC.inotify_add_watch(watch, b'/tmp', 0x100)  # IN_CREATE
    LIBC.fanotify_init(0, 0)
    attempt(os.pidfd_open, os.getpid())
    memory = os.memfd_create('my memory', os.MFD_ALLOW_SEALING)
    fcntl.fcntl(memory, F_ADD_SEALS, 1)  # F_SEAL_SEAL
    LIBC.syscall(SYS_USERFAULTFD, 0)
    LIBC.syscall(SYS_IO_URING_SETUP, 8, (ctypes.c_char * 120)())
    software_clock = struct.pack('=II', 1, 128) + bytes(120)  # PERF_TYPE_SOFTWARE
    LIBC.syscall(SYS_PERF_EVENT_OPEN, software_clock, 0, -1, -1, 0)
    array_map = struct.pack('=IIIII', 2, 4, 4, 1, 0) + bytes(100)  # BPF_MAP_TYPE_ARRAY
    LIBC.syscall(SYS_BPF, 0, array_map, len(array_map))
    for name in NAMESPACES:
        attempt(os.open, '/proc/self/ns/' + name, os.O_RDONLY)


def main():
    os.makedirs(sys.argv[1], exist_ok=True)
    os.chdir(sys.argv[1])
    makers = [files, locks, mappings, internet_sockets, other_sockets, unix_sockets, kernel_objects]
    if '--more' in sys.argv:
        makers += [ofd_lock, unix_with_blank]
    for make in makers:
        try:
            make()
        except OSError as error:
            print(f'{make.__name__}: {errno.errorcode.get(error.errno)}', file=sys.stderr)
    print('ready', flush=True)
    while True:
        signal.pause()


if __name__ == '__main__':
    main()
