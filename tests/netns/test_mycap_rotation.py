"""What a live capture does beside showing packets: files in turn and what runs on them, a budget, a command's lifetime,
signals, directions, and output that fails."""
import os
import pathlib
import pty
import re
import resource
import signal
import unittest

import nd
from guarded import family, require_no_sanitizer

nd.require_namespaces()
nd.require_program('tcpdump', 'ping', 'setsid')


class Case(unittest.TestCase):
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

    def setUp(self):
        self.folder = nd.temporary_folder(self)

    def capture(self, *arguments, tool=None, **options):
        process = self.world.popen('b', [tool or nd.tool('mycap'), '-i', 'eth0', *map(str, arguments)], **options)
        process.wait_for('listening on', stream='err')
        return process

    def ping(self, count=1, size=56):
        self.assertEqual(self.world.run('a', ['ping', '-c', str(count), '-i', '0.005', '-s', str(size), '-q', '10.77.0.2']).status, 0)

    def stop(self, process, status=0):
        process.signal(signal.SIGINT)
        result = process.finish()
        self.assertEqual(result.status, status, result.err)
        return result

    def sizes(self):
        """Of the files, some of which may go meanwhile."""
        for name in os.listdir(self.folder):
            try:
                yield (self.folder / name).stat().st_size
            except FileNotFoundError:
                pass

    def packets(self, name):
        result = nd.run(['tcpdump', '-nr', self.folder / name])
        self.assertEqual(result.status, 0, result.err)
        return len(result.out.splitlines())


