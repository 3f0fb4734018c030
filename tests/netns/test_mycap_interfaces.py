"""Several -i at once: the interface on each line and in JSON, counts for each, one file, and what is refused."""
import unittest

import nd

nd.require_namespaces()
nd.require_program('ping', 'tcpdump')


class Interfaces(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        for host in 'abc':
            cls.world.host(host)
        cls.world.link('a', '10.77.0.1/24', 'b', '10.77.0.2/24')
        cls.world.link('c', '10.78.0.1/24', 'b', '10.78.0.2/24')
        cls.world.ip('b', 'tuntap add mode tun name t0')
        cls.world.ip('b', 'link set t0 up')
        for host, address in (('a', '10.77.0.2'), ('c', '10.78.0.2')):
            cls.world.run(host, ['ping', '-c1', '-q', address])  # the neighbours know each other

    def capture(self, *arguments):
        process = self.world.popen('b', [nd.tool('mycap'), '-n', '-t', '-l', *arguments])
        self.addCleanup(process.kill)
        process.wait_for('listening on eth1', stream='err')
        for host, address in (('a', '10.77.0.2'), ('c', '10.78.0.2')):
            self.world.run(host, ['ping', '-c1', '-q', address])
        return process

    def test_each_line_tells_its_interface(self):
        result = self.capture('-i', 'eth0', '-i', 'eth1', '-c', '4', 'icmp').finish()
        self.assertEqual(result.status, 0, result.err)
        for pattern in (r'^eth0  In  IP 10\.77\.0\.1 > 10\.77\.0\.2: ICMP echo request',
                        r'^eth0  Out IP 10\.77\.0\.2 > 10\.77\.0\.1: ICMP echo reply',
                        r'^eth1  In  IP 10\.78\.0\.1 > 10\.78\.0\.2: ICMP echo request',
                        r'^eth1  Out IP 10\.78\.0\.2 > 10\.78\.0\.1: ICMP echo reply'):
            self.assertRegex(result.out, '(?m)' + pattern)
        self.assertRegex(result.err, r'\n4 packets captured\n4 packets received by filter\n0 packets dropped by kernel\n'
                                     r'eth0: 2 packets captured, 2 packets received by filter, 0 packets dropped by kernel\n'
                                     r'eth1: 2 packets captured, 2 packets received by filter, 0 packets dropped by kernel\n$')

    def test_json_tells_it_too(self):
        result = self.capture('-i', 'eth0', '-i', 'eth1', '-c', '4', '--json', 'icmp').finish()
        packets = nd.schema('mycap').check(result.out)
        self.assertEqual(sorted((p['interface'], p['direction']) for p in packets),
                         [('eth0', 'in'), ('eth0', 'out'), ('eth1', 'in'), ('eth1', 'out')])

    def test_all_go_into_one_file(self):
        folder = nd.temporary_folder(self)
        self.assertEqual(self.capture('-i', 'eth0', '-i', 'eth1', '-c', '4', '-w', str(folder / 'f'), 'icmp').finish().status, 0)
        text = nd.run(['tcpdump', '-nr', str(folder / 'f')]).out
        self.assertEqual((text.count('10.77.0.2'), text.count('10.78.0.2')), (2, 2))

    def test_refusals(self):
        for arguments, message in (
                (['-i', 'eth0', '-i', 't0', '-w', '/dev/null'],
                 'mycap: t0: its link type is RAW, that of eth0 EN10MB (a file has one link type: write one for each, or '
                 'capture on any)\n'),
                (['-i', 'eth0', '-i', 'eth0'], 'mycap: eth0: given twice\n'),
                (['-i', 'eth0', '-i', 'any'], 'mycap: any: stands for all interfaces already\n'),
                (['-i', 'eth0', '-i', 'nowhere'], 'mycap: nowhere: No such device exists (see -D for the list)\n')):
            with self.subTest(arguments):
                result = self.world.run('b', [nd.tool('mycap'), *arguments])
                self.assertEqual((result.status, result.out, result.err), (1, '', message))


class Lists(unittest.TestCase):
    def test_what_a_device_can_do(self):
        """Beside the peer, whose lists stand on standard error: -L, -J, -I and -j, for loopback and for any."""
        with nd.World() as world:
            world.host('a')
            for arguments in (['-L'], ['-J'], ['-I', '-L'], ['-I'], ['-j', 'host', '-L'], ['-L', '-y', 'RAW'], ['-j', 'adapter', '-L']):
                for device in ('lo', 'any'):
                    with self.subTest(f'{device} {arguments}'):
                        ours, peer = (world.run('a', [tool, '-i', device, *arguments]) for tool in (nd.tool('mycap'), 'tcpdump'))
                        self.assertEqual((ours.status, ours.err.replace('mycap', 'tcpdump') + ours.out), (peer.status, peer.err))


if __name__ == '__main__':
    unittest.main()
