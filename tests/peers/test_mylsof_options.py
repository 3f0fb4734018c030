"""The further options beside lsof: directories, the other ends, exempted file systems, repetition, odd spellings."""

import os
import socket
import sys
import tempfile
import unittest

import nd
from lsof_worlds import Beside

nd.require_program('lsof')


class Spellings(Beside):
    ROWS = """
        -p PID, -t | -p PID,,2 -t | -t -p 99999999999 | -p 4294967296 | -a -p PID -d ,cwd | -a -p PID -d cwd,
        -a -p PID -d cwd -d rtd | -a -p PID -d cwd -F p -F n | -a -p PID -d cwd -FZ | -a -p PID -d cwd -FNz
        -a -p PID -FtDdrsiok | -a -p PID -F -T | -a -p PID -F -Tq | -a -p PID -F -L | -a -p PID -F +fg | -p PID -Tf
        -p PID -i -a -s TCP:CLOSED | -V -i :1 -i tcp:2 | -Q /no/such | +c5p PID -a | +L0 -a -p PID | +L -L -p PID
        -g 0 -a -p PID | -c ^ -p PID | -i :65536 | -i :99999999999 | -i :0 -a -p PID | -i :1, -a -p PID | -f g -p PID
        +p PID -t | +t -a -p PID | -O -p PID | -S 2 -p PID | -S2 -p PID | -S -t -p PID | -M -p PID | -N -a -p PID | -V -N -a -p PID
        -nP -X -a -p PID | -V -c no-such -c /nosuch/ -c no-such2 -c /nosuch2/ -a -p PID
        -H"""

    def test_rows_and_statuses(self):
        for row in self.ROWS.strip().replace('|', '\n').splitlines():
            with self.subTest(row.strip()):
                ours = nd.run([nd.tool('mylsof'), *row.replace('PID', self.pid).split()])
                theirs = nd.run(['lsof', *row.replace('PID', self.pid).split()])
                nd.assert_same(ours, theirs, normalise=lambda text: text.replace('mylsof:', 'lsof:'))

    def test_a_short_deadline_is_raised(self):
        for words in (['-S', '1'], ['-w', '-S0']):
            theirs = nd.run(['lsof', *words, '-a', '-d', 'cwd', '-p', self.pid])
            ours = nd.run([nd.tool('mylsof'), *words, '-a', '-d', 'cwd', '-p', self.pid])
            self.assertEqual((ours.out, ours.err), (theirs.out, theirs.err.replace('lsof:', 'mylsof:')))

    def test_long_options_stand_anywhere(self):
        name = self.world + '/plain'
        expected = nd.run([nd.tool('mylsof'), '-t', '-a', '-p', self.pid, name])
        self.assertEqual(expected.out, self.pid + '\n')
        for row in (['-a', name, '--pid', self.pid, '--terse'], ['--pid', self.pid, '-at', name]):
            with self.subTest(row):
                nd.assert_same(nd.run([nd.tool('mylsof'), *row]), expected)
        self.assertEqual(nd.run([nd.tool('mylsof'), '--completions', 'bash']).status, 0)

    def test_only_names_stand_behind_the_end_of_the_options(self):
        self.same('--', '--json')
        self.assertIn('--json: No such file', nd.run([nd.tool('mylsof'), '--', '--json']).err)


class Directories(Beside):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tree = cls.world + '/tree'
        os.makedirs(tree + '/a/b')
        os.makedirs(cls.world + '/unused/empty')
        os.symlink(cls.world + '/plain', tree + '/a/sym')
        os.symlink(tree + '/a', tree + '/dirlink')
        os.symlink(tree, tree + '/a/circle')
        cls.open = [open(f'{tree}/{name}', 'w') for name in ('top', 'a/mid', 'a/b/low')]
        cls.open.append(os.open(tree + '/a', os.O_RDONLY))
        cls.socket = socket.socket(socket.AF_UNIX)
        cls.socket.bind(tree + '/socket')

    def test_their_files(self):
        for row in ('+d tree', '+D tree', '+d W/tree', '+d W/tree/', '+D W/tree', '+D W/tree/dirlink', '+d W/tree/dirlink',
                    '-xl +d W/tree/a', '+DW/tree -x f', '-V +d W/unused', '-V +D W/unused -t', '-V +d W/tree/a/b /etc/passwd',
                    '+D W/tree -F fn', '+d W/tree +D W/tree/a'):
            with self.subTest(row):
                ours = nd.run([nd.tool('mylsof'), *row.replace('W/', self.world + '/').split()], cwd=self.world)
                theirs = nd.run(['lsof', *row.replace('W/', self.world + '/').split()], cwd=self.world)
                nd.assert_same(ours, theirs, normalise=lambda text: text.replace('mylsof:', 'lsof:'))

    def test_links_in_circles_end(self):
        listed = nd.run([nd.tool('mylsof'), '-x', 'l', '+D', self.world + '/tree', '-a', '-p', f'{os.getpid()},{self.pid}'])
        self.assertIn('/tree/top', listed.out)
        self.assertIn('/sym', listed.out)

    def test_nothing_is_asked_with_b(self):
        for option in ('+d', '+D'):
            refused = nd.run([nd.tool('mylsof'), '-b', option, self.world + '/tree'])
            self.assertEqual((refused.status, refused.out), (nd.run(['lsof', '-b', option, self.world + '/tree']).status, ''))
            self.assertIn(f"WARNING: can't stat({self.world}/tree): Resource temporarily unavailable", refused.err)

    def test_refusals(self):
        for row in ('+d /no/such', '+D /etc/passwd', '+d', '+D', '-x', '-x f -p 1', '-x q +D /tmp'):
            with self.subTest(row):
                ours, theirs = nd.run([nd.tool('mylsof'), *row.split()]), nd.run(['lsof', *row.split()])
                self.assertEqual((ours.status, ours.out), (theirs.status, ''))
                self.assertTrue(ours.err.startswith('my' + theirs.err.splitlines()[0]), ours.err)