class Files(Case):
    def test_a_program_runs_on_each_finished_file(self):
        process = self.capture('-w', self.folder / 'c', '-C', '1k', '-z', 'gzip', '--immediate-mode', 'icmp')
        self.ping(20)
        nd.wait_until(lambda: (self.folder / 'c1.gz').exists() and (self.folder / 'c.gz').exists())
        self.stop(process)
        # The last file stays as it is; gzip removes the others when it is done.
        nd.wait_until(lambda: len([name for name in os.listdir(self.folder) if not name.endswith('.gz')]) == 1)

    def test_a_program_that_does_not_exist_is_told(self):
        process = self.capture('-w', self.folder / 'c', '-C', '1k', '-z', '/no/such/program', '--immediate-mode', 'icmp')
        self.ping(20)
        process.wait_for('/no/such/program: No such file or directory', stream='err')
        self.stop(process)

    def test_the_oldest_files_make_room(self):
        process = self.capture('-w', self.folder / 'c', '-C', '1k', '--total-size', '4k', '--immediate-mode', '-U', 'icmp')
        for _ in range(4):
            self.ping(20)
            nd.wait_until(lambda: len(os.listdir(self.folder)) > 1)
            # A packet and the header of a new file are written before room is made for them.
            nd.wait_until(lambda: sum(self.sizes()) <= 4096)
        self.stop(process)
        names = os.listdir(self.folder)
        self.assertNotIn('c', names)
        self.assertGreaterEqual(len(names), 3)
        self.assertTrue(all(self.packets(name) > 0 for name in names))

    def test_what_is_in_the_way_of_the_next_file(self):
        """Only the name that was typed may lead anywhere."""
        elsewhere = self.folder / 'elsewhere'
        elsewhere.write_text('kept')
        for make, reason in ((lambda path: path.symlink_to(elsewhere), 'a symbolic link is in the way of the next file'),
                             (os.mkfifo, 'what is in the way of the next file is no regular file'),
                             (lambda path: path.mkdir(), 'Is a directory')):
            with self.subTest(reason):
                folder = nd.temporary_folder(self)
                (folder / 'c').symlink_to(folder / 'target')
                make(folder / 'c1')
                process = self.capture('-w', folder / 'c', '-C', '1k', '--immediate-mode', '-U', 'icmp')
                self.ping(20)
                result = process.finish()
                self.assertEqual(result.status, 1, result.err)
                self.assertIn(f'mycap: {folder}/c1: {reason}\n', result.err)
                self.assertRegex(result.err, r'packets captured\n')
                self.assertGreater(len(nd.run(['tcpdump', '-nr', folder / 'target']).out.splitlines()), 0)
        self.assertEqual(elsewhere.read_text(), 'kept')

    def test_a_ring_comes_back_to_a_linked_first_file(self):
        elsewhere = nd.temporary_folder(self)
        (self.folder / 'c0').symlink_to(elsewhere / 'target')
        process = self.capture('-w', self.folder / 'c', '-C', '1k', '-W', '2', '--immediate-mode', '-U', 'icmp')
        self.ping(40)
        self.stop(process)
        self.assertLess((elsewhere / 'target').stat().st_size, 2000)
        self.assertGreater(nd.run(['tcpdump', '-nr', elsewhere / 'target']).out.count('\n'), 0)

    def test_a_regular_file_in_the_way_is_replaced(self):
        (self.folder / 'c1').write_bytes(b'x' * 100000)
        process = self.capture('-w', self.folder / 'c', '-C', '1k', '--immediate-mode', '-U', 'icmp')
        self.ping(15)
        nd.wait_until(lambda: (self.folder / 'c2').exists())
        self.stop(process)
        self.assertGreater(self.packets('c1'), 0)

    def test_finished_files_are_whole_when_it_is_killed(self):
        for _ in range(5):
            folder = nd.temporary_folder(self)
            process = self.capture('-w', folder / 'c', '-C', '1k', '--immediate-mode', 'icmp')
            self.ping(20)
            nd.wait_until(lambda: (folder / 'c2').exists())
            process.kill()
            for name in sorted(os.listdir(folder), key=lambda name: int(name[1:] or 0))[:-1]:
                self.assertEqual(nd.run(['tcpdump', '-nr', folder / name]).status, 0, name)

    def test_a_disk_that_fails_at_the_end_is_told(self):
        require_no_sanitizer()
        nd.require_program('strace')
        process = self.world.popen('b', ['strace', '-f', '-o', '/dev/null', '-e', 'inject=fsync:error=EIO', nd.tool('mycap'), '-i', 'eth0',
                                         '-n', '-c', '2', '-w', self.folder / 'f', 'icmp'])
        process.wait_for('listening on', stream='err')
        self.ping()
        result = process.finish()
        self.assertEqual(result.status, 14, result.err)
        self.assertIn(f'mycap: {self.folder}/f: Input/output error (what the disk has of the file is not known)\n', result.err)

    def test_by_size_and_by_the_clock_the_counter_starts_anew(self):
        process = self.capture('-w', self.folder / 'g%s-', '-G', '1', '-C', '1k', '--immediate-mode', '-U', 'icmp')
        stamps = set()

        def seconds_seen():
            self.ping(15)
            stamps.update(name.split('-')[0] for name in os.listdir(self.folder) if name.endswith('-1'))
            return len(stamps) > 1
        nd.wait_until(seconds_seen)
        self.stop(process)

    def test_files_belong_to_the_user(self):
        os.chmod(self.folder, 0o777)
        process = self.capture('-w', self.folder / 'f', '-Z', 'nobody', '-U', '--immediate-mode', 'icmp')
        self.ping()
        nd.wait_until(lambda: (self.folder / 'f').stat().st_size > 24)
        self.assertEqual((self.folder / 'f').stat().st_uid, 65534)
        with open(f'/proc/{process.pid}/status', encoding='ascii') as status:
            self.assertIn('Uid:\t65534\t65534\t65534\t65534', status.read())
        self.stop(process)

    def test_usr2_writes_what_was_gathered(self):
        process = self.capture('-w', self.folder / 'f', '--immediate-mode', 'icmp')
        self.ping(3)

        def flushed():
            process.signal(signal.SIGUSR2)
            return (self.folder / 'f').stat().st_size > 24 and self.packets('f') == 6
        nd.wait_until(flushed)
        self.stop(process)

    def test_the_number_of_packets_is_told_each_second(self):
        process = self.capture('-v', '-w', self.folder / 'f', '--immediate-mode', 'icmp')
        self.ping(2)
        process.wait_for('Got 4\r', stream='err')
        self.stop(process)


class Failures(Case):
    def lost(self, process):
        result = process.finish()
        self.assertEqual(result.status, 14, result.err)
        return result.err

    def test_a_file_size_limit(self):
        limit = 3000

        def limited():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        process = self.capture('-U', '--immediate-mode', '-w', self.folder / 'f', 'icmp', preexec=limited)
        self.ping(30)
        err = self.lost(process)
        kept = self.packets('f')
        self.assertRegex(err, rf'{self.folder}/f: File too large \(1 packet lost; the file ends with its last whole packet, number {kept}\)')
        self.assertEqual((self.folder / 'f').stat().st_size, 24 + kept * (16 + 98))

    def test_a_full_file_system(self):
        mounted = nd.run(['mount', '-t', 'tmpfs', '-o', 'size=16k', 'none', self.folder])
        if mounted.status != 0:
            nd.skip('cannot mount a tmpfs here')
        self.addCleanup(nd.run, ['umount', self.folder])
        process = self.capture('-U', '--immediate-mode', '-w', self.folder / 'f', 'icmp')
        self.ping(40, size=1000)
        err = self.lost(process)
        self.assertRegex(err, rf'{self.folder}/f: No space left on device \(1 packet lost; the file ends with its last whole packet')
        self.assertGreater(self.packets('f'), 5)


