"""The two processes of a capture: what is left of their rights, and what happens when one of them dies."""
import os
import re
import signal
import sys
import unittest

import frames
import nd
import without_seccomp
from guarded import NO_RIGHTS, family, require_no_sanitizer, require_sandbox, rights_of, status_of

nd.require_namespaces()
nd.require_program('ping')

CRASH = r'mycap: decoder: ended by a signal: (?:Aborted|Segmentation fault) \((.*)\)\n'

# A job of its own, as a shell with job control makes one; ends with its status.
JOB = """import os, sys
child = os.fork()
if child == 0:
    os.setpgid(0, 0)
    os.execv(sys.argv[1], sys.argv[1:])
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"""


class Guard(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.world.host('a')
        cls.world.host('b')
        cls.world.link('a', '10.77.0.1/24', 'b', '10.77.0.2/24')

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def setUp(self):
        self.folder = nd.temporary_folder(self)

    def capture(self, *arguments):
        process = self.world.popen('b', [nd.tool('mycap'), '-i', 'eth0', '--immediate-mode', '-l', *arguments, 'icmp'])
        self.addCleanup(process.kill)
        process.wait_for('listening on', stream='err')
        self.decoder = nd.wait_until(lambda: family(process.pid)[1:2])[0]
        return process

    def reader(self, *arguments):
        """One that reads standard input, which stays open behind the first packet."""
        process = nd.Process([nd.tool('mycap'), '-r', '-', '-l', *arguments])
        self.addCleanup(process.kill)
        process.stdin.write(frames.pcap([frames.ethernet(frames.udp(b'x', 1000, 9))]))
        process.stdin.flush()
        process.wait_for('UDP')
        self.decoder = family(process.pid)[1]
        return process

    def ping(self, count=1):
        self.assertEqual(self.world.run('a', ['ping', '-c', str(count), '-i', '0.01', '-q', '10.77.0.2']).status, 0)

    def assert_rights(self, process, processes):
        found = family(process.pid)
        self.assertEqual(len(found), processes)
        for pid in found:
            self.assertEqual(rights_of(pid), NO_RIGHTS)
            self.assertEqual(status_of(pid, 'Groups').strip(), '' if pid == self.decoder else status_of(process.pid, 'Groups').strip())

    def test_rights_of_a_live_capture(self):
        require_sandbox()
        # Who asks name servers is the third.
        for arguments, processes in ((['-n'], 2), ([], 3), (['-n', '-Z', 'nobody'], 2), (['-n', '--json'], 2)):
            with self.subTest(arguments):
                process = self.capture(*arguments)
                self.ping()
                process.wait_for('\n')
                self.assert_rights(process, processes)
                self.assertEqual(process.interrupt().status, 0)

    def test_rights_of_a_reader(self):
        require_sandbox()
        for arguments, processes in ((['-n'], 2), ([], 3), (['-n', '-Z', 'nobody'], 2)):
            with self.subTest(arguments):
                process = self.reader(*arguments)
                self.assert_rights(process, processes)
                self.assertEqual(process.interrupt().status, 0)

    def test_nothing_can_be_sent_on_a_device(self):
        """One filter more than where a file is read."""
        require_sandbox()
        live = self.capture('-n')
        filters = status_of(self.decoder, 'Seccomp_filters')
        if filters is None:
            nd.skip('this kernel does not tell how many filters there are')
        self.assertEqual(filters, '2')
        self.assertEqual(live.interrupt().status, 0)
        self.reader('-n')
        self.assertEqual(status_of(self.decoder, 'Seccomp_filters'), '1')

    def test_a_user_has_no_groups_where_packets_are_decoded(self):
        process = self.capture('-n', '-Z', 'nobody')
        self.ping()
        process.wait_for('echo reply')
        for pid in family(process.pid):
            self.assertEqual(status_of(pid, 'Uid').split(), ['65534'] * 4)
        self.assertEqual(status_of(self.decoder, 'Groups').strip(), '')
        self.assertEqual(process.interrupt().status, 0)

    def crash(self, process, number=signal.SIGABRT):
        os.kill(self.decoder, number)
        result = process.finish()
        self.assertEqual(result.status, 1, result.err)
        self.assertRegex(result.err, CRASH)
        return re.search(CRASH, result.err)[1], result

    def test_a_kernel_without_filters_is_told(self):
        require_sandbox()
        if not without_seccomp.known():
            nd.skip('the numbers of system calls are not known for this processor')

        def run(*words):
            return nd.run([sys.executable, without_seccomp.__file__, nd.tool('mycap'), *words])

        self.assertIn('sandbox: no seccomp', run('--version').out)
        capture = nd.ROOT / 'tests/fixtures/pcap/session.pcap'
        told, plain = run('-nvr', capture), run('-nr', capture)
        self.assertIn('mycap: this kernel offers no seccomp', told.err)
        self.assertNotIn('seccomp', plain.err)
        self.assertEqual((told.status, plain.status), (0, 0))
        self.assertTrue(plain.out)

    def test_a_crash_while_printing(self):
        process = self.capture('-n')
        self.ping()
        process.wait_for('echo reply')
        remedy, result = self.crash(process)
        self.assertIn('please report this', remedy)
        self.assertTrue(result.out.endswith('\n'))

    def test_a_read_where_nothing_is(self):
        require_no_sanitizer()
        self.crash(self.capture('-n'), signal.SIGSEGV)

    def test_a_crash_while_writing(self):
        file = self.folder / 'f'
        process = self.capture('-U', '--print', '-n', '-w', file)
        self.ping(2)
        process.wait_for('(?s)echo reply.*echo reply')
        size = nd.wait_until(lambda: (file.stat().st_size - 24) % (16 + 98) == 0 and file.stat().st_size == 24 + 4 * (16 + 98) and file.stat().st_size)
        with open(file, 'ab') as half:
            half.write(b'half a record')
        remedy, _ = self.crash(process)
        self.assertEqual(remedy, 'the capture file is whole up to the last record')
        self.assertEqual(file.stat().st_size, size)
        self.assertEqual(nd.run([nd.tool('mycap'), '--count', '-r', file]).out, '4 packets\n')

    def test_a_crash_before_anything_was_written(self):
        file = self.folder / 'f'
        process = self.capture('-n', '-w', file)
        self.crash(process)
        result = nd.run([nd.tool('mycap'), '--count', '-r', file])
        self.assertEqual((result.status, result.out), (0, '0 packets\n'))

    def test_a_crash_between_files(self):
        process = self.capture('-U', '-n', '-w', self.folder / 'f', '-C', '1k')
        self.ping(15)
        nd.wait_until(lambda: (self.folder / 'f2').exists())
        self.crash(process)
        for file in self.folder.iterdir():
            self.assertEqual(nd.run([nd.tool('mycap'), '--count', '-r', file]).status, 0, file)

    def test_a_crash_while_reading(self):
        process = self.reader('-n', '-w', self.folder / 'f', '-U', '--print')
        remedy, _ = self.crash(process)
        self.assertEqual(remedy, 'the capture file is whole up to the last record')
        self.assertEqual(nd.run([nd.tool('mycap'), '--count', '-r', self.folder / 'f']).out, '1 packet\n')

    def test_a_crash_ends_the_command_too(self):
        process = self.capture('-n', '--run', 'echo shell $$ >&2; exec sleep 1000')
        shell = int(process.wait_for(r'shell (\d+)', stream='err')[1])
        self.decoder = next(pid for pid in family(process.pid)[1:] if pid != shell)
        self.crash(process)
        nd.wait_until(lambda: status_of(shell, 'State') is None)

    def test_nothing_is_left_of_a_capture_that_is_killed(self):
        process = self.capture()
        members = family(process.pid)
        process.signal(signal.SIGKILL)
        nd.wait_until(lambda: all((status_of(pid, 'State') or 'Z').startswith('Z') for pid in members))

    def test_both_stop_and_go_on(self):
        wrapper = self.world.popen('b', ['python3', '-c', JOB, nd.tool('mycap'), '-i', 'eth0', '-n', '-l', '--immediate-mode', 'icmp'])
        self.addCleanup(wrapper.kill)
        wrapper.wait_for('listening on', stream='err')
        members = nd.wait_until(lambda: len(found := family(wrapper.pid)[1:]) == 2 and found)
        for _ in range(2):
            os.kill(members[0], signal.SIGTSTP)
            nd.wait_until(lambda: all(status_of(pid, 'State').startswith('T') for pid in members))
            os.kill(members[0], signal.SIGCONT)
            nd.wait_until(lambda: not any(status_of(pid, 'State').startswith('T') for pid in members))
        self.ping()
        wrapper.wait_for('echo reply')
        os.kill(members[0], signal.SIGINT)
        self.assertEqual(wrapper.finish().status, 0)

    def test_where_nobody_could_continue_it_nothing_stops(self):
        process = self.capture('-n')  # in an orphaned process group
        process.signal(signal.SIGTSTP)
        self.ping()
        process.wait_for('echo reply')
        self.assertEqual(process.interrupt().status, 0)

    def test_signals_reach_it_once(self):
        process = self.capture('-n')
        self.ping()
        process.wait_for('echo reply')
        os.killpg(process.pid, signal.SIGUSR1)
        process.wait_for('2 packets captured, ', stream='err')
        os.killpg(process.pid, signal.SIGALRM)  # means nothing, as to the peer
        self.ping()
        process.wait_for('(?s)echo reply.*echo reply')
        os.killpg(process.pid, signal.SIGINT)
        result = process.finish()
        self.assertEqual(result.status, 0)
        self.assertEqual(result.err.count('packets captured, '), 1)
        self.assertEqual(len(re.findall(r'packets captured\n', result.err)), 1)

    def test_the_interface_counts_are_still_told(self):
        process = self.capture('-n')
        self.ping()
        process.wait_for('echo reply')
        self.assertRegex(process.interrupt().err, r'2 packets captured\n2 packets received by filter\n0 packets dropped by kernel\n$')


if __name__ == '__main__':
    unittest.main()
