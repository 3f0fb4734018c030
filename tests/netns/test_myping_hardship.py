"""A run in need: no room for its output, streams that are closed, few descriptors, little memory, no argv, a process that is
stopped and goes on, a device that goes down or away. It says so in one line, ends with the status it should, and a run with
--json ends with its summary as long as anything can be written."""

import ctypes
import errno
import os
import pathlib
import re
import shutil
import signal
import tempfile
import unittest

import nd

nd.require_namespaces()
nd.require_program('prlimit')

HOST = '10.76.0.2'


class Limits(unittest.TestCase):
    def ping(self, *arguments, limit=(), **options):
        return nd.run([*(['prlimit', *limit] if limit else []), nd.tool('myping'), *arguments], **options)

    def test_output_that_has_no_room(self):
        kinds = (['-c1'], ['-q', '-c1'], ['-f', '-c3'], ['--json', '-c1'], ['--graph', '-c1'], ['-i.01'], ['--sweep'], ['--sweep', '-q'],
                 ['--sweep', '--json'], ['--sweep', '--table'])
        for kind in kinds:
            with self.subTest(kind), open('/dev/full', 'w') as full:
                result = self.ping(*kind, '127.0.0.1', stdout=full)
                self.assertEqual(result.status, 1)
                self.assertEqual(result.err.splitlines()[-1], 'myping: standard output: No space left on device')

    def test_a_file_that_may_not_grow(self):
        for kind in (['-c200', '-i0', '127.0.0.1'], ['--json', '-c30', '-i0', '127.0.0.1'], ['--sweep', '--rate', '0', '127.0.0.0/24']):
            with self.subTest(kind), tempfile.TemporaryFile('w') as file:
                result = self.ping(*kind, stdout=file, limit=['--fsize=1024'])
                self.assertEqual((result.status, result.err.splitlines()[-1]), (1, 'myping: standard output: File too large'))
                self.assertEqual(os.fstat(file.fileno()).st_size, 1024)

    def test_closed_streams(self):
        for kind in ('-c1', '--json -c1', '--sweep', '--sweep --json'):
            for closed, status in (('>&-', 1), ('<&- >&-', 1), ('<&- >&- 2>&-', 1), ('<&-', 0), ('2>&-', 0), ('<&- 2>&-', 0)):
                with self.subTest((kind, closed)):
                    result = nd.run(['sh', '-c', f'exec {nd.tool("myping")} {kind} 127.0.0.1 {closed}'])
                    self.assertEqual(result.status, status, result.err)
                    if status == 1 and '2>' not in closed:
                        self.assertEqual(result.err.splitlines()[-1], 'myping: standard output: Bad file descriptor')

    def test_a_reader_that_goes_away(self):
        for kind in ('-i.01', '--json -i.01', '--sweep --rate 0 127.0.0.0/16'):
            with self.subTest(kind):
                result = nd.run(['bash', '-c', f'{nd.tool("myping")} {kind} 127.0.0.1 | head -1 > /dev/null; echo ${{PIPESTATUS[0]}}'])
                self.assertEqual((result.out, result.err), (f'{128 + signal.SIGPIPE}\n', ''))

    def test_few_descriptors(self):
        """However few there are: a run is whole, or is refused in one line, with --json as an object too."""
        if nd.SANITIZED:
            nd.skip('a sanitizer needs descriptors of its own')
        whole = 0
        for room in range(4, 16):
            for kind in (['-c1', '127.0.0.1'], ['-c1', '--json', '::1'], ['--sweep', '--json', '127.0.0.1'], ['--sweep', '--json', 'localhost']):
                with self.subTest((room, kind)):
                    result = self.ping(*kind, limit=[f'--nofile={room}'])
                    if result.err.startswith('prlimit') or 'shared librar' in result.err:
                        continue  # not even the program can be loaded
                    self.assertIn(result.status, (0, 2), result.err)
                    whole += result.status == 0
                    if result.status == 2:
                        self.assertRegex(result.err, r'^myping: [^\n]*Too many open files[^\n]*\n$')
                    if '--json' in kind:
                        last = nd.schema('myping').check(result.out)[-1]
                        self.assertIn(last['type'], ('summary', 'sweep_summary'))
                        self.assertEqual(result.status == 2, last['verdict'] is not None)
        self.assertGreater(whole, 0)

    def test_little_memory(self):
        if nd.SANITIZED:
            nd.skip('a sanitizer needs the address space')
        for kind in (['-c1', '-s', '65000', '127.0.0.1'], ['--sweep', '-q', '--rate', '0', '127.0.0.0/20']):
            result = self.ping(*kind, limit=['--as=40000000'])
            self.assertEqual(result.status, 0, result.err)

    def test_no_argv(self):
        script = ('import ctypes, sys; libc = ctypes.CDLL(None, use_errno=True); none = (ctypes.c_char_p * 1)(None); '
                  'libc.execve(sys.argv[1].encode(), none, none)')
        result = nd.run([shutil.which('python3'), '-c', script, nd.tool('myping')])
        self.assertEqual(result, (1, '', 'myping: usage error: Destination address required\n'))


