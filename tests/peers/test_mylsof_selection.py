"""Selections: which rows, which exit status, which complaints, beside lsof."""

import os
import sys
import unittest

import nd
from lsof_worlds import Beside

nd.require_program('lsof')

NOBODY_THERE = '999999'


class Processes(Beside):
    def compare(self, *arguments):
        return self.same('-nP', *arguments)

    def test_by_number(self):
        self.compare('-t', '-p', self.pid)
        self.compare('-p', NOBODY_THERE)
        self.compare('-p', f'{self.pid},{NOBODY_THERE}')
        self.compare('-a', '-p', f'^{self.pid}', '-c', 'no-such-command')
        self.compare(f'-nPp{self.pid}')

    def test_by_user(self):
        uid = str(os.geteuid())
        self.compare('-a', '-p', self.pid, '-u', uid)
        self.compare('-a', '-p', self.pid, '-u', f'{uid},12345')
        self.compare('-a', '-p', self.pid, '-u', '54321')
        self.compare('-a', '-p', self.pid, '-u', f'^{uid}')

    def test_by_group(self):
        self.compare('-a', '-p', self.pid, '-g', str(os.getpgid(self.held.pid)))
        self.compare('-a', '-p', self.pid, '-g', '999999')

    def test_by_command(self):
        for command in ('python', 'py', '^python', '/pyt/', '/^PY/i', '/y.*[n3]$/x', '/^py/b', 'no-such', '/^no-such/'):
            with self.subTest(command):
                self.compare('-a', '-p', self.pid, '-d', 'cwd', '-c', command)

    def test_alternatives(self):
        self.compare('-a', '-p', self.pid, '-c', 'no-such')
        self.compare('-p', self.pid, '-c', 'no-such')
        self.compare('-t', '-p', self.pid, '-p', '1')


class Sockets(Beside):
    def compare(self, *arguments):
        return self.same('-nP', '-a', '-p', self.pid, *arguments)

    def test_internet(self):
        self.compare('-i')
        for address in ('4', '6', 'tcp', 'TCP', 'udp', 'udplite', '4tcp', '6tcp', '6udp', '@127.0.0.1', '@[::1]', '@127.1',
                        'tcp@127.0.0.1', 'tcp@[::ffff:127.0.0.1]', '@10.99.98.97', ':1', ':1-1023', ':32768-60999',
                        'tcp:32768-60999', ':ssh', '@localhost'):
            with self.subTest(address):
                self.compare('-i', address)
        self.compare('-i', 'udp', '-i', ':1')
        self.compare('-iTCP', '-iUDP')

    def test_unix(self):
        self.compare('-U')
        self.compare('-U', '-t')


class States(Beside):
    def test_sockets_of_other_states_are_left_out(self):
        for states in ('tcp:listen', 'TCP:LISTEN,ESTABLISHED', 'tcp:^LISTEN', 'tcp:close', 'tcp:listen,^established'):
            with self.subTest(states):
                self.same('-nP', '-a', '-p', self.pid, '-i', '-s', states)
        self.same('-nP', '-a', '-p', self.pid, '-i', 'udp', '-stcp:listen')
        self.same('-nP', '-a', '-p', self.pid, '-s', 'tcp:listen', '-s')


class Threads(unittest.TestCase):
    PROGRAM = ('import ctypes, os, sys, threading, time\n'
               'def work(): ctypes.CDLL(None).prctl(15, b"wor ker"); ready.release(); time.sleep(1000)\n'
               'ready = threading.Semaphore(0)\n'
               'for _ in range(2): threading.Thread(target=work, daemon=True).start(); ready.acquire()\n'
               'print("ready", flush=True)\n'
               'time.sleep(1000)\n')

    def test_they_have_rows_of_their_own(self):
        with nd.popen([sys.executable, '-c', self.PROGRAM]) as process:
            process.wait_for('^ready$')
            for arguments in ('-K -d cwd,0', '-K -R -g', '-K -F', '-K -t', '-K i', ''):
                with self.subTest(arguments):
                    words = [*arguments.split(), '-a', '-p', process.pid]
                    nd.assert_same(nd.run([nd.tool('mylsof'), *words]), nd.run(['lsof', *words]))


class Names(Beside):
    def test_files(self):
        for name in ('plain', './plain', 'link', 'fifo', '.', '../world', 'plain plain'):
            with self.subTest(name):
                self.same('-nP', '-a', '-p', self.pid, '--', *name.split(), cwd=self.world)
        for name in ('/dev/null', '/dev/zero', '/proc/self/exe', self.world, self.world + '/', self.world + '/gone'):
            with self.subTest(name):
                self.same('-nP', '-a', '-p', self.pid, name)

    def test_sockets(self):
        self.same('-nP', '-a', '-p', self.pid, self.world + '/unix_absolute')

    def test_file_systems(self):
        for name in ('/proc', '/dev/shm', '/dev/pts', '/sys'):
            with self.subTest(name):
                self.same('-nP', '-a', '-p', self.pid, name)
                self.same('-nP', '-a', '-p', self.pid, '-f', '--', name)
                self.same('-nP', '-a', '-p', self.pid, '+f', '--', name)

    def test_what_is_not_there(self):
        self.same('/no/such/file')
        self.same('-nP', '-t', '/no/such/file', self.world + '/plain')


class Refusals(unittest.TestCase):
    CASES = ('-p', '-p x', '-p 1-3', '-p ^1,1', '-u', '-u no-such-user', '-u ^root,root', '-c', '-c /x', '-c /x/q', '-c /[/',
             '-c /a/bx', '-c ^a -c a', '-d', '-d 3-1', '-d 1-', '-d a-b', '-d ^1,2', '-d 1,^2', '-g x', '-i x', '-i tcp:no-such',
             '-i @no-such-host.invalid', '-i tcp:', '-i @', '-i @[::1', '-i 6@127.0.0.1', '-i :5-1', '-a', '-t -F', '-F X',
             '-o -s', '-K x', '-s x', '-s tcp:x', '-s tcp:', '-s udp:idle', '-T x', '+c', '+c 20', '+fx', '-y', '-A x')

    def test_one_line_with_the_words_of_the_peer(self):
        for case in self.CASES:
            with self.subTest(case):
                theirs = nd.run(['lsof', *case.split()])
                ours = nd.run([nd.tool('mylsof'), *case.split()])
                self.assertEqual((ours.status, ours.out), (theirs.status, ''))
                self.assertEqual(ours.err.count('\n'), 1)
                reason = theirs.err.splitlines()[0].removeprefix('lsof: ')
                self.assertTrue(ours.err.startswith(f'mylsof: {reason}'), f'{ours.err!r} and {reason!r}')


if __name__ == '__main__':
    unittest.main()
