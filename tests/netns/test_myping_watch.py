"""Watching a host: losses at their time, ups and downs, ends, figures so far, a chart, the time of each line."""

import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import termios
import time
import unittest

import nd

nd.require_namespaces()

HOST, ABSENT = '10.74.0.2', '10.74.0.77'
STAMP = r'\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\] '


class Watching(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.host('a'), cls.world.host('b')
        cls.world.link('a', '10.74.0.1/24', 'b', f'{HOST}/24')
        cls.world.run('a', ['ping', '-c1', '-W2', HOST])

    def ping(self, *arguments, **options):
        return self.world.run('a', [nd.tool('myping'), *arguments], **options)

    def deafen(self):
        self.world.sysctl('b', {'ipv4/icmp_echo_ignore_all': 1})
        self.addCleanup(self.hear)

    def hear(self):
        self.world.sysctl('b', {'ipv4/icmp_echo_ignore_all': 0})

    def test_percentiles_jitter_and_histogram(self):
        result = self.ping('-q', '-c20', '-i.01', '--stats', HOST)
        self.assertRegex(result.out, r'\nrtt p50/p90/p95/p99 = [\d.]+/[\d.]+/[\d.]+/[\d.]+ ms, jitter avg/max = [\d.]+/[\d.]+ ms\n')
        rows = re.findall(r'^ +([\d.]+) - +([\d.]+) ms +(\d+) (#*)$', result.out, re.MULTILINE)
        self.assertEqual(sum(int(count) for _, _, count, _ in rows), 20)
        self.assertTrue(all(bool(bar) == (count != '0') for _, _, count, bar in rows), rows)
        low, _, high, _ = map(float, re.search(r'mdev = ([\d.]+)/([\d.]+)/([\d.]+)/([\d.]+)', result.out).groups())
        p50, p90, p95, p99 = map(float, re.search(r'p99 = ([\d.]+)/([\d.]+)/([\d.]+)/([\d.]+)', result.out).groups())
        self.assertTrue(low <= p50 <= p90 <= p95 <= p99 <= high, result.out)

    def test_figures_as_json(self):
        objects = nd.schema('myping').check(self.ping('-c5', '-i.1', '--json', '--stats', '--report', '.15', HOST).out)
        reports = [o for o in objects if o['type'] == 'report']
        self.assertGreaterEqual(len(reports), 2)
        self.assertLess(reports[0]['transmitted'], reports[-1]['transmitted'])
        self.assertEqual(sum(row['count'] for row in objects[-1]['rtt_ms']['histogram']), 5)

    def test_running_figures(self):
        result = self.ping('-q', '-c8', '-i.1', '--report', '.25', '--timestamps=iso', HOST)
        reports = re.findall(rf'^{STAMP}report: (\d+) transmitted, (\d+) received, 0 lost, rtt min/avg/max/mdev = ', result.out, re.MULTILINE)
        self.assertGreaterEqual(len(reports), 2, result.out)
        self.assertEqual(reports, sorted(reports, key=lambda pair: int(pair[0])))

    def test_the_time_of_each_line(self):
        line = rf'64 bytes from {HOST}: icmp_seq=1 '
        for kind, prefix in (('iso', STAMP), ('unix', r'\[\d{10}\.\d{6}\] '), ('none', '')):
            self.assertRegex(self.ping('-c1', f'--timestamps={kind}', HOST).out, f'(?m)^{prefix}{line}')
        self.assertEqual(self.ping('-c1', '--timestamps=x', HOST)[::2],
                         (2, 'myping: invalid --timestamps argument: x (iso, unix or none)\n'))
        self.deafen()
        self.assertRegex(self.ping('-c2', '-O', '-i.1', '-W.1', '--timestamps=iso', HOST).out, rf'(?m)^{STAMP}no answer yet for icmp_seq=1$')

    def test_until_the_host_is_up(self):
        self.deafen()
        process = self.world.popen('a', [nd.tool('myping'), '--until-up', '-i.1', '-O', HOST])
        process.wait_for('no answer yet for icmp_seq=2')
        self.hear()
        result = process.finish()
        self.assertEqual(result.status, 0)
        self.assertEqual(len(re.findall('bytes from', result.out)), 1)

    def test_until_up_gives_up_after_so_many_probes(self):
        started = time.monotonic()
        result = self.ping('--until-up', '-c3', '-i.1', '-W.2', ABSENT)
        self.assertEqual(result.status, 1)
        self.assertIn('3 packets transmitted, 0 received', result.out)
        self.assertLess(time.monotonic() - started, 3)

    def test_a_wait_for_a_host_begins_without_a_route(self):
        process = self.world.popen('a', [nd.tool('myping'), '--until-up', '-i.1', '-w20', '10.74.9.2'])
        self.world.ip('b', 'address add 10.74.9.2/32 dev eth0')
        self.world.route('a', '10.74.9.2/32 dev eth0')
        self.addCleanup(self.world.ip, 'a', 'route del 10.74.9.2/32 dev eth0')
        result = process.finish()
        self.assertEqual((result.status, result.err), (0, ''))
        self.assertEqual(self.ping('--until-up', '-i.1', '-c3', '10.74.99.1').err.splitlines()[0], 'myping: connect: Network is unreachable')

    def test_a_signal_that_ends_leaves_the_summary(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            with self.world.popen('a', [nd.tool('myping'), '--json', '-i.1', HOST]) as process:
                process.wait_for('"seq":2')
                process.signal(number)
                last = nd.schema('myping').check(process.finish().out)[-1]
            self.assertEqual((last['type'], last['verdict']), ('summary', None))

    def test_closed_streams_are_not_the_socket(self):
        for closed in ('>&-', '<&- >&-'):
            result = self.world.run('a', ['sh', '-c', f'exec {nd.tool("myping")} -C -c1 {HOST} {closed}'])
            self.assertEqual((result.status, result.err), (1, 'myping: standard output: Bad file descriptor\n'))

    def test_an_error_does_not_end_a_wait_for_a_host(self):
        with self.world.popen('a', [nd.tool('myping'), '--until-up', '-O', '-i.5', '10.74.0.78']) as process:
            failed = int(process.wait_for(r'icmp_seq=(\d+) Destination Host Unreachable')[1])  # the kernel says so after 3 s
            process.wait_for(rf'no answer yet for icmp_seq={failed + 8}')
            self.assertIn('0 received', process.interrupt().out)

    def test_ends_when_the_host_has_failed(self):
        process = self.world.popen('a', [nd.tool('myping'), '--fail-after', '3', '-W.2', '-i.1', HOST])
        process.wait_for('icmp_seq=2 ')
        self.deafen()
        result = process.finish()
        self.assertEqual(result.status, 1)
        sent, received = map(int, re.search(r'(\d+) packets transmitted, (\d+) received', result.out).groups())
        self.assertGreaterEqual(sent - received, 3)
        self.assertLessEqual(sent - received, 6)

    def test_a_flood_that_never_waits_hears_a_signal(self):
        for option in ('-f', '-A'):
            with self.subTest(option):
                with self.world.popen('a', [nd.tool('myping'), option, '-q', '127.0.0.1']) as process:
                    process.wait_for('^PING ')
                    result = process.interrupt(timeout=1)
                self.assertEqual(result.status, 0)
                self.assertIn('packets transmitted', result.out)

    def test_a_walk_along_the_way_hears_a_signal(self):
        self.world.ip('a', 'route replace 10.79.0.0/24 via 10.74.0.2')  # and nobody there: every hop takes its time
        with self.world.popen('a', [nd.tool('myping'), '--trace', '--until-up', '-i.1', '-v', '10.79.0.1']) as process:
            process.wait_for('PING')
            process.signal(signal.SIGINT)  # ends the run and begins the walk
            started = time.monotonic()
            status = pathlib.Path(f'/proc/{process.pid}/status')
            nd.wait_until(lambda: re.search(r'ShdPnd:\s*0+\n', status.read_text()), what='the first signal read')
            result = process.interrupt()
        self.assertLess(time.monotonic() - started, 2)
        self.assertIn('packets transmitted', result.out)

    def test_only_changes(self):
        process = self.world.popen('a', [nd.tool('myping'), '--changes', '-W.2', '-i.1', HOST])
        process.wait_for('is up')
        self.deafen()
        process.wait_for('is down')
        self.hear()
        process.wait_for('was down')
        lines = process.interrupt().out.split('\n\n')[0].splitlines()[1:]
        text = '\n'.join(lines)
        self.assertRegex(text, rf'^{HOST} is up \(icmp_seq=1\)\n{HOST} is down \(icmp_seq=\d+\), was up for \d+\.\d{{3}} s\n'
                               rf'{HOST} is up \(icmp_seq=\d+\), was down for \d+\.\d{{3}} s$')

    def test_changes_of_a_flood_stand_alone(self):
        result = self.ping('--changes', '-f', '-c5', HOST)
        self.assertRegex(result.out, rf'^PING [^\n]*\n{HOST} is up \(icmp_seq=1\)\n\n--- ')

    def test_changes_as_json(self):
        objects = nd.schema('myping').check(self.ping('--changes', '--json', '-c3', '-i.05', HOST).out)
        self.assertEqual([o['type'] for o in objects], ['start', 'change', 'summary'])
        self.assertEqual((objects[1]['state'], objects[1]['lasted_ms']), ('up', None))

    def test_a_chart_in_ascii_and_in_unicode(self):
        for locale, bar, cross in (('C', r'[_.\-=+*%#]', 'X'), ('C.UTF-8', '[▁-█]', '✗')):
            with self.subTest(locale):
                good = self.ping('--graph', '-c5', '-i.05', HOST, env={'LC_ALL': locale})
                self.assertRegex(good.out, rf'(?m)^{bar}{{5}} [\d.]+ ms, top [\d.]+ ms$')
                self.assertNotIn('bytes from', good.out)
                bad = self.ping('--graph', '-c3', '-i.05', '-W.2', ABSENT, env={'LC_ALL': locale})
                self.assertRegex(bad.out, rf'(?m)^{cross}{{3}}, 3 lost$')

    def on_a_terminal(self, *arguments, columns=80, quit_after=None):
        """What the program writes to a terminal, on either stream; it gets a SIGQUIT when that holds `quit_after`."""
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        termios.tcsetwinsize(master, (24, columns))
        process = subprocess.Popen(['ip', 'netns', 'exec', self.world.netns('a'), nd.tool('myping'), *arguments], stdout=slave, stderr=slave,
                                   stdin=subprocess.DEVNULL, env={**os.environ, 'LC_ALL': 'C'})
        os.close(slave)
        text = b''
        while select.select([master], [], [], 20)[0]:
            try:
                block = os.read(master, 65536)
            except OSError:  # the last writer has gone
                break
            text += block
            if quit_after and quit_after in text:
                process.send_signal(signal.SIGQUIT)
                quit_after = None
        process.wait(20)
        return text.decode()

    def test_on_a_terminal_one_line_moves(self):
        text = self.on_a_terminal('--graph', '-c4', '-i.05', HOST)
        frames = re.findall(r'\r([_.\-=+*%# ]+)[^\x1b\r]*\x1b\[K', text)
        self.assertGreaterEqual(len(frames), 4, text)
        self.assertEqual(len(frames[-1].split()[0]), 4, text)

    def test_on_a_narrow_terminal_the_chart_does_not_wrap(self):
        for columns in (30, 36, 46):
            text = self.on_a_terminal('--graph', '-c40', '-i.01', HOST, columns=columns)
            frames = re.findall(r'\r([^\x1b\r\n]*)\x1b\[K', text)
            self.assertGreaterEqual(len(frames), 40, text)
            self.assertLess(max(map(len, frames)), columns, text)

    def test_the_state_asked_for_takes_the_place_of_the_chart(self):
        text = self.on_a_terminal('--graph', '-c8', '-i.1', HOST, columns=200, quit_after=b'top')
        self.assertRegex(text, r'\r\x1b\[K\r\d+/\d+ packets, 0% loss, [^\r]* ms\r\n\r[_.\-=+*%# ]')

    def test_changes_stand_above_the_chart(self):
        text = self.on_a_terminal('--graph', '--changes', '-c4', '-i.05', HOST)
        self.assertRegex(text, rf'\r\x1b\[K{HOST} is up \(icmp_seq=1\)\r\n\r[_.\-=+*%# ]')

    def test_a_sweep_shows_how_far_it_is_on_a_terminal_only(self):
        arguments = ['--sweep', '127.0.0.1-100', '--rate', '100', '--alive']
        text = self.on_a_terminal(*arguments)
        self.assertRegex(text, r'\r\d+ of 100 done, \d+ alive, \d+ packets/s, 00:0\d left\x1b\[K')
        self.assertNotIn('done', self.ping(*arguments).err)

    def test_any_device_name_in_a_verdict_is_json(self):
        name = os.fsdecode(b'a"\xff\\c')
        self.world.run('a', ['ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', 'odd0'])
        self.world.run('a', ['ip', 'address', 'add', '10.77.0.1/24', 'dev', name])
        objects = nd.schema('myping').check(self.ping('--json', '-c1', '-W.2', '10.77.0.9').out)
        verdict = objects[-1]['verdict']
        self.assertEqual(verdict['code'], 'interface_down')
        self.assertEqual(bytes.fromhex(verdict['text_hex']).split(b',')[0], os.fsencode(name))

    def test_json_ends_with_a_summary_whatever_was_refused(self):
        here = nd.public_copy(self, 'myping')
        for arguments, user, last, code in ((['nosuch.invalid'], None, 'summary', 'unknown_host'), (['-6', HOST], None, 'summary', 'unknown_host'),
                                            (['-l9', '127.0.0.1'], 'nobody', 'summary', 'no_permission'), (['-I', 'nosuch', HOST], None, 'summary', 'refused'),
                                            (['203.0.113.1'], None, 'summary', 'no_route'),
                                            (['--netns', '/nonexistent', HOST], None, 'summary', 'refused'),
                                            (['--sweep', '127.0.0.1'], 'nobody', 'sweep_summary', 'no_permission')):
            with self.subTest(arguments):
                result = nd.run([here, '--json', '-c1', *arguments], user=user, netns=None if user else self.world.netns('a'))
                summary = nd.schema('myping').check(result.out)[-1]
                self.assertEqual((result.status, summary['type'], summary['verdict']['code']), (2, last, code))
                self.assertTrue(result.err.startswith('myping: '))

    def test_refusals(self):
        for arguments, text in ((['--fail-after', '0'], "invalid argument: '0': out of range: 1 <= value <= 2147483647"),
                                (['--report', 'x'], None), (['--report', '0'], 'bad report interval: 0 (0.01 seconds at least)'),
                                (['--graph', '--json'], 'only one of --graph or --json may be used'),
                                (['--graph', '-f'], 'only one of --graph or -f may be used'),
                                (['--clock', 'sun'], 'invalid --clock argument: sun (kernel or hardware)')):
            with self.subTest(arguments):
                result = self.ping(*arguments, '-c1', HOST)
                self.assertIn(result.status, (1, 2))
                self.assertEqual(result.out, '')
                if text:
                    self.assertEqual(result.err, f'myping: {text}\n')

    def test_probes_leave_on_a_schedule(self):
        """However late each single one was, the last is in step with the first; a peer that sleeps between probes is 90 ms
        behind by then. On a busy machine whole steps may be left out, and the last probe itself be late: one good run is enough."""
        spans = []
        for _ in range(4):
            result = self.ping('-q', '-c20', '-i.2', HOST)
            spans.append(int(re.search(r'time (\d+)ms', result.out)[1]))
            if abs(spans[-1] - round(spans[-1] / 200) * 200) < 40:
                break
        self.assertGreaterEqual(spans[-1], 3790)
        self.assertLess(abs(spans[-1] - round(spans[-1] / 200) * 200), 40, spans)
