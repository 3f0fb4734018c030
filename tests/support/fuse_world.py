"""Runs a command while a FUSE file system is mounted whose files a process holds open, and prints what it printed.

    fuse_world.py [--dead] [--detached] [--nested] [--overlay] [--size=N] COMMAND [ARGUMENT...]

The holder has the root of the mount as its working directory and open, and "file" open and mapped. "{pid}" and "{mnt}"
in an argument stand for the holder and the mount point. The file grows from 4096 to 5000 bytes after it was opened, which
only the server knows; with --dead the server never answers again instead. --detached takes the mount off the tree after
that; --nested mounts a tmpfs on its folder "sub", in which the holder has a file watched by inotify; --overlay has the
holder open "file" once more through an overlay over the mount; --size gives the file another size at first. Everything is in namespaces of its own; the
last line is "ended after SECONDS with STATUS" or "hung". Exit status 2: no FUSE here.
"""

import ctypes
import itertools
import mmap
import os
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time

LIBC = ctypes.CDLL(None, use_errno=True)
INSIDE = 'ND_FUSE_WORLD'
UNSHARE = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']
PATIENCE = 10  # seconds

# include/uapi/linux/fuse.h
LOOKUP, FORGET, GETATTR, OPEN, READ, STATFS, RELEASE, FLUSH, INIT, OPENDIR, READDIR, RELEASEDIR, BATCH_FORGET = (
    1, 2, 3, 14, 15, 17, 18, 25, 26, 27, 28, 29, 42)
ROOT, FILE, SUB = 1, 2, 3
MNT_DETACH = 2
ENOENT, ENOSYS = 2, 38


class Server(threading.Thread):
    def __init__(self, device, size):
        super().__init__(daemon=True)
        self.device = device
        self.size = size
        self.dead = False

    def attributes(self, node):
        mode, links = (0o40755, 2) if node in (ROOT, SUB) else (0o100644, 1)
        return struct.pack('<6Q10I', node, self.size, 8, 0, 0, 0, 0, 0, 0, mode, links, 0, 0, 0, 4096, 0)

    def answer(self, opcode, node, body):
        """(error, what follows the header); nothing of it stays valid, so that each question comes here."""
        if opcode == INIT:
            return 0, struct.pack('<4I2H2I2H7I', 7, 31, 0, 0, 0, 0, 4096, 0, 0, 0, *([0] * 7))
        if opcode == LOOKUP:
            found = {b'file': FILE, b'sub': SUB}.get(body.rstrip(b'\0'))
            if found is None:
                return ENOENT, b''
            return 0, struct.pack('<4Q2I', found, 0, 0, 0, 0, 0) + self.attributes(found)
        if opcode == GETATTR:
            return 0, struct.pack('<Q2I', 0, 0, 0) + self.attributes(node)
        if opcode in (OPEN, OPENDIR):
            return 0, struct.pack('<Q2I', node, 0, 0)
        if opcode == READ:
            return 0, b'x' * 4096
        if opcode == STATFS:
            return 0, struct.pack('<5Q4I6I', 1, 1, 1, 1, 1, 4096, 255, 4096, 0, *([0] * 6))
        if opcode == READDIR:
            offset = struct.unpack_from('<QQ', body)[1]
            return 0, struct.pack('<QQII8s', FILE, 1, 4, 8, b'file') if offset == 0 else b''
        return (0, b'') if opcode in (RELEASE, RELEASEDIR, FLUSH) else (ENOSYS, b'')

    def run(self):
        while True:
            try:
                request = os.read(self.device, 1 << 18)
            except OSError:
                return
            _, opcode, unique, node = struct.unpack_from('<IIQQ', request)
            if self.dead or opcode in (FORGET, BATCH_FORGET):
                continue
            error, body = self.answer(opcode, node, request[40:])
            try:
                os.write(self.device, struct.pack('<IiQ', 16 + len(body), -error, unique) + body)
            except OSError:  # whoever asked was interrupted
                pass


def mount_at(kind, point, options=''):
    if LIBC.mount(b'nd', point.encode(), kind.encode(), 0, options.encode()) != 0:
        sys.exit(f'cannot mount {kind}: {os.strerror(ctypes.get_errno())}')


def hold(mount, ready, modes):
    file = os.open(mount + '/file', os.O_RDONLY)
    held = [os.open(mount, os.O_RDONLY | os.O_DIRECTORY), mmap.mmap(file, 0, mmap.MAP_PRIVATE, mmap.PROT_READ)]
    if '--nested' in modes:
        held.append(LIBC.inotify_init())
        with open(mount + '/sub/watched', 'wb') as watched:
            LIBC.inotify_add_watch(held[-1], watched.name.encode(), 0xfff)
    if '--overlay' in modes:
        held.append(os.open(mount + '-overlay/file', os.O_RDONLY))
    os.chdir(mount)
    os.write(ready, b'+')
    while held:
        signal.pause()


def run_command(command, device):
    begin = time.monotonic()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True) as process:
        try:
            status = process.wait(timeout=PATIENCE)
            print(f'ended after {time.monotonic() - begin:.1f} with {status}', flush=True)
        except subprocess.TimeoutExpired:
            print('hung', flush=True)
            os.killpg(process.pid, signal.SIGKILL)
            os.close(device)  # a process that waits for an answer cannot be killed before


def main():
    words = iter(sys.argv[1:])
    modes = list(itertools.takewhile(lambda word: word.startswith('--'), words))
    command = sys.argv[1 + len(modes):]
    if INSIDE not in os.environ:
        os.execvpe(UNSHARE[0], UNSHARE + [sys.executable, *sys.argv], {**os.environ, INSIDE: '1'})
    mount = tempfile.mkdtemp(prefix='nd-fuse-')
    try:
        device = os.open('/dev/fuse', os.O_RDWR)
    except OSError:
        sys.exit(2)
    options = f'fd={device},rootmode=40000,user_id=0,group_id=0,allow_other'
    if LIBC.mount(b'server:/export', mount.encode(), b'fuse.nd', 6, options.encode()) != 0:
        sys.exit(2)
    size = next((int(mode.partition('=')[2]) for mode in modes if mode.startswith('--size=')), 4096)
    server = Server(device, size)
    server.start()
    if '--nested' in modes:
        mount_at('tmpfs', mount + '/sub')
    if '--overlay' in modes:
        for folder in ('-other', '-overlay'):
            os.mkdir(mount + folder)
        mount_at('overlay', mount + '-overlay', f'lowerdir={mount}:{mount}-other')
    is_ready, ready = os.pipe()
    holder = os.fork()
    if holder == 0:
        os.close(device)
        hold(mount, ready, modes)
    os.close(ready)
    if not os.read(is_ready, 1):
        os._exit(1)  # it said why
    server.size = 5000
    server.dead = '--dead' in modes
    if '--detached' in modes:
        LIBC.umount2(mount.encode(), MNT_DETACH)
    run_command([word.replace('{pid}', str(holder)).replace('{mnt}', mount) for word in command], device)
    sys.stdout.flush()
    os._exit(0)  # the first process of its namespace: all others end with it, and the mount


if __name__ == '__main__':
    main()
