"""Processes of others, listed without the right to look into them; kernel threads; odd commands."""

import os
import socket
import sys
import tempfile
import unittest

import nd
from lsof_worlds import Beside

nd.require_program('lsof')

NAMER = ('import ctypes, sys, time\n'
         'ctypes.CDLL(None).prctl(15, bytes.fromhex(sys.argv[1]))\n'
         'print("ready", flush=True)\n'
         'time.sleep(1000)\n')


class Unprivileged(Beside):
    def test_rows_say_what_may_not_be_read(self):
        nd.require_root()
        ours = nd.public_copy(self, 'mylsof')
        for arguments in ('-p PID', '-w -p PID', '-F -p PID', '-t -p PID', '-a -d cwd -p PID', '-a -d fd -p PID', '-i -a -p PID',
                          '-t -p PID,999999'):
            with self.subTest(arguments):
                words = arguments.replace('PID', self.pid).split()
                theirs = nd.run(['lsof', *words], user='nobody')
                nd.assert_same(nd.run([ours, *words], user='nobody'), theirs)

    def test_json_says_what_could_not_be_learned(self):
        nd.require_root()
        ours = nd.public_copy(self, 'mylsof')
        rows = nd.schema('mylsof').check(nd.run([ours, '--json', '-p', self.pid], user='nobody').out)
        self.assertEqual({row['role']: row['error'] for row in rows if row['type'] == 'file'},
                         {'cwd': 'readlink: Permission denied', 'rtd': 'readlink: Permission denied',
                          'txt': 'readlink: Permission denied', 'NOFD': 'opendir: Permission denied'})
        self.assertNotIn('"error"', nd.run([ours, '--json', '-p', self.pid]).out)

    def test_json_says_what_has_no_name(self):
        with tempfile.NamedTemporaryFile() as gone, tempfile.NamedTemporaryFile() as kept:
            os.unlink(gone.name)
            listed = nd.run([nd.tool('mylsof'), '--json', '-a', '-p', str(os.getpid()), '-d',
                             f'{gone.fileno()},{kept.fileno()}']).out
            open(gone.name, 'w').close()  # it is removed on leaving
            deleted = {row['fd']: row['deleted'] for row in nd.schema('mylsof').check(listed)}
            self.assertEqual(deleted, {gone.fileno(): True, kept.fileno(): False})


class Commands(unittest.TestCase):
    def named(self, name):
        process = nd.popen([sys.executable, '-c', NAMER, name.hex()])
        self.addCleanup(process.kill)
        process.wait_for('^ready$')
        return str(process.pid)

    def compare(self, pid, *arguments):
        nd.assert_same(nd.run([nd.tool('mylsof'), *arguments, '-a', '-d', 'cwd', '-p', pid]),
                       nd.run(['lsof', *arguments, '-a', '-d', 'cwd', '-p', pid]))

    def test_escapes_and_widths(self):
        pids = [self.named(name) for name in (b'a b', b'tab\tx', b'esc\x1b[1mxx', b'exactly9c', b'fifteencharsxyz',
                                              '\u00e4\u00f6\u00fc\u00df'.encode(), b'back\\slash', b'nl\nx', b'\xff\xfe')]
        for arguments in ([], ['+c', '4'], ['+c', '12'], ['+c15'], ['-F', 'pc']):
            with self.subTest(arguments):
                self.compare(','.join(pids), *arguments)

    def test_a_forged_name_changes_nothing(self):
        pid = self.named(b') R 1 (')
        row = nd.run([nd.tool('mylsof'), '-R', '+c0', '-a', '-d', 'cwd', '-p', pid]).out.splitlines()[1].split()
        self.assertEqual(row[:3], [r')\x20R\x201\x20(', pid, str(os.getpid())])

    def test_kernel_threads(self):
        if not os.path.exists('/proc/2/comm') or nd.run(['cat', '/proc/2/comm']).out.strip() != 'kthreadd':
            nd.skip('no kernel threads in this pid namespace')
        nd.assert_same(nd.run([nd.tool('mylsof'), '-p', '2']), nd.run(['lsof', '-p', '2']))


class Children(unittest.TestCase):
    def test_a_child_that_was_there_before_is_listed(self):
        command = f'sleep 100 >/dev/null 2>&1 & echo $! >&2; exec {nd.tool("mylsof")} -a -d cwd -p $!'
        result = nd.run(['sh', '-c', command], timeout=20)
        child = result.err.splitlines()[0]
        nd.run(['kill', child])
        self.assertIn(f' {child} ', result.out)


class ForgedUnixRows(unittest.TestCase):
    """Names of Unix sockets stand raw in /proc/net/unix: one may hold a newline and the row of another's socket."""

    def test_a_name_is_no_row(self):
        victim = socket.socket(socket.AF_UNIX)
        self.addCleanup(victim.close)
        inode = os.fstat(victim.fileno()).st_ino
        for number in range(40):  # the order of the kernel is that of a hash: some stand before the real one
            if number == 20:
                victim.bind(f'\0nd-real-{os.getpid()}')
            forger = socket.socket(socket.AF_UNIX)
            self.addCleanup(forger.close)
            row = f'0000000000000000: 00000002 00000000 00010000 0001 01 {inode} @fake'
            forger.bind(f'\0nd-{os.getpid()}-{number}\n{row}')
        listed = nd.run([nd.tool('mylsof'), '-a', '-U', '-d', str(victim.fileno()), '-p', str(os.getpid())]).out
        self.assertIn(f'@nd-real-{os.getpid()} type=STREAM', listed)
        self.assertNotIn('@fake type', listed)


class Output(Beside):
    def test_a_full_disk_is_told(self):
        with open('/dev/full', 'wb') as full:
            result = nd.run([nd.tool('mylsof'), '-p', self.pid], stdout=full)
        self.assertEqual(result.status, 1)
        self.assertEqual(result.err, 'mylsof: standard output: No space left on device\n')

    def test_a_closed_pipe_is_quiet(self):
        result = nd.run(['sh', '-c', f'{nd.tool("mylsof")} -F -p {self.pid} | head -1'])
        self.assertEqual((result.out, result.err), (f'p{self.pid}\n', ''))


if __name__ == '__main__':
    unittest.main()