class OtherEnds(unittest.TestCase):
    PROGRAM = ('import os, socket, sys, time\n'
               'held = [os.pipe(), socket.socketpair(), socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM), os.openpty()]\n'
               'held.append(os.eventfd(0))\n'
               'for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):\n'
               '    listener = socket.socket(family)\n'
               '    listener.bind((address, 0))\n'
               '    listener.listen(1)\n'
               '    client = socket.create_connection(listener.getsockname()[:2])\n'
               '    held += [listener, client, listener.accept()]\n'
               'a, b = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))\n'
               'for each in (a, b): each.bind(("127.0.0.1", 0))\n'
               'a.connect(b.getsockname()), b.connect(a.getsockname())\n'
               'os.mkfifo(sys.argv[1])\n'
               'held.append(os.open(sys.argv[1], os.O_RDWR))\n'
               'asked, told = os.pipe()\n'
               'child = os.fork()\n'
               'if child == 0:\n'
               '    if os.fork() == 0: held.clear()\n'
               '    os.close(asked), os.write(told, b"."), os.close(told)\n'
               'else:\n'
               '    for _ in range(2): os.read(asked, 1)\n'
               '    os.close(asked), os.close(told)\n'
               '    print("ready", child, flush=True)\n'
               'time.sleep(1000)\n')

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix='nd-')
        cls.addClassCleanup(cls.folder.cleanup)
        cls.held = nd.popen([sys.executable, '-c', cls.PROGRAM, cls.folder.name + '/fifo'])
        cls.addClassCleanup(cls.held.kill)
        cls.held.wait_for('^ready')
        cls.pid = str(cls.held.pid)

    def test_they_are_named(self):
        for row in ('-E -a -d 3-99 -p PID', '-E -a -p PID -i', '-E -a -p PID -U -t', '-E -a -p PID -F pfn -d 3-99',
                    '+E -a -p PID -d 3-99', '-E -a -p PID -d 3-99 +c 4'):
            with self.subTest(row):
                words = ['-nP', *row.replace('PID', self.pid).split()]
                nd.assert_same(nd.run([nd.tool('mylsof'), *words]), nd.run(['lsof', *words]))

    def test_json_names_them_too(self):
        rows = nd.schema('mylsof').check(nd.run([nd.tool('mylsof'), '-nP', '-E', '--json', '-a', '-d', '3-99', '-p',
                                                 self.pid]).out)
        writer = next(row for row in rows if row['kind'] == 'pipe' and row['access'] == 'write')
        self.assertIn({'pid': int(self.pid), 'command': writer['command'], 'fd': writer['fd'] - 1, 'access': 'read'},
                      writer['peers'])


class Crowded(unittest.TestCase):
    ONE_PIPE = ('import os, resource, time\n'
                'resource.setrlimit(resource.RLIMIT_NOFILE, (2600, 2600))\n'
                'held = os.pipe()\n'
                'for _ in range(2500): os.dup(held[0])\n'
                'print("ready", flush=True)\n'
                'time.sleep(1000)\n')
    ONE_END = ('import socket, sys, time\n'
               'own, other = map(int, sys.argv[1:])\n'
               'held = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n'
               'held.bind(("127.0.0.1", own))\n'
               'held.connect(("127.0.0.1", other))\n'
               'print("ready", flush=True)\n'
               'time.sleep(1000)\n')

    def test_a_pipe_with_many_ends_takes_little_memory(self):
        nd.require_program('prlimit')
        if nd.SANITIZED:
            nd.skip('a sanitizer needs the address space')
        with nd.popen([sys.executable, '-c', self.ONE_PIPE]) as held, open(os.devnull, 'w') as null:
            held.wait_for('^ready$')
            listed = nd.run(['prlimit', '--as=150000000', nd.tool('mylsof'), '-nP', '-E', '-a', '-p', held.pid, '-d', '3-9999'],
                            stdout=null)
        self.assertEqual((listed.status, listed.err), (0, ''))

    def test_another_namespace_has_no_other_end(self):
        nd.require_namespaces()
        ends = []
        for ports in ('4001 4002', '4002 4001'):
            script = f'ip link set lo up && exec {sys.executable} -c "$0" {ports}'
            ends.append(nd.popen(['unshare', '-n', 'sh', '-c', script, self.ONE_END]))
            self.addCleanup(ends[-1].kill)
            ends[-1].wait_for('^ready$')
        rows = nd.schema('mylsof').check(nd.run([nd.tool('mylsof'), '-nP', '-E', '--json', '-a', '-i', '-p', ends[0].pid]).out)
        self.assertEqual([row.get('peers') for row in rows if row['type'] == 'file'], [None])