class Interruptions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.host('a'), cls.world.host('b')

    def setUp(self):
        self.world.link('a', '10.76.0.1/24', 'b', f'{HOST}/24')
        self.device = self.world.ip('a', '-o address show to 10.76.0.1').split()[1]
        self.addCleanup(self.world.run, 'a', ['ip', 'link', 'del', self.device])
        self.world.run('a', ['ping', '-c1', '-W5', HOST])

    def popen(self, *arguments):
        return self.world.popen('a', [nd.tool('myping'), *arguments, HOST])

    def test_a_stop_costs_no_reply_and_makes_no_burst(self):
        with self.popen('-c12', '-i.1') as process:
            status = pathlib.Path(f'/proc/{process.pid}/status')
            for number in (2, 4, 6):
                process.wait_for(f'icmp_seq={number} ')
                process.signal(signal.SIGSTOP)
                nd.wait_until(lambda: re.search(r'State:\s*T', status.read_text()), what='a stopped process')
                process.signal(signal.SIGCONT)
            result = process.finish()
        self.assertEqual((result.status, result.err), (0, ''))
        self.assertIn('12 packets transmitted, 12 received, 0% packet loss', result.out)
        self.assertEqual(re.findall(r'icmp_seq=(\d+)', result.out), [str(n) for n in range(1, 13)])

    def test_a_device_that_goes_down_and_comes_back(self):
        with self.popen('--changes', '-W.3', '-i.1') as process:
            process.wait_for('is up')
            self.world.ip('a', f'link set {self.device} down')
            process.wait_for('is down')
            self.world.ip('a', f'link set {self.device} up')
            process.wait_for('was down for')
            result = process.interrupt()
        self.assertEqual((result.status, result.err), (0, ''))

    def goes_away(self, *options):
        with self.popen('--json', '-i.1', *options) as process:
            process.wait_for('"seq":2,')
            self.world.ip('a', f'link del {self.device}')
            process.wait_for('"origin":"local"')
            result = process.interrupt()
        objects = nd.schema('myping').check(result.out)
        self.assertEqual((objects[-1]['type'], result.status), ('summary', 0))
        return {o['errno'] for o in objects if o['type'] == 'error'}

    def test_a_device_that_goes_away(self):
        self.assertLessEqual(self.goes_away(), {errno.ENETUNREACH, errno.ENODEV})

    def test_a_device_of_its_own_that_goes_away(self):
        self.assertLessEqual(self.goes_away('-I', self.device), {errno.ENETUNREACH, errno.ENODEV})

    def test_a_device_that_goes_away_under_a_sweep(self):
        with self.world.popen('a', [nd.tool('myping'), '--sweep', '--json', '--rate', '20', '--retries', '0', '-W.3', '10.76.0.1-30']) as process:
            process.wait_for(f'"address":"{HOST}"')
            self.world.ip('a', f'link del {self.device}')
            result = process.finish()
        objects = nd.schema('myping').check(result.out)
        summary = objects[-1]
        self.assertEqual((result.status, summary['targets'], summary['alive'] + summary['unreachable']), (1, 30, 30))
        self.assertEqual(sum(o['type'] == 'host' for o in objects), 30)
