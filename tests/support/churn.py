"""Processes that come and go under the same few pids, in a pid namespace of their own.

    churn.py FOLDER COMMAND [ARGUMENT...]

Each process is called "churn-N", works in FOLDER/N and holds FOLDER/N/own for a moment; the next one, N+1, gets the pid of
one that is gone. Meanwhile the command is run again and again, each time behind a line "run", until it has been seen that
pids were used again, or a thousand times; exit status 2: pids cannot be chosen here.
"""

import ctypes
import itertools
import os
import subprocess
import sys
import time

LIBC = ctypes.CDLL(None)
INSIDE = 'ND_CHURN'
UNSHARE = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']
PR_SET_NAME, PR_SET_PDEATHSIG, SIGKILL = 15, 1, 9
LAST_PID = '/proc/sys/kernel/ns_last_pid'
SLOTS, FIRST_PID, LIFE, ENOUGH = 4, 300, 0.002, 50


def live(folder, number):
    LIBC.prctl(PR_SET_NAME, f'churn-{number}'.encode(), 0, 0, 0)
    place = f'{folder}/{number % 1000}'
    os.chdir(place)
    os.open('own', os.O_RDONLY)
    time.sleep(LIFE)
    os._exit(0)


def churn(folder, slot):
    LIBC.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    for number in itertools.count(slot, SLOTS):
        with open(LAST_PID, 'w', encoding='ascii') as last:
            last.write(str(FIRST_PID + slot))
        child = os.fork()
        if child == 0:
            live(folder, number)
        os.waitpid(child, 0)


def main():
    folder, command = sys.argv[1], sys.argv[2:]
    if INSIDE not in os.environ:
        os.execvpe(UNSHARE[0], UNSHARE + [sys.executable, *sys.argv], {**os.environ, INSIDE: '1'})
    if not os.access(LAST_PID, os.W_OK):
        sys.exit(2)
    for number in range(1000):
        os.mkdir(f'{folder}/{number}')
        with open(f'{folder}/{number}/own', 'w', encoding='ascii'):
            pass
    for slot in range(SLOTS):
        if os.fork() == 0:
            churn(folder, slot)
    again = 0
    for _ in range(1000):
        out = subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout.decode()
        print('run', out, sep='\n')
        again += out.count('/own\n')
        if again >= ENOUGH:
            break
    sys.stdout.flush()
    os._exit(0)


if __name__ == '__main__':
    main()
