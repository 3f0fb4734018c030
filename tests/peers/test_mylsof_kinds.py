"""Every kind of descriptor, as mylsof and lsof list it."""

import os
import re
import subprocess
import sys
import unittest

import nd
from lsof_worlds import Beside

nd.require_program('lsof')


class Kinds(Beside):
    def compare(self, *arguments, **options):
        return self.same(*arguments, '-p', self.pid, **options)

    def test_table(self):
        listed = self.compare('-nP')
        for kind in ('a_inode', 'FIFO', 'netlink', 'pack', 'raw', 'unix', 'DEL', 'mem', 'LINK', '3uW'):
            self.assertIn(kind, listed.out)

    def test_names_of_hosts_and_services(self):
        self.compare()

    def test_fields(self):
        self.compare('-nP', '-F')
        self.compare('-nP', '-F0')
        self.compare('-nP', '-F', 'pcfatn')
        self.compare('-F', 'n')
        self.compare('-F', 'tso')

    def test_columns(self):
        for options in (['-o'], ['-s'], ['+fg'], ['+fG'], ['+L'], ['-R'], ['-g'], ['-R', '-g', '-l'], ['-o3'], ['+c', '0'],
                        ['-T'], ['-Tqs'], ['-Tq'], ['-T', 's']):
            with self.subTest(options):
                self.compare('-nP', *options)

    def test_descriptor_lists(self):
        for wanted in ('cwd', 'fd', 'mem', 'DEL', 'txt,rtd', '0-5', '3,5,cwd', '^mem', '^0-100,^mem', '99999', 'rubbish'):
            with self.subTest(wanted):
                self.compare('-nP', '-a', '-d', wanted)

    def test_another_locale_escapes_more(self):
        self.compare('-nP', env={'LC_ALL': 'C'})
        self.compare('-nP', env={'LC_ALL': 'xx_YY.NONE'})


LOCKER = """
import fcntl, os, sys
path = sys.argv[1]
files = [open(path, 'w+') for _ in range(3)] + [open(path + '.free', 'w+')]
fcntl.flock(files[1], fcntl.LOCK_EX)
ranges = [open(path + '.ranges', 'w+') for _ in range(2)]
fcntl.lockf(ranges[1], fcntl.LOCK_SH, 10, 0)
fcntl.lockf(ranges[1], fcntl.LOCK_EX, 10, 20)
print('ready', flush=True)
sys.stdin.read()
"""


class Locks(Beside):
    """A process's locks show at each of its descriptors of the file, also at those before the one that took it."""

    def test_a_file_that_is_open_more_than_once(self):
        locker = nd.popen([sys.executable, '-c', LOCKER, self.folder.name + '/locked'], stdin=subprocess.PIPE)
        self.addCleanup(locker.kill)
        locker.wait_for('^ready$')
        listed = self.same('-nP', '-p', locker.pid).out
        self.assertEqual(len(re.findall(r'\d+uW +REG .*/locked$', listed, re.M)), 3, listed)
        self.assertEqual(len(re.findall(r'\d+u[rw] +REG .*/locked.ranges$', listed, re.M)), 2, listed)
        self.assertEqual(len(re.findall(r'\d+u +REG .*/locked.free$', listed, re.M)), 1, listed)
        self.same('-nP', '-a', '-d', '0-50', '-p', locker.pid)
        self.same('-nP', '-F', '-p', locker.pid)


class Better(Beside):
    """Where mylsof tells more than lsof."""

    OPTIONS = ('--more',)

    def test_locks_of_open_file_descriptions_are_shown(self):
        listed = nd.run([nd.tool('mylsof'), '-a', '-p', self.pid, self.world + '/lock_ofd']).out
        self.assertRegex(listed, r'\d+uW +REG .*lock_ofd')

    def test_unix_paths_are_whole(self):
        listed = nd.run([nd.tool('mylsof'), '-a', '-p', self.pid, '-U']).out
        self.assertIn(' unix with blank type=STREAM', listed)


class Json(Beside):
    def test_it_fits_the_schema_and_the_table(self):
        out = nd.run([nd.tool('mylsof'), '-nP', '--json', '-p', self.pid]).out
        rows = nd.schema('mylsof').check(out)
        table = nd.run([nd.tool('mylsof'), '-nP', '-p', self.pid]).out.splitlines()[1:]
        self.assertEqual(len(rows), len(table))
        kinds = {row['kind'] for row in rows}
        self.assertLessEqual({'file', 'pipe', 'tcp', 'udp', 'unix', 'netlink', 'packet', 'eventfd', 'epoll', 'timerfd', 'signalfd', 'inotify',
                              'pidfd', 'memfd', 'namespace'}, kinds)

    def test_each_kind_has_its_facts(self):
        rows = nd.schema('mylsof').check(nd.run([nd.tool('mylsof'), '--json', '-a', '-d', 'fd', '-p', self.pid]).out)
        counters = [row for row in rows if row['kind'] == 'eventfd']
        self.assertEqual([row['counter'] for row in counters], [7])
        watched = [row['watches'] for row in rows if row['kind'] == 'epoll']
        self.assertEqual(sorted(len(watches) for watches in watched), [0, 1, 20])
        [[few]] = [watches for watches in watched if len(watches) == 1]
        self.assertEqual((few['fd'], few['events'], few['trigger'], few['one_shot'], few['exclusive']),
                         (counters[0]['fd'], ['in', 'err', 'hup'], 'edge', False, False))
        [timer] = [row for row in rows if 'clock' in row]
        self.assertEqual((timer['clock'], timer['interval_ns'], timer['armed']), ('monotonic', 5_000_000_000, True))
        self.assertLess(timer['expires_in_ns'], 10_000_000_000_000)
        [signals] = [row['signals'] for row in rows if 'signals' in row]
        self.assertEqual(signals, ['SIGINT', 'SIGTERM'])
        [[watch]] = [row['inotify_watches'] for row in rows if 'inotify_watches' in row]
        self.assertEqual((watch['inode'], watch['events']), (os.stat('/tmp').st_ino, ['create']))
        self.assertEqual([row['target_pid'] for row in rows if 'target_pid' in row], [int(self.pid)])

    def test_objects_of_the_kernel_have_kinds_of_their_own(self):
        rows = nd.schema('mylsof').check(nd.run([nd.tool('mylsof'), '--json', '-a', '-d', 'fd', '-p', self.pid]).out)
        kinds = {row['name'].strip('[]').split(':')[0]: row['kind'] for row in rows if row['file_type'] == 'a_inode'}
        known = {'eventfd': 'eventfd', 'eventpoll': 'epoll', 'timerfd': 'timerfd', 'signalfd': 'signalfd',
                 'inotify': 'inotify', 'fanotify': 'fanotify', 'pidfd': 'pidfd', 'userfaultfd': 'userfaultfd',
                 'io_uring': 'io_uring', 'perf_event': 'perf_event', 'bpf-map': 'bpf_map'}
        self.assertEqual(kinds, {name: kind for name, kind in known.items() if name in kinds})
        self.assertGreater(len(kinds), 5)

    def test_bytes_that_are_no_text_are_kept(self):
        rows = nd.schema('mylsof').check(nd.run([nd.tool('mylsof'), '--json', '-p', self.pid]).out)
        row = next(row for row in rows if 'name_hex' in row)
        self.assertTrue(bytes.fromhex(row['name_hex']).endswith(b'/bad\xff\xfe'))


if __name__ == '__main__':
    unittest.main()
