"""The end of a live capture: what the kernel has taken by then is shown, and few descriptors are told of."""
import resource
import signal
import unittest

import nd
from guarded import require_no_sanitizer

nd.require_namespaces()
nd.require_program('ping')


class Ending(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.world.host('a')
        cls.world.host('b')
        cls.world.link('a', '10.77.0.1/24', 'b', '10.77.0.2/24')

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def capture(self, *arguments):
        process = self.world.popen('b', [nd.tool('mycap'), '-n', *arguments, 'icmp'])
        self.addCleanup(process.kill)
        process.wait_for('listening on', stream='err')
        return process

    def ping(self, host, count, address):
        self.assertEqual(self.world.run(host, ['ping', '-c', str(count), '-i', '0.005', '-q', address]).status, 0)

    def test_a_signal_loses_no_packet(self):
        """Packets come in blocks, which the kernel keeps for up to a second."""
        for arguments in ([], ['-l'], ['-w', nd.temporary_folder(self) / 'f', '--print'], ['--json']):
            for number in (signal.SIGINT, signal.SIGTERM):
                with self.subTest(arguments=arguments, number=number):
                    process = self.capture('-i', 'eth0', *arguments)
                    self.ping('a', 5, '10.77.0.2')
                    process.signal(number)
                    result = process.finish()
                    self.assertEqual(result.status, 0, result.err)
                    self.assertIn('10 packets captured\n10 packets received by filter\n0 packets dropped', result.err)
                    self.assertEqual(len(result.out.strip().split('\n')), 10)

    def test_what_is_on_several_devices(self):
        process = self.capture('-i', 'eth0', '-i', 'lo')
        self.ping('a', 2, '10.77.0.2')
        self.ping('b', 2, '127.0.0.1')
        self.assertIn('8 packets captured\n', process.interrupt().err)

    def test_the_time_that_was_asked_for(self):
        process = self.capture('-i', 'eth0', '--duration', '1')
        self.ping('a', 3, '10.77.0.2')
        result = process.finish()
        self.assertIn('6 packets captured\n', result.err)

    def test_few_descriptors_are_told_of(self):
        require_no_sanitizer()
        for arguments in (['-i', 'lo', '--process'], ['-i', 'lo'], ['-i', 'lo', '-w', nd.temporary_folder(self) / 'f', '-C', '1']):
            for limit in range(8, 20):
                with self.subTest(arguments=arguments, limit=limit):
                    result = self.world.run('b', [nd.tool('mycap'), *arguments, '--duration', '0.01'],
                                            preexec=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)))
                    if result.status != 0:
                        self.assertEqual(result.status, 1, result.err)
                        self.assertIn('Too many open files', result.err)
                        self.assertIn('ulimit -n', result.err)


if __name__ == '__main__':
    unittest.main()
