"""myping beside ping of iputils in one world: a host, a router, a host behind it. Same arguments, same bytes but for
times."""

import concurrent.futures
import re
import signal
import unittest

import nd
from pingtext import normalise, peers_name

nd.require_namespaces()
nd.require_program('ping', 'unshare')

A, B, R, FAR = '10.77.1.1', '10.77.1.2', '10.77.1.254', '10.77.2.2'
HOSTS = f'''127.0.0.1 localhost
{B} canon.test alias.test
fd77:1::2 six.test sixalias.test
'''


class Output(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        world = cls.world
        for host in ('a', 'b', 'far'):
            world.host(host)
        world.host('r', router=True)
        world.switch('s', {'a': [f'{A}/24', 'fd77:1::1/64'], 'b': [f'{B}/24', 'fd77:1::2/64'],
                           'r': [f'{R}/24', 'fd77:1::fe/64']})
        world.link('far', [f'{FAR}/24', 'fd77:2::2/64'], 'r', ['10.77.2.254/24', 'fd77:2::fe/64'])
        world.route('a', f'default via {R}')
        world.route('a', 'default via fd77:1::fe')
        world.route('far', 'default via 10.77.2.254')
        world.route('far', 'default via fd77:2::fe')
        for number, kind in enumerate(('unreachable', 'prohibit', 'blackhole', 'throw')):
            world.route('a', f'{kind} 10.8{number}.0.0/16')
        for number, kind in enumerate(('unreachable', 'prohibit', 'blackhole')):
            world.route('a', f'{kind} fd8{number}::/16')
        cls.hosts = nd.temporary_folder(cls) / 'hosts'
        cls.hosts.write_text(HOSTS)
        for address in (B, 'fd77:1::2', FAR, 'fd77:2::2'):  # resolve the neighbours before anything is compared
            world.run('a', ['ping', '-c1', '-W2', address])

    def run_in_a(self, program, arguments):
        command = 'mount --bind "$1" /etc/hosts && shift && exec "$@"'
        return self.world.run('a', ['unshare', '-m', 'sh', '-c', command, 'sh', self.hosts, program, *arguments])

    def compare(self, line, err=False):
        with self.subTest(line), concurrent.futures.ThreadPoolExecutor() as pool:  # beside each other: half the waiting
            peer = pool.submit(self.run_in_a, 'ping', line.split())
            ours = self.run_in_a(nd.tool('myping'), line.split())
            nd.assert_same(ours._replace(err=peers_name(ours.err)), peer.result(), normalise, err=err)

    def test_replies(self):
        for line in (f'-c1 {B}', f'-c3 -i.05 {B}', f'-c1 {FAR}', f'-c1 -D {B}', f'-c1 -n {B}', f'-c1 -q {B}', f'-c1 -O {B}',
                     f'-c1 -a {B}', f'-c1 -U {B}', f'-c2 -l2 {B}', '-c1 127.0.0.1', '-c1 127.1', '-c1 0', '-c1 0.0.0.0',
                     f'-c1 -w3 {B}', f'-c1 -W1 {B}', f'-c1 -t7 {B}', f'-c1 -Q0x10 {B}', f'-c1 -m5 {B}', f'-c1 -C {B}',
                     f'-c1 -d {B}', f'-c1 -r {B}', f'-c1 -L {B}', f'-c1 -S 4096 {B}', f'-c1 -F5 {B}',
                     f'-c 1 {B} -q', f'-qc1 {B}', f'-w1 -i.3 {B}', f'-i0 -c3 {B}'):
            self.compare(line, err=True)

    def test_replies_of_ipv6(self):
        for line in ('-c1 fd77:1::2', '-c2 -i.05 fd77:2::2', '-c1 ::1', '-c1 -6 ::1', '-c1 -t9 fd77:2::2', '-c1 -s 0 ::1', '-c1 -s 1000 ::1', '-c1 -q ::1', '-c1 -D ::1', '-c1 -Q 8 fd77:1::2', '-c1 -R ::1',
                     '-c1 -b ::1', '-c1 -T tsonly ::1'):
            self.compare(line, err=True)

    def test_flow_labels(self):
        """The kernel keeps a label for some seconds after its use, so each program has its own."""
        ours = self.run_in_a(nd.tool('myping'), ['-c1', '-F', '0x10', 'fd77:1::2'])
        peer = self.run_in_a('ping', ['-c1', '-F', '17', 'fd77:1::2'])
        self.assertIn(', flow 0x00010, 56 data bytes\n', ours.out)
        nd.assert_same(ours, peer, lambda text: normalise(text).replace('0x00010', '0x00011'), err=True)

    def test_sizes(self):
        for size in (0, 1, 8, 15, 16, 17, 55, 57, 1000, 1472, 1473, 8000, 65507):
            self.compare(f'-c1 -s {size} {B}', err=True)

    def test_patterns(self):
        for line in (f'-c1 -p ff {B}', f'-c1 -p 0102030405060708090a0b0c0d0e0f1011 {B}', f'-c1 -p 123 {B}', f'-c1 -p 0 -s 20 {B}'):
            self.compare(line)

    def test_names(self):
        for line in ('-c1 canon.test', '-c1 alias.test', '-c1 -n alias.test', '-c1 sixalias.test', '-c1 -n sixalias.test',
                     '-c1 -4 alias.test', '-c1 -6 sixalias.test', '-c1 localhost', '-c1 -I eth0 alias.test',
                     '-c1 -I eth0 sixalias.test', '-c1 -q alias.test'):
            self.compare(line, err=True)

    def test_source_and_device(self):
        for line in (f'-c1 -I eth0 {B}', f'-c1 -I {A} {B}', f'-c1 -I {A} -I eth0 {B}', '-c1 -I lo 127.0.0.1', f'-c1 -B {B}',
                     '-c1 -I eth0 fd77:1::2', '-c1 -I fd77:1::1 fd77:1::2', f'-c1 -I fd77:1::1 {B}'):
            self.compare(line, err=True)

    def test_icmp_errors(self):
        for line in (f'-c1 -t1 {FAR}', '-c1 -t1 fd77:2::2', f'-c2 -i.1 -t1 {FAR}', f'-c1 -q -t1 {FAR}', f'-c5 -w4 -t1 {FAR}'):
            self.compare(line)

    def test_every_way_to_be_rejected(self):
        kinds = {FAR: ('icmp', ('net-unreachable', 'host-unreachable', 'prot-unreachable', 'port-unreachable',
                                'net-prohibited', 'host-prohibited', 'admin-prohibited')),
                 'fd77:2::2': ('icmpv6', ('no-route', 'admin-prohibited', 'addr-unreachable', 'port-unreachable',
                                          'policy-fail', 'reject-route'))}
        for address, (protocol, names) in kinds.items():
            for name in names:
                self.world.nft('r', 'table inet f { chain c { type filter hook forward priority 0; '
                                    f'reject with {protocol} type {name}; }}; }}')
                self.compare(f'-c1 -W2 {address}')
                self.world.nft('r', 'delete table inet f')

    def test_address_unreachable_after_arp_gave_up(self):
        self.compare('-c1 -W5 10.77.1.77')
        self.compare('-c1 -W5 fd77:1::77')

    def test_routes_that_lead_nowhere(self):
        for line in ('10.80.0.1', '10.81.0.1', '10.82.0.1', '10.83.0.1', '-n fd80::1', '-n fd81::1', '-n fd82::1',
                     '10.77.1.255', '255.255.255.255'):
            with self.subTest(line):  # the peer's line, then our verdict
                ours, peer = (self.run_in_a(program, ['-c1', '-W1', *line.split()]) for program in (nd.tool('myping'), 'ping'))
                self.assertEqual((ours.status, ours.out), (peer.status, peer.out))
                self.assertEqual(peers_name(ours.err).splitlines()[0], peer.err.rstrip('\n'))

    def test_too_large_for_the_path(self):
        for line in (f'-c1 -s 1473 -M do {B}', f'-c1 -s 1472 -M do {B}', f'-c1 -s 1473 -M dont {B}', '-c1 -s 1453 -M do fd77:1::2',
                     f'-q -c2 -i.1 -W.3 -s 1473 -M do {B}', f'-q -w1 -i.4 -s 1473 -M do {B}'):
            self.compare(line)

    def test_record_route_and_timestamps(self):
        for line in (f'-c1 -R {FAR}', f'-c2 -i.1 -R {B}', f'-c1 -T tsonly {B}', f'-c1 -T tsandaddr {FAR}', f'-R -T tsonly {B}'):
            self.compare(line)

    def test_record_route_and_timestamps_as_json(self):
        """What the peer shows as text is in the object of the reply."""
        def reply(*arguments):
            objects = nd.schema('myping').check(self.run_in_a(nd.tool('myping'), ['-c1', '--json', *arguments, FAR]).out)
            return next(o for o in objects if o['type'] == 'reply')

        def peers_addresses(*arguments):
            return re.findall(r'\t(\d+\.\d+\.\d+\.\d+)', self.run_in_a('ping', ['-c1', *arguments, FAR]).out)

        self.assertEqual(reply('-R')['recorded_route'], peers_addresses('-R'))
        stamps = reply('-T', 'tsandaddr')
        self.assertEqual([stamp['address'] for stamp in stamps['ip_timestamps']], peers_addresses('-T', 'tsandaddr'))
        self.assertEqual(stamps['unrecorded_hops'], 2)
        self.assertEqual([sorted(stamp) for stamp in reply('-T', 'tsonly')['ip_timestamps']], [['stamp', 'standard']] * 6)
        self.assertNotIn('recorded_route', reply())

    def test_flood_and_adaptive(self):
        for line in (f'-f -c3 {B}', f'-f -q -c50 {B}', f'-A -c5 {B}', f'-f -c2 -i.1 {B}'):
            self.compare(line)

    def test_multicast(self):
        self.compare('-c1 -W1 -L 224.0.0.1')

    def test_nobody_answers(self):
        self.world.nft('b', 'table ip f { chain i { type filter hook input priority 0; ip daddr 10.77.1.2 icmp type echo-request drop; }; }')
        self.addCleanup(self.world.nft, 'b', 'delete table ip f')
        for line in (f'-c1 -W1 {B}', f'-c2 -i.1 -W.5 {B}', f'-c3 -O -i.1 -W.3 {B}', f'-w1 -i.4 {B}', f'-c2 -l2 -W.3 {B}'):
            self.compare(line)

    def test_interrupted(self):
        for name, program in (('ours', nd.tool('myping')), ('peer', 'ping')):
            with self.subTest(name):
                process = self.world.popen('a', [program, '-i.2', B])
                process.wait_for('icmp_seq=2')
                process.signal(signal.SIGINT)
                self.assertEqual(process.finish().status, 0)
                self.assertRegex(normalise(process.out), r'\n\n--- 10.77.1.2 ping statistics ---\n'
                                 r'(\d) packets transmitted, \1 received, 0% packet loss, time Tms\n'
                                 r'rtt min/avg/max/mdev = T ms\n$')

    def test_asked_for_the_state(self):
        for name, program in (('ours', nd.tool('myping')), ('peer', 'ping')):
            with self.subTest(name):
                process = self.world.popen('a', [program, '-i.2', '-c4', B])
                process.wait_for('icmp_seq=2')
                process.signal(signal.SIGQUIT)
                self.assertEqual(process.finish().status, 0)
                self.assertRegex(normalise(process.err), r'^\r(\d)/\1 packets, 0% loss, min/avg/ewma/max = T ms\n$')
