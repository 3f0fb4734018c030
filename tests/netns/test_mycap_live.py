"""Live captures in namespaces: summary lines, signals, delivery, rotation, and what happens when output fails."""
import os
import re
import signal
import unittest

import nd

nd.require_namespaces()
nd.require_program('tcpdump', 'ping')

SUMMARY = r'(\d+) packets? captured\n(\d+) packets? received by filter\n(\d+) packets? dropped by kernel\n$'


class Live(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.world.host('a')
        cls.world.host('b')
        cls.world.link('a', '10.77.0.1/24', 'b', '10.77.0.2/24')
        cls.world.run('a', ['ping', '-c1', '-q', '10.77.0.2'])  # the neighbours know each other

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def capture(self, *arguments, host='b', **options):
        process = self.world.popen(host, [nd.tool('mycap'), *arguments], **options)
        process.wait_for('listening on', stream='err')
        return process

    def ping(self, count=1):
        self.assertEqual(self.world.run('a', ['ping', '-c', str(count), '-i', '0.01', '-q', '10.77.0.2']).status, 0)

    def test_a_count_ends_it(self):
        process = self.capture('-i', 'eth0', '-n', '-t', '-c', '2', 'icmp')
        self.ping()
        result = process.finish()
        self.assertEqual(result.status, 0)
        self.assertRegex(result.out, r'^IP 10\.77\.0\.1 > 10\.77\.0\.2: ICMP echo request, id \d+, seq 1, length 64\n'
                                     r'IP 10\.77\.0\.2 > 10\.77\.0\.1: ICMP echo reply, id \d+, seq 1, length 64\n$')
        self.assertRegex(result.err, SUMMARY)
        self.assertEqual(re.search(SUMMARY, result.err)[1], '2')

    def test_signals_end_it(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number):
                process = self.capture('-i', 'eth0', '-n', 'icmp')
                process.signal(number)
                result = process.finish()
                self.assertEqual((result.status, result.out), (0, '\n'))
                self.assertRegex(result.err, SUMMARY)

    def test_usr1_tells_the_counts(self):
        process = self.capture('-i', 'eth0', '-n', '-l', 'icmp')
        self.ping()
        process.wait_for('echo reply')
        process.signal(signal.SIGUSR1)
        process.wait_for(r'mycap: 2 packets captured, 2 packets received by filter, 0 packets dropped by kernel\n', stream='err')
        process.signal(signal.SIGINT)
        self.assertEqual(process.finish().status, 0)

    def test_duration_needs_no_packets(self):
        process = self.capture('-i', 'eth0', '-n', '--duration', '0.3', 'port', '9')
        self.assertEqual(process.finish(timeout=5).status, 0)

    def test_files_rotate_by_size(self):
        folder = nd.temporary_folder(self)
        process = self.capture('-i', 'eth0', '-w', str(folder / 'c'), '-C', '1k', '-W', '3', '--immediate-mode', 'icmp')
        self.ping(30)
        nd.wait_until(lambda: len(os.listdir(folder)) == 3)
        process.signal(signal.SIGTERM)
        self.assertEqual(process.finish().status, 0)
        self.assertEqual(sorted(os.listdir(folder)), ['c0', 'c1', 'c2'])
        for name in os.listdir(folder):
            self.assertEqual(nd.run(['tcpdump', '-nr', str(folder / name)]).status, 0)

    def test_files_rotate_by_the_clock_without_packets(self):
        folder = nd.temporary_folder(self)
        process = self.capture('-i', 'eth0', '-w', str(folder / 'g-%s'), '-G', '1', '-W', '2', 'port', '9')
        result = process.finish(timeout=10)
        self.assertEqual(result.status, 0)
        self.assertIn('Maximum file limit reached: 2', result.err)
        self.assertEqual(len(os.listdir(folder)), 2)

    def test_the_file_is_the_peers(self):
        folder = nd.temporary_folder(self)
        process = self.capture('-i', 'eth0', '-w', str(folder / 'f'), '-c', '4', 'icmp')
        self.ping(2)
        self.assertEqual(process.finish().status, 0)
        peer = nd.run(['tcpdump', '-tnr', str(folder / 'f')])
        self.assertEqual(peer.status, 0)
        nd.assert_same(nd.run([nd.tool('mycap'), '-tnr', str(folder / 'f')]), peer)
        self.assertEqual(peer.out.count('ICMP echo'), 4)

    def test_a_full_device_is_noticed(self):
        process = self.capture('-i', 'eth0', '-U', '-w', '/dev/full', 'icmp')
        self.ping()
        result = process.finish()
        self.assertEqual(result.status, 14)
        self.assertIn('/dev/full: No space left on device', result.err)

    def test_any_tells_interfaces(self):
        process = self.capture('-i', 'any', '-n', '-t', '-c', '1', 'icmp')
        self.ping()
        result = process.finish()
        self.assertEqual(result.status, 0)
        self.assertRegex(result.out, r'^eth0  In  IP 10\.77\.0\.1 > 10\.77\.0\.2: ICMP echo request')

    def test_a_device_that_goes_away(self):
        self.world.ip('b', 'link add d0 type veth peer name d1')
        self.world.ip('b', 'link set d0 up')
        process = self.capture('-i', 'd0', '-n')
        self.world.ip('b', 'link del d0')
        result = process.finish()
        self.assertEqual(result.status, 1)
        self.assertRegex(result.err, SUMMARY)

    def test_json_follows_the_schema(self):
        process = self.capture('-i', 'eth0', '--json', '-n', '-c', '2', 'icmp')
        self.ping()
        result = process.finish()
        packets = nd.schema('mycap').check(result.out)
        self.assertEqual([p['interface'] for p in packets], ['eth0', 'eth0'])
        self.assertEqual([layer['protocol'] for layer in packets[0]['layers']], ['ether', 'ip', 'icmp'])


if __name__ == '__main__':
    unittest.main()
