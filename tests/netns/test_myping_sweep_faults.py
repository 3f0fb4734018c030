"""--sweep where something is wrong: ICMP errors beside fping, signals, slow name servers, late replies, narrow terminals."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import unittest

import nd

nd.require_namespaces()
nd.require_program('fping')


def sweep(world, *arguments, **options):
    return world.run('a', [nd.tool('myping'), '--sweep', *arguments], **options)


class Errors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.host('a'), cls.world.host('b', router=True)
        cls.world.link('a', ['10.75.0.1/24', 'fd75::1/64'], 'b', ['10.75.0.2/24', 'fd75::2/64'])
        cls.world.sysctl('b', {'ipv4/icmp_ratelimit': 0})
        cls.world.ip('a', 'route add 10.76.0.0/16 via 10.75.0.2')
        cls.world.ip('a', '-6 route add fd76::/64 via fd75::2')
        cls.world.ip('b', '-6 route add unreachable fd76::/64')
        cls.world.ip('b', 'route add unreachable 10.78.0.0/16')
        cls.world.nft('b', 'table ip f { chain p { type filter hook prerouting priority 0; '
                           'ip daddr 10.76.1.1 reject with icmp type host-unreachable; '
                           'ip daddr 10.76.1.2 reject with icmp type admin-prohibited; }; }')

    def test_causes_are_told_in_the_words_of_fping_for_each_try(self):
        for target in ('10.76.1.1', '10.76.1.2'):
            peer = self.world.run('a', ['fping', '-t300', '-r1', target])
            ours = sweep(self.world, target, '-W.3', '--retries', '1')
            self.assertEqual((ours.status, ours.out), (peer.status, peer.out))
            self.assertEqual([line for line in ours.err.splitlines() if 'ICMP' in line], peer.err.splitlines())
            self.assertEqual(len(peer.err.splitlines()), 2)

    def test_quiet_is_quiet(self):
        self.assertEqual(sweep(self.world, '10.76.1.1', '-W.2', '--retries', '0', '-q').err, '')

    def test_json_says_who_said_it(self):
        for target, who in (('10.76.1.1', '10.75.0.2'), ('fd76::1', 'fd75::2')):
            host = nd.schema('myping').check(sweep(self.world, target, '-W.3', '--retries', '1', '--json').out)[0]
            self.assertEqual((host['alive'], host['probes'], host['reason_from']), (False, 2, who))
            self.assertIn('Destination', host['reason'])

    def test_a_probe_that_cannot_be_sent(self):
        self.world.ip('a', 'route add unreachable 10.79.0.0/16')
        peer = self.world.run('a', ['fping', '-t200', '-r0', '10.79.0.1'])
        ours = sweep(self.world, '10.79.0.1', '-W.2', '--retries', '0')
        self.assertEqual(ours.out, peer.out)
        self.assertIn(peer.err, ours.err)


# Answers each echo request with "host unreachable", of which it quotes as much as it is told, or another cookie.
REFUSER = """
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
print('ready', flush=True)
def checksum(data):
    total = sum(int.from_bytes(data[i:i + 2], 'big') for i in range(0, len(data), 2))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff
while True:
    packet, (source, _) = s.recvfrom(65536)
    if packet[20] != 8:
        continue
    quoted = {'whole': packet, 'least': packet[:28], 'forged': packet[:28] + b'forgery.' + packet[36:]}[sys.argv[1]]
    head = bytes([3, 1, 0, 0, 0, 0, 0, 0])
    s.sendto(head[:2] + checksum(head + quoted).to_bytes(2, 'big') + head[4:] + quoted, (source, 0))