class Rights(Case):
    """What a capture that runs as root may still do."""
    DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER = 1 << 1, 1 << 2, 1 << 3

    def rights(self, process):
        """Effective capabilities and no_new_privs."""
        status = pathlib.Path(f'/proc/{process.pid}/status').read_text()
        return int(re.search(r'CapEff:\s*([0-9a-f]+)', status)[1], 16), int(re.search(r'NoNewPrivs:\s*(\d)', status)[1])

    def test_a_live_capture(self):
        file = self.folder / 'f'
        for arguments, kept in ((['-w', file], (0, 1)), (['-w', file, '-C', '1'], (self.DAC_OVERRIDE, 1)),
                                (['-w', file, '-G', '100', '--total-size', '1m'], (self.DAC_OVERRIDE | self.FOWNER, 1)),
                                (['-w', file, '-C', '1', '-z', 'true'], (self.DAC_OVERRIDE, 0)), (['--run', 'sleep 1000'], (0, 1))):
            with self.subTest(arguments):
                process = self.capture(*arguments)
                self.assertEqual(self.rights(process), kept)
                self.stop(process)

    def test_the_next_file_is_another_s(self):
        closed = self.folder / 'closed'
        closed.mkdir()
        os.chown(closed, 65534, 65534)
        closed.chmod(0o500)
        process = self.capture('-w', closed / 'c', '-C', '1k', '--immediate-mode', 'icmp')
        self.ping(20)
        nd.wait_until(lambda: (closed / 'c1').exists())
        self.stop(process)

    def test_a_file_that_is_read(self):
        fifo, listed = self.folder / 'fifo', self.folder / 'list'
        os.mkfifo(fifo)
        listed.write_text(f'{fifo}\n')
        packets = (nd.FIXTURES / 'pcap' / 'session.pcap').read_bytes()
        for arguments, kept in ((['-r', fifo], (0, 1)), (['-V', listed], (self.DAC_READ_SEARCH, 1))):
            with self.subTest(arguments), nd.popen([nd.tool('mycap'), '-nl', *map(str, arguments)]) as reader:
                with open(fifo, 'wb', buffering=0) as file:
                    file.write(packets[:-1])
                    reader.wait_for('ARP')
                    self.assertEqual(self.rights(reader), kept)
                    file.write(packets[-1:])
                self.assertEqual(reader.finish().status, 0)


