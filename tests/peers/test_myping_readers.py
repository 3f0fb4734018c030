"""Readers of ping's output that nobody here wrote keep working: jc, check_ping of the monitoring plugins (with ping replaced
in a private mount namespace), gping, and what scripts do with grep and awk."""

import json
import re
import shutil
import unittest

import nd

nd.require_namespaces()
nd.require_program('ping', 'unshare')

HOST, ABSENT, FAR = '10.72.0.2', '10.72.0.77', '10.72.1.2'
CHECK_PING = '/usr/lib/nagios/plugins/check_ping'


class Readers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = world = nd.World()
        cls.addClassCleanup(world.close)
        world.host('a'), world.host('b', router=True)
        world.link('a', ['10.72.0.1/24', 'fd72::1/64'], 'b', [f'{HOST}/24', 'fd72::2/64'])
        world.ip('b', f'address add {FAR}/32 dev lo')
        world.route('a', f'default via {HOST}')
        world.run('a', ['ping', '-c1', '-W2', HOST])

    def both(self, *arguments):
        return [self.world.run('a', [program, *arguments]) for program in (nd.tool('myping'), 'ping')]

    # ---- jc

    def through_jc(self, text):
        result = nd.run(['jc', '--ping'], input=text)
        self.assertEqual(result.status, 0, result.err)
        found = json.loads(result.out)

        def without_times(value):
            if isinstance(value, dict):
                return {k: ('T' if isinstance(v, float) and ('time' in k or 'trip' in k) else without_times(v)) for k, v in value.items()
                        if k not in ('time_ms',)}
            return [without_times(v) for v in value] if isinstance(value, list) else value
        return without_times(found)

    def test_jc_reads_both_alike(self):
        nd.require_program('jc')
        for line in (f'-c3 -i.05 {HOST}', '-c2 -i.05 fd72::2', f'-c1 -D {HOST}', '-c1 localhost', '-c1 ::1', f'-q -c2 -i.05 {HOST}',
                     f'-c2 -O -i.1 -W.2 {ABSENT}', f'-c1 -I eth0 {HOST}', f'-c1 -s 1000 {HOST}'):
            with self.subTest(line):
                ours, peer = (self.through_jc(result.out) for result in self.both(*line.split()))
                self.assertEqual(ours, peer)
                self.assertEqual(ours['destination_ip'], peer['destination_ip'])

    # ---- check_ping

    def check(self, program, *arguments):
        """check_ping in the namespace of host a; with `program` in the place of ping."""
        command = 'mount --bind "$1" "$(readlink -f /bin/ping)" && shift && exec "$@"' if program else 'shift && exec "$@"'
        return self.world.run('a', ['unshare', '-m', 'sh', '-c', command, 'sh', program or '-', CHECK_PING, *arguments])

    def test_check_ping_reads_both_alike(self):
        if not shutil.which(CHECK_PING):
            nd.skip('needs check_ping (package monitoring-plugins-basic)')
        for line, status in ((f'-4 -H {HOST} -w 100,20% -c 500,60% -p 2', 0), ('-6 -H fd72::2 -w 100,20% -c 500,60% -p 2', 0),
                             (f'-4 -H {ABSENT} -w 100,20% -c 500,60% -p 1 -t 6', 2), (f'-4 -H {HOST} -w 0.000001,20% -c 500,60% -p 1', 1)):
            with self.subTest(line):
                ours, peer = self.check(nd.tool('myping'), *line.split()), self.check(None, *line.split())

                def without_times(text):
                    return re.sub(r'[\d.]+ ms', 'T ms', re.sub(r'rta=[\d.]+ms', 'rta=T', text))
                self.assertEqual(ours.status, status, ours.out + ours.err)
                self.assertEqual((ours.status, without_times(ours.out)), (peer.status, without_times(peer.out)))

    def test_check_ping_really_ran_ours(self):
        if not shutil.which(CHECK_PING):
            nd.skip('needs check_ping (package monitoring-plugins-basic)')
        self.assertEqual(self.check('/bin/false', '-4', '-H', HOST, '-w', '100,20%', '-c', '500,60%', '-p', '1').status, 3)

    # ---- gping, which Debian 12 does not have: what it asks and how it reads is done here by hand

    def test_as_gping_reads(self):
        version = nd.run([nd.tool('myping'), '-V'])
        self.assertEqual(version.status, 0)
        self.assertIn('iputils', version.out.lower())
        process = self.world.popen('a', [nd.tool('myping'), '-O', '-i0.2', HOST])
        process.wait_for('icmp_seq=3')
        lines = process.interrupt().out.splitlines()
        times = [match for line in lines if line.startswith('64 bytes from')
                 for match in [re.search(r'(?i)time=(?P<ms>\d+)(?:\.(?P<ns>\d+))? *ms', line)]]
        self.assertGreaterEqual(len(times), 3)
        for match in times:
            self.assertIsNotNone(match)
            self.assertLessEqual(len(match['ns'] or ''), 6, 'gping would give up')
        lost = self.world.run('a', [nd.tool('myping'), '-O', '-i0.2', '-c3', '-W.2', ABSENT]).out.splitlines()
        self.assertEqual(len([line for line in lost if line.startswith('no answer yet')]), 2)

    # ---- scripts

    def test_one_liners(self):
        programs = ("awk -F/ '/^rtt/ { print NF }'", "awk -F'[= ]' '/time=/ { print ($10 > 0) }'", "grep -oP '\\d+(?=% packet loss)'",
                    "grep -c 'bytes from'", "awk '/packets transmitted/ { print $1, $4 }'", "sed -n 's/.*icmp_seq=\\([0-9]*\\).*/\\1/p'",
                    "tail -1 | cut -d' ' -f1-3", "grep -oE 'ttl=[0-9]+' | sort -u", "awk 'NR == 1 { print $3 }' | tr -d '()'",
                    "sed -n 2p | cut -d' ' -f4 | tr -d :", "grep -q ' 0% packet loss' && echo up || echo down",
                    "awk -F', ' '/loss/ { for (i = 1; i <= NF; i++) if ($i ~ /loss/) print $i }'")
        for line in (f'-c3 -i.05 {HOST}', f'-c2 -i.05 -W5 {ABSENT}', f'-c2 -i.05 {FAR}'):
            ours, peer = self.both(*line.split())
            for program in programs:
                with self.subTest(f'{line}: {program}'):
                    read = [nd.run(['sh', '-c', program], input=result.out).out for result in (ours, peer)]
                    self.assertEqual(read[0], read[1])

    def test_the_status_alone(self):
        for arguments, status in ((['-c1', HOST], 0), (['-c1', '-W.3', ABSENT], 1), (['-c1', 'nosuch.invalid'], 2)):
            ours, peer = self.both(*arguments)
            self.assertEqual((ours.status, peer.status), (status, status))

    def test_lines_come_at_once_even_into_a_pipe(self):
        process = self.world.popen('a', ['sh', '-c', f'{nd.tool("myping")} -i.2 -c20 {HOST} | grep --line-buffered icmp_seq=2'])
        self.addCleanup(process.kill)
        process.wait_for('icmp_seq=2 ', timeout=3)  # of the four seconds that the run takes