"""


class Quotes(unittest.TestCase):
    def test_an_error_must_quote_the_probe_as_far_as_it_quotes(self):
        world = nd.World()
        self.addCleanup(world.close)
        world.host('a'), world.host('b', sysctl={'ipv4/icmp_echo_ignore_all': 1})
        world.link('a', '10.77.0.1/24', 'b', '10.77.0.2/24')
        for quote, believed in (('whole', True), ('least', True), ('forged', False)):
            with self.subTest(quote), world.popen('b', [sys.executable, '-c', REFUSER, quote]) as refuser:
                refuser.wait_for('ready')
                host = nd.schema('myping').check(sweep(world, '10.77.0.2', '-W.5', '--retries', '2', '--json').out)[0]
                self.assertEqual((host['alive'], host['probes']), (False, 3))
                self.assertEqual((host['reason'], host.get('reason_from')),
                                 ('Destination Host Unreachable', '10.77.0.2') if believed else ('timeout', None))


class Signals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.host('a')

    def start(self, *options):
        return self.world.popen('a', [nd.tool('myping'), '--sweep', '127.0.0.0/16', '--rate', '50', *options])

    def test_quit_tells_how_far_it_is_and_the_others_end_it(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            for options in ([], ['--json']):
                with self.subTest(number=number, options=options), self.start(*options) as process:
                    process.wait_for(r'127\.0\.0\.3')
                    process.signal(signal.SIGQUIT)
                    process.wait_for(r'^\d+ of 65536 done, \d+ alive, \d+ packets/s, [\d:]+ left$', 'err')
                    process.wait_for(r'\A(?:.*\n){%d}' % (len(process.out.splitlines()) + 2))  # it goes on
                    process.signal(number)
                    result = process.finish()
                    self.assertEqual(result.status, 1)
                    if options:
                        self.assertEqual(nd.schema('myping').check(result.out)[-1]['type'], 'sweep_summary')
                    else:
                        self.assertRegex(result.err, r'(?m)^\d+ targets, \d+ alive, ')
                    self.assertIn('interrupted: ', result.err)

    def test_the_progress_line_fits_a_narrow_terminal(self):
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        termios.tcsetwinsize(master, (24, 30))
        process = subprocess.Popen(['ip', 'netns', 'exec', self.world.netns('a'), nd.tool('myping'), '--sweep', '127.0.0.0/16', '--rate', '50',
                                    '--unreachable'], stdout=subprocess.DEVNULL, stderr=slave, stdin=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        os.close(slave)
        text = b''
        while text.count(b'\x1b[K') < 2 and select.select([master], [], [], 20)[0]:
            text += os.read(master, 65536)
        lines = re.findall(rb'\r([^\x1b\r\n]*)\x1b\[K', text)
        self.assertGreaterEqual(len(lines), 2, text)
        self.assertLess(max(map(len, lines)), 30, text)


class LateReplies(unittest.TestCase):
    def test_a_late_reply_is_no_duplicate(self):
        world = nd.World()
        self.addCleanup(world.close)
        world.host('a'), world.host('b', sysctl={'ipv4/icmp_echo_ignore_all': 1})
        world.link('a', '10.77.0.1/24', 'b', '10.77.0.2/24')
        program = nd.TESTS / 'support' / 'echo_responder.py'
        for lie, late, duplicates in (('late=.4', True, False), ('twice', False, True)):
            with self.subTest(lie), world.popen('b', [sys.executable, program, lie]) as responder:
                responder.wait_for('ready')
                wait = '.2' if late else '5'
                out = sweep(world, '10.77.0.2', '-c5', '-i1' if late else '-i.2', '-W', wait, '--json').out
                host, summary = nd.schema('myping').check(out)
                self.assertEqual((host['alive'], host['received']), (not late, 0 if late else 5))
                self.assertEqual((summary['late'] > 0, summary['duplicates'] > 0), (late, duplicates), summary)


class SlowNames(unittest.TestCase):
    """A name server that says nothing: the sweep goes on, and ends at a signal."""

    def test_a_slow_name_holds_up_nothing(self):
        world = nd.World()
        self.addCleanup(world.close)
        world.host('a')
        conf = nd.temporary_folder(self) / 'resolv.conf'
        conf.write_text('nameserver 127.0.0.53\noptions timeout:30 attempts:1\n')
        # A bound socket that nobody reads: no port-unreachable error ends the wait.
        server = world.popen('a', ['python3', '-c', 'import socket,sys; s=socket.socket(socket.AF_INET, socket.SOCK_DGRAM); '
                                   's.bind(("127.0.0.53", 53)); print("up", flush=True); sys.stdin.read()'])
        self.addCleanup(server.kill)
        server.wait_for('up')
        line = f'mount --bind {conf} /etc/resolv.conf && exec "$0" "$@"'
        with world.popen('a', ['unshare', '-m', 'sh', '-c', line, nd.tool('myping'), '--sweep', 'slow.example', '127.0.0.1-40',
                               'slower.example', '127.0.1.1', '--json']) as process:
            process.wait_for(r'127\.0\.1\.1')
            result = process.interrupt(timeout=10)
        summary = nd.schema('myping').check(result.out)[-1]
        self.assertEqual((result.status, summary['alive'], summary['not_asked'], summary['unknown_names']), (1, 41, 2, 0))