class ManyProcesses(unittest.TestCase):
    """Enough of them that all cores list them: the rows, their order, the widths and what is missing are the same."""

    PROGRAM = ('import ctypes, os, socket, sys, time\n'
               'libc = ctypes.CDLL(None)\n'
               'libc.prctl(15, sys.argv[1].encode())\n'
               'asked, ready = os.pipe()\n'
               'for i in range(150):\n'
               '    if os.fork() == 0:\n'
               '        libc.prctl(1, 9)\n'  # PR_SET_PDEATHSIG
               '        held = [os.eventfd(0), socket.socket(socket.AF_UNIX), os.open("/dev/null", os.O_RDONLY)]\n'
               '        if i % 50 == 0: os.dup2(0, 800 + i)\n'
               '        os.write(ready, b".")\n'
               '        time.sleep(1000)\n'
               'for i in range(150): os.read(asked, 1)\n'
               'print("ready", flush=True)\n'
               'time.sleep(1000)\n')

    def test_nothing_is_lost_between_the_cores(self):
        with nd.popen([sys.executable, '-c', self.PROGRAM, 'nd-crowd']) as crowd:
            crowd.wait_for('^ready$')
            for row in ('-c nd-crowd', '-c nd-crowd -t', '-c nd-crowd -F', '-a -c nd-crowd -d 800-999 -R -g',
                        '-V -c nd-crowd -c no-such -i :1 -a', '-a -c nd-crowd /dev/null /etc/passwd -V'):
                with self.subTest(row):
                    ours, theirs = nd.run([nd.tool('mylsof'), '-nP', *row.split()]), nd.run(['lsof', '-nP', *row.split()])
                    nd.assert_same(ours, theirs, normalise=lambda text: text.replace('mylsof:', 'lsof:'))

    def test_threads_that_cannot_be_made_are_not_needed(self):
        if nd.SANITIZED:
            self.skipTest('the leak check of a sanitizer needs a thread of its own')
        nd.require_root()
        nd.require_program('prlimit', 'setpriv')
        mylsof = nd.public_copy(self, 'mylsof')
        with nd.popen([sys.executable, '-c', self.PROGRAM, 'nd-crowd']) as crowd:
            crowd.wait_for('^ready$')
            nobody_else = str(100000 + os.getpid())  # the limit counts all processes of a user
            listed = nd.run(['prlimit', '--nproc=1:1', 'setpriv', '--reuid', nobody_else, '--clear-groups', mylsof, '-nP'])
        self.assertEqual((listed.status, listed.err), (0, ''))
        self.assertNotEqual(listed.out, '')


class Exempt(Beside):
    def test_nothing_is_asked_of_it(self):
        for option in ('-e', '+e'):
            with self.subTest(option):
                self.same('-nP', option, '/', '-a', '-p', self.pid, '-d', 'cwd,rtd,txt,mem,DEL')
        self.same('-nP', '-e', '/dev/shm', '-a', '-p', self.pid)
        for row in ('-e /no/such', '-e x', '-e'):
            ours, theirs = nd.run([nd.tool('mylsof'), *row.split()]), nd.run(['lsof', *row.split()])
            self.assertEqual(ours.status, theirs.status)
            self.assertTrue(ours.err.startswith('my' + theirs.err.splitlines()[0]), ours.err)


class Repeat(Beside):
    def test_each_listing_ends_with_a_marker(self):
        for row in ('-r1c2mX', '-r 1c2mX -F p', '-r1c1mX%% -F0p', '+r1c2mX', '-r1c1m%Y'):
            with self.subTest(row):
                self.same(*row.split(), '-a', '-p', self.pid, '-d', 'cwd')
        self.same('+r1', '-t', '-p', '999999')
        self.same('-r1c1mX', '-t', '-p', '999999')

    def test_json_has_no_marker(self):
        for row in ('-r1c2', '-r1c2mX'):
            listed = nd.run([nd.tool('mylsof'), row, '--json', '-a', '-p', self.pid, '-d', 'cwd'])
            self.assertEqual(listed.status, 0)
            self.assertEqual(len(nd.schema('mylsof').check(listed.out)), 2)

    def test_a_limit_needs_no_marker(self):
        listed = nd.run([nd.tool('mylsof'), '-r1c2', '-t', '-p', self.pid])
        self.assertEqual((listed.status, listed.out), (0, f'{self.pid}\n=======\n' * 2))


if __name__ == '__main__':
    unittest.main()
