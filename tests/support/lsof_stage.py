"""A small world that does not change: its own process, mount, network and IPC namespaces, a few processes that hold
every kind of descriptor, and lsof beside mylsof on it, hundreds of times.

    unshare -pfmni --mount-proc --kill-child lsof_stage.py FOLDER MYLSOF

Says who lives in it as one JSON line, {"KINDS": 2 ...}, then answers each line of its input, {"argv": [...], "uid": n,
"env": {...}}, with one of its own: [[status, out, err] of lsof, the same of mylsof]. Its own descriptors are the same
for both.
"""

import ctypes
import fcntl
import json
import os
import signal
import socket
import struct
import sys
import threading
import time

import open_kinds
from processes import BASE_ENVIRONMENT

LIBC = ctypes.CDLL(None, use_errno=True)
SIOCSIFFLAGS, IFF_UP_RUNNING = 0x8914, 0x41
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NAME = 1, 4, 15
NOBODY = 65534


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack('16sh', b'lo', IFF_UP_RUNNING) + bytes(14))


def child(name, make, keep=True):
    """A process called `name` that has called make() and stays; its pid. Without `keep` it has none of our files."""
    told, ready = os.pipe()
    pid = os.fork()
    if pid:
        os.close(ready)
        if os.read(told, 1) != b'.':
            raise SystemExit(f'{name} did not start')
        os.close(told)
        return pid
    os.close(told)
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if not keep:
        os.dup2(os.open('/dev/null', os.O_RDWR), 0)
        os.dup2(os.open('/dev/null', os.O_RDWR), 1)
        os.dup2(ready, 3)
        os.closerange(4, 999)
        ready = 3
    LIBC.prctl(PR_SET_NAME, name)
    held = make()
    os.write(ready, b'.')
    os.close(ready)
    while held is not signal:  # keeps it
        signal.pause()


def kinds(folder):
    os.setsid()
    os.makedirs(folder)
    os.chdir(folder)
    for make in (open_kinds.files, open_kinds.locks, open_kinds.mappings, open_kinds.internet_sockets,
                 open_kinds.other_sockets, open_kinds.unix_sockets, open_kinds.kernel_objects):
        make()
    write, read = fcntl.LOCK_EX, fcntl.LOCK_SH
    for name, locks in (('write_and_read', (write, read)), ('read_and_write', (read, write))):
        fd = open_kinds.opened(name)
        for place, kind in enumerate(locks):
            fcntl.lockf(fd, kind, 5, 10 * place)
    open_kinds.opened('/dev/ptmx', os.O_RDONLY | os.O_NOCTTY)  # a terminal that nobody has at its other end


def connection(family, address, port):
    listener = socket.socket(family)
    listener.bind((address, port))
    listener.listen(5)
    client = socket.create_connection((address, port))
    return listener, client, listener.accept()[0]


def unix_sockets():
    listener = socket.socket(socket.AF_UNIX)
    listener.bind('named')
    listener.listen(2)
    client, waiting = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    client.connect('named')
    accepted = listener.accept()[0]
    waiting.connect('named')
    receiver, sender, other = (socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(3))
    receiver.bind('datagrams')
    sender.connect('datagrams')
    other.connect('datagrams')
    return listener, client, accepted, waiting, receiver, sender, other


def two_threads():
    ready = threading.Semaphore(0)

    def work(name):
        LIBC.prctl(PR_SET_NAME, name)
        ready.release()
        time.sleep(100000)

    for name in (b'wor ker', b'other'):
        threading.Thread(target=work, args=(name,), daemon=True).start()
        ready.acquire()


def family(folder):
    """What processes share: each of the children has the ends of the parent, too."""
    os.setsid()
    os.makedirs(folder)
    os.chdir(folder)
    os.mkfifo('f i fo')
    pipe = os.pipe()
    held = [socket.socketpair(), pipe, os.openpty(), os.eventfd(3), os.open('f i fo', os.O_RDWR),
            connection(socket.AF_INET, '127.0.0.1', 8080), connection(socket.AF_INET6, '::1', 80), unix_sockets()]
    child(b'with blank', held[0][0].close)
    child(b'(par)en', lambda: os.close(pipe[0]))
    child(b'esc\x1b[31m\\b\n', lambda: None)
    child(b'exactly15chars!', lambda: os.setpgid(0, 0))
    child(b'\xc3\xa4\x7f', lambda: None)
    child(b'threads', two_threads)
    return held


def unprivileged(folder):
    os.setsid()
    os.chdir(folder)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    LIBC.prctl(PR_SET_DUMPABLE, 1)
    held = [open(name, 'wb', buffering=0) for name in ('file', 'gone')]
    held[0].write(b'x' * 100)
    os.unlink('gone')
    for kind, port in ((socket.SOCK_STREAM, 8081), (socket.SOCK_DGRAM, 5353)):
        held.append(socket.socket(socket.AF_INET, kind))
        held[-1].bind(('127.0.0.1', port))
    held[2].listen(1)
    return held


def populate(folder):
    os.chmod(folder, 0o755)
    os.mkdir(folder + '/nobody')
    os.chown(folder + '/nobody', NOBODY, NOBODY)
    people = {'KINDS': child(b'kinds', lambda: kinds(folder + '/kinds'), keep=False),
              'FAMILY': child(b'family', lambda: family(folder + '/family'), keep=False),
              'NOBODY': child(b'nobody', lambda: unprivileged(folder + '/nobody'), keep=False)}
    everyone = sorted(int(name) for name in os.listdir('/proc') if name.isdigit())
    names = {process: open(f'/proc/{process}/comm', encoding='utf-8', errors='replace').read() for process in everyone}
    people['BLANK'] = next(process for process, name in names.items() if name == 'with blank\n')
    people['THREADS'] = next(process for process, name in names.items() if name == 'threads\n')
    people['ALL'] = ','.join(map(str, everyone))
    return people


def become(argv, outputs, task):
    os.dup2(os.open('/dev/null', os.O_RDONLY), 0)
    for fd, name in enumerate(outputs, 1):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), fd)
    os.closerange(3, 999)
    if task.get('uid'):
        os.setgroups([])
        os.setresgid(task['uid'], task['uid'], task['uid'])
        os.setresuid(task['uid'], task['uid'], task['uid'])
    signal.alarm(60)
    try:
        os.execvpe(argv[0], argv, {**BASE_ENVIRONMENT, **task.get('env', {})})
    finally:
        os._exit(127)


def run(argv, task):
    outputs = ('out', 'err')
    pid = os.fork()
    if pid == 0:
        become(argv, outputs, task)
    ended, status = os.wait()
    while ended != pid:  # orphans of the world come to its first process
        ended, status = os.wait()
    texts = []
    for name in outputs:
        with open(name, 'rb') as file:
            texts.append(file.read().decode('utf-8', 'surrogateescape'))
    return [os.waitstatus_to_exitcode(status), *texts]


def main():
    folder, mylsof = sys.argv[1:]
    os.chdir(folder)
    loopback_up()
    print(json.dumps(populate(folder)), flush=True)
    for line in sys.stdin:
        task = json.loads(line)
        print(json.dumps([run([program, *task['argv']], task) for program in ('lsof', mylsof)]), flush=True)


if __name__ == '__main__':
    main()
