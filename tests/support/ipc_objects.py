"""Makes System V and POSIX objects for inter-process communication, says "ready" and waits: the world that tests of
mylsof --ipc look at. Run it in an IPC namespace of its own (unshare --ipc).

    ipc_objects.py NAME
"""

import ctypes
import mmap
import os
import signal
import sys

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.shmat.restype = ctypes.c_void_p
LIBC.shmat.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
IPC_CREAT, IPC_RMID, SIGEV_SIGNAL = 0o1000, 0, 0


def checked(value):
    if value in (-1, None):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return value


def system_v():
    kept = checked(LIBC.shmget(0x1234, 10000, IPC_CREAT | 0o640))
    address = checked(LIBC.shmat(kept, None, 0))
    ctypes.memset(address, 1, 10000)
    removed = checked(LIBC.shmget(0x1235, 5000, IPC_CREAT | 0o600))
    checked(LIBC.shmat(removed, None, 0))
    checked(LIBC.shmctl(removed, IPC_RMID, None))
    checked(LIBC.shmget(0x1236, 3, IPC_CREAT | 0o604))
    checked(LIBC.semget(0x2234, 3, IPC_CREAT | 0o600))
    checked(LIBC.semget(0x2235, 4, IPC_CREAT | 0o666))
    queue = checked(LIBC.msgget(0x3234, IPC_CREAT | 0o620))
    for text in (b'one', b'seven!!'):
        message = ctypes.create_string_buffer(bytes(ctypes.c_long(1)) + text)
        checked(LIBC.msgsnd(queue, message, len(text), 0))


def posix(name):
    attributes = (ctypes.c_long * 8)(0, 7, 64, 0)
    queue = checked(LIBC.mq_open(b'/queue', os.O_RDWR | os.O_CREAT, 0o640, attributes))
    checked(LIBC.mq_send(queue, b'hello', 5, 0))
    idle = checked(LIBC.mq_open(b'/idle', os.O_RDWR | os.O_CREAT, 0o600, attributes))
    # struct sigevent: value, signal, how
    checked(LIBC.mq_notify(idle, (ctypes.c_int * 16)(0, 0, signal.SIGUSR1, SIGEV_SIGNAL)))
    fd = os.open('/dev/shm/' + name, os.O_RDWR | os.O_CREAT, 0o600)
    os.write(fd, b'x' * 5000)
    memory = mmap.mmap(fd, 5000)
    os.close(fd)
    return memory


def main():
    system_v()
    held = posix(sys.argv[1])
    print('ready', flush=True)
    while held:
        signal.pause()


if __name__ == '__main__':
    main()
