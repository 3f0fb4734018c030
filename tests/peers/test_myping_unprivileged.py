"""myping beside ping as a user without any privilege, by the kernel's datagram sockets: same output, same status, same
complaints; ours may add its verdict."""

import concurrent.futures
import os
import shlex
import shutil
import unittest

import nd
from pingtext import normalise, peers_name

nd.require_namespaces()
nd.require_program('ping', 'setpriv')

A, B, R, FAR = '10.77.1.1', '10.77.1.2', '10.77.1.254', '10.77.2.2'
NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=-all', '--bounding-set=-all']

REPLIES = f'''-c1 {B} | -c1 fd77:1::2 | -c1 -v {B} | -v -c1 fd77:1::2 | -e 99 -v -c1 {B} | -e 99 -v -c1 fd77:1::2 | -c2 -i .002 {B}
-l3 -c3 {B} | -R -c1 {FAR} | -T tsonly -c1 {FAR} | -T tsandaddr -c1 {FAR} | -I eth0 -c1 {B} | -I lo -c1 127.0.0.1 | -I {A} -c1 {FAR}
-I eth0 -I {A} -c1 {FAR} | -A -c3 {B} | -D -c1 {B} | -U -c1 {B} | -S 5000 -c1 {B} | -d -c1 {B} | -r -c1 {B} | -C -c1 {FAR} | -B -c1 {FAR}
-Q 0xe0 -c1 {B} | -q -v -c1 {B} | -c1 ff02::1%eth0 -W1 | -s 0 -c1 {B} | -p ff -s 20 -c1 {B}'''

REFUSED = f'''-c1 -f {B} | -c1 -i .001 {B} | -c1 -i 0 {B} | -l4 -c1 {B} | -b -c1 -i .5 10.77.1.255 | -i .5 224.0.0.1 | -M dont 224.0.0.1
-M want -c1 224.0.0.1 | -c1 -t 0 {B} | -c1 -i .1 ff02::1%eth0 | -c1 {R} {FAR}'''

ERRORS = f'''-c1 -t1 {FAR} | -c1 -t1 fd77:2::2 | -c1 -s 2000 -M do {FAR} | -q -c1 -W.3 -s 2000 -M do {FAR} | -c1 -W.2 fe80::77
-c1 -W.2 fe80::78%eth0 | -c1 -W.2 -I eth0 fe80::79 | -c1 -W.2 -L 224.0.0.1 | -b -c1 -W.2 10.77.1.255'''


class Unprivileged(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = world = nd.World()
        cls.addClassCleanup(world.close)
        world.host('a'), world.host('b'), world.host('far')
        world.host('r', router=True)
        world.switch('s', {'a': [f'{A}/24', 'fd77:1::1/64'], 'b': [f'{B}/24', 'fd77:1::2/64'], 'r': [f'{R}/24', 'fd77:1::fe/64']})
        world.link('far', [f'{FAR}/24', 'fd77:2::2/64'], 'r', ['10.77.2.254/24', 'fd77:2::fe/64'])
        for host, via in (('a', (R, 'fd77:1::fe')), ('far', ('10.77.2.254', 'fd77:2::fe'))):
            for gateway in via:
                world.route(host, f'default via {gateway}')
        nd.wait_until(lambda: 'tentative' not in world.ip('a', '-6 address show') and 'fe80' in world.ip('a', '-6 address show'))
        for address in (B, 'fd77:1::2', FAR, 'fd77:2::2'):  # resolve the neighbours before anything is compared
            world.run('a', ['ping', '-c1', '-W5', address])
        cls.ours = nd.public_copy(cls, 'myping')
        cls.peer = nd.temporary_folder(cls) / 'ping'
        shutil.copy(shutil.which('ping'), cls.peer)  # the copy has no file capabilities
        os.chmod(cls.peer, 0o755)

    def both(self, line):
        return [self.world.run('a', [*NOBODY, program, *shlex.split(line)]) for program in (self.peer, self.ours)]

    def compare(self, table):
        self.world.sysctl('a', {'ipv4/ping_group_range': '0 2147483647'})
        lines = [line.strip() for line in table.replace('\n', ' | ').split(' | ')]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for line, (peer, ours) in zip(lines, pool.map(self.both, lines)):
                with self.subTest(line):
                    self.assertEqual((normalise(ours.out), ours.status), (normalise(peer.out), peer.status), ours.err + peer.err)
                    said = normalise(peers_name(ours.err))
                    expected = normalise(peer.err).replace(f'{self.peer}: ', 'ping: ')
                    self.assertTrue(said.startswith(expected), f'ours: {said!r}\npeer: {expected!r}')
                    self.assertLessEqual(said[len(expected):].count('\n'), 1, said)

    def test_replies(self):
        self.compare(REPLIES)

    def test_what_only_root_may_ask_for(self):
        self.compare(REFUSED)

    def test_errors(self):
        self.compare(ERRORS)

    def test_no_socket_at_all(self):
        self.world.sysctl('a', {'ipv4/ping_group_range': '1 0'})
        for line in (f'-c1 {B}', '-c1 fd77:1::2', f'-e 0 -c1 {B}', f'-f -c1 {B}'):
            peer, ours = self.both(line)
            self.assertEqual((ours.status, ours.out), (peer.status, peer.out))
            self.assertEqual(ours.err, 'myping: socket: Operation not permitted (give it cap_net_raw, or allow your group in '
                                       'net.ipv4.ping_group_range)\n')