class Lifetimes(Case):
    def test_a_command(self):
        result = self.world.run('b', [nd.tool('mycap'), '-i', 'eth0', '-nt', '--run', 'ping -c 3 -i 0.01 -q 10.77.0.1 >&2', 'icmp'])
        self.assertEqual(result.status, 0, result.err)
        self.assertEqual(result.out.count('ICMP echo request'), 3)
        self.assertEqual(result.out.count('ICMP echo reply'), 3)
        self.assertIn('3 received', result.err)
        self.assertIn('6 packets captured', result.err)

    def test_a_command_ends_with_its_capture(self):
        for arguments in (['--duration', '0.2'], ['-c', '1', '--immediate-mode']):
            with self.subTest(arguments):
                command = 'ping -c 1 -q 10.77.0.1 >&2; exec sleep 1000'
                capture = self.world.popen('b', [nd.tool('mycap'), '-i', 'eth0', '-nt', '--run', f'echo $$; {command}', *arguments, 'icmp'])
                result = capture.finish()
                self.assertEqual(result.status, 0, result.err)
                command_pid = int(next(line for line in result.out.splitlines() if line.isdigit()))
                nd.wait_until(lambda: not os.path.exists(f'/proc/{command_pid}'))

    def started(self, command, *arguments):
        """A capture whose command has told the pid of a process that it started, and that pid."""
        capture = self.world.popen('b', [nd.tool('mycap'), '-i', 'eth0', '-nt', '--run', command, *arguments, 'icmp'])
        self.addCleanup(capture.kill)
        return capture, int(capture.wait_for(r'(?m)^pid (\d+)$')[1])

    def test_what_a_command_started_ends_with_the_capture(self):
        for how in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(how):
                capture, pid = self.started('sleep 1000 & echo pid $!; wait')
                capture.signal(how)
                self.assertNotIn('killed', capture.finish().err)
                nd.wait_until(lambda: not os.path.exists(f'/proc/{pid}'))

    def test_what_does_not_end_is_killed(self):
        capture, pid = self.started("(trap '' TERM; echo pid $(exec sh -c 'echo $PPID'); while :; do sleep 1000; done) & wait")
        capture.signal(signal.SIGINT)
        result = capture.finish()
        self.assertEqual(result.status, 0, result.err)
        self.assertIn('mycap: --run: the command did not end with SIGTERM and is killed\n', result.err)
        nd.wait_until(lambda: not os.path.exists(f'/proc/{pid}'))

    def test_a_command_has_the_terminal(self):
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        command = 'echo pid $PPID >&2; read word; echo read $word >&2; read word; echo read $word >&2; exec sleep 1000'
        capture = self.world.popen('b', ['setsid', '--ctty', '--wait', nd.tool('mycap'), '-i', 'eth0', '--run', command, 'icmp'], stdin=slave)
        self.addCleanup(capture.kill)
        os.close(slave)
        os.write(master, b'one\n')
        pid = int(capture.wait_for(r'(?s)pid (\d+)\n.*read one\n', stream='err')[1])
        os.write(master, b'\x1a')  # ^Z
        nd.wait_until(lambda: ') T ' in pathlib.Path(f'/proc/{pid}/stat').read_text())
        os.kill(pid, signal.SIGCONT)
        os.write(master, b'two\n')
        capture.wait_for('read two\n', stream='err')
        processes = family(pid)
        os.write(master, b'\x03')  # ^C
        result = capture.finish()
        self.assertEqual(result.status, 0, result.err)
        self.assertIn('packets captured', result.err)
        nd.wait_until(lambda: not any(os.path.exists(f'/proc/{process}') for process in processes))

    def test_a_command_beside_a_user_and_a_file(self):
        os.chmod(self.folder, 0o777)
        result = self.world.run('b', [nd.tool('mycap'), '-i', 'eth0', '-Z', 'nobody', '-w', self.folder / 'f', '--run',
                                      'id -u >&2; ping -c 1 -q 10.77.0.1 >&2', 'icmp'])
        self.assertEqual(result.status, 0, result.err)
        self.assertRegex(result.err, r'(?m)^0$')
        self.assertEqual(self.packets('f'), 2)

    def test_a_command_does_not_begin_where_the_capture_cannot(self):
        made = self.folder / 'made'
        result = self.world.run('b', [nd.tool('mycap'), '-i', 'nosuch', '--run', f'touch {made}'])
        self.assertEqual(result.status, 1)
        self.assertFalse(made.exists())

    def test_reports_need_no_packets(self):
        process = self.capture('--quiet', '--report', '0.2', '--json', 'port', '9')
        process.wait_for('"whole":false.*\n.*"whole":false')
        lines = nd.schema('mycap').check(self.stop(process).out)
        self.assertTrue(all(line['packets'] == 0 for line in lines))
        self.assertEqual(lines[-1]['whole'], True)

    def test_a_summary_of_a_live_capture(self):
        process = self.capture('--quiet', '-c', '6', '--immediate-mode', 'icmp')
        self.ping(3)
        result = process.finish()
        self.assertEqual(result.status, 0)
        self.assertRegex(result.out, r'^summary: 6 packets, 588 bytes in .*\n  ICMP +6 +588 +100\.0%\n1 pair:\n'
                                     r'  10\.77\.0\.1 <> 10\.77\.0\.2 +6 +588 +100\.0%\n$')

    def test_skipped_packets_are_not_counted(self):
        process = self.capture('-nt#', '-c', '2', '--skip', '3', '--immediate-mode', 'icmp')
        self.ping(3)
        result = process.finish()
        self.assertEqual(result.status, 0)
        self.assertEqual([line.split()[0] for line in result.out.splitlines()], ['4', '5'])

    def test_directions(self):
        for direction, told in (('in', 'echo request'), ('out', 'echo reply')):
            process = self.capture('-nt', '-Q', direction, '-c', '2', '--immediate-mode', 'icmp')
            self.ping(2)
            result = process.finish()
            self.assertEqual(result.status, 0)
            self.assertEqual(result.out.count(told), 2, result.out)

    def test_a_hangup_ignored_at_the_start_stays_ignored(self):
        process = self.capture('-n', '--immediate-mode', '-l', 'icmp', preexec=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        process.signal(signal.SIGHUP)
        self.ping()
        process.wait_for('echo reply')
        self.stop(process)

    def test_a_line_reaches_a_pipe_at_once_with_l(self):
        process = self.capture('-n', '-l', 'icmp')
        self.ping()
        process.wait_for('echo reply')
        self.stop(process)


if __name__ == '__main__':
    unittest.main()
