"""mycap's options that shape its lines and files, beside tcpdump's on the same captures: times, dumps, numbers, counts,
and savefiles through -w and -r."""
import os
import pathlib
import shutil
import unittest

import frames
import nd

nd.require_program('tcpdump')

PCAP = nd.FIXTURES / 'pcap'
CAPTURES = ('session.pcap', 'session-nano.pcap', 'session-cut68.pcap', 'session-bigendian.pcap', 'session.pcapng', 'any.pcap')
TIMES = ('-t', '-tt', '-ttt', '-tttt', '-ttttt')
PRECISIONS = ([], ['--micro'], ['--nano'], ['--time-stamp-precision=micro'], ['--time-stamp-precision', 'nano'],
              ['--time-stamp-precision=nanosecond'], ['--nano', '--micro'])
DUMPS = ('-A', '-AA', '-x', '-xx', '-X', '-XX', '-xX', '-Ax', '-XA', '-Ae', '-xxe', '-XXqv', '-XXS', '-Avv')


def both(*arguments, **options):
    return (nd.run([nd.tool('mycap'), *arguments], **options), nd.run(['tcpdump', *arguments], **options))


class Like(unittest.TestCase):
    def same(self, *arguments, err=True, **options):
        """Status and output to the byte, and what is said on standard error but for the program's name."""
        ours, peer = both(*map(str, arguments), binary=True, **options)
        self.assertEqual((ours.status, ours.out), (peer.status, peer.out), f'{arguments} {ours.err} {peer.err}')
        if err:
            self.assertEqual(ours.err.replace(b'mycap:', b'tcpdump:'), peer.err, arguments)
        return ours


class Lines(Like):
    def test_times(self):
        for capture in CAPTURES:
            for time in ('-n', *TIMES):
                for precision in PRECISIONS:
                    with self.subTest(f'{capture} {time} {precision}'):
                        result = self.same('-n', time, *precision, '-r', PCAP / capture, env={'TZ': 'UTC'})
                        self.assertIn(b'192.0.2.80', result.out)

    def test_the_time_zone_of_the_machine_is_used(self):
        seen = {self.same('-n', '-tttt', '-r', PCAP / 'session.pcap', env={'TZ': zone}).out
                for zone in ('UTC', 'America/St_Johns', 'Asia/Kathmandu', 'XYZ+3:20')}
        self.assertGreater(len(seen), 1)

    def test_too_many_t(self):
        self.assertEqual(self.same('-tttttt', '-r', PCAP / 'session.pcap').status, 1)

    def test_dumps(self):
        for capture in CAPTURES:
            for dump in DUMPS:
                with self.subTest(f'{capture} {dump}'):
                    self.same('-n', dump, '-r', PCAP / capture)

    def test_numbers_counts_and_names(self):
        for flags in (['-#'], ['--number', '-c', '3'], ['-c', '1'], ['-c', '19'], ['-c', '500'], ['-#', '-S'], ['-Sv'], ['-Sq'], ['-p'],
                      ['-l'], ['-U'], ['-lU'], ['-s', '68'], ['-s', '0'], ['-K', '-v'], ['-N'], ['-#', '-c', '2', 'tcp'],
                      ['-O', 'udp'], ['--count'], ['--count', 'icmp'], ['--count', '-c', '2'], ['-e'], ['-ee'], ['-qq'], ['--print']):
            with self.subTest(flags):
                self.same('-nn', '-r', PCAP / 'session.pcap', *flags)

    def test_lengths_skipping_and_sampling(self):
        def lines(*flags):
            result = nd.run([nd.tool('mycap'), '-ntS', '-r', PCAP / 'session-cut68.pcap', *flags])
            self.assertEqual(result.status, 0)
            return result.out.splitlines()
        whole = lines()
        self.assertGreater(len(whole), 15)
        self.assertEqual(lines('--skip', '5'), whole[5:])
        self.assertEqual(lines('--skip', '5', '-c', '2'), whole[5:7])
        self.assertEqual(lines('--skip', '1000'), [])
        self.assertEqual(lines('-#', '--skip', '5', '-c', '1'), [f'    6  {whole[5]}'])
        self.assertEqual(lines('--print-sampling', '4', 'tcp'), lines('tcp')[3::4])
        self.assertEqual(lines('--lengths', '-c', '3')[:1], [f'caplen 42, len 42, {whole[0]}'])
        self.assertEqual(lines('--lengths', '-c', '3')[2], f'caplen 68, len 75, {whole[2]}')

    def test_names_of_ports(self):
        self.same('-r', PCAP / 'session.pcap', 'ip6 or arp or port 9', err=False)

    def test_a_list_of_files(self):
        # tcpdump opens the second file as the user tcpdump, who may not look into a private checkout.
        folder = nd.temporary_folder(self)
        folder.chmod(0o755)
        first, nano, cooked = (shutil.copy(PCAP / name, folder) for name in ('session.pcap', 'session-nano.pcap', 'any.pcap'))
        names = folder / 'names'
        names.write_text(f'{first}\n{nano}\n')
        self.assertEqual(self.same('-nn', '-#', '-V', names).out.count(b'22:'), 38)
        self.same('-nn', '--count', '-V', names, 'tcp')
        names.write_text(f'{cooked}\n{cooked}\n')
        self.same('-nn', '-V', names)
        names.write_text(f'{first}\n/no/such/file\n')
        self.assertEqual(self.same('-nn', '-V', names).status, 1)

    def test_a_filter_from_a_file(self):
        text = nd.temporary_folder(self) / 'filter'
        for content in ('tcp\n', 'tcp # or udp\nand port 80\n', '', '# nothing\n'):
            text.write_text(content)
            with self.subTest(content):
                self.same('-nn', '-F', text, '-r', PCAP / 'session.pcap', 'arp')


class Savefiles(Like):
    def setUp(self):
        self.folder = nd.temporary_folder(self)
        os.chmod(self.folder, 0o777)

    def written(self, tool, *arguments):
        file = self.folder / tool.rsplit('/', 1)[-1]
        result = nd.run([tool, '-w', file, *map(str, arguments)])
        return result.status, file.read_bytes() if file.exists() else None

    def test_the_files_are_the_peers(self):
        for capture in CAPTURES:
            for flags in ([], ['--nano'], ['-c', '4'], ['tcp'], ['-U', 'udp'], ['-s', '40'], ['--print'], ['icmp6']):
                with self.subTest(f'{capture} {flags}'):
                    ours = self.written(nd.tool('mycap'), '-n', '-Z', 'root', '-r', PCAP / capture, *flags)
                    self.assertEqual(ours, self.written('tcpdump', '-n', '-Z', 'root', '-r', PCAP / capture, *flags))
                    self.assertIsNotNone(ours[1])

    def test_through_pipes(self):
        whole = self.same('-n', '-r', PCAP / 'session.pcap').out
        for writer, reader in ((nd.tool('mycap'), 'tcpdump'), ('tcpdump', nd.tool('mycap')), (nd.tool('mycap'), nd.tool('mycap'))):
            packets = nd.run([writer, '-r', PCAP / 'session.pcap', '-w', '-'], binary=True)
            self.assertEqual(packets.status, 0)
            shown = nd.run([reader, '-n', '-r', '-'], input=packets.out, binary=True)
            self.assertEqual((shown.status, shown.out), (0, whole))

    def test_print_beside_writing(self):
        self.same('-n', '-#', '--print', '-r', PCAP / 'session.pcap', '-w', self.folder / 'x')
        self.assertEqual(self.same('-n', '-r', PCAP / 'session.pcap', '-w', self.folder / 'x').out, b'')

    def test_files_from_files_rotate_by_size(self):
        large = self.folder / 'large'
        large.write_bytes(frames.pcap([frames.ethernet(frames.udp(bytes(1400), n, 9)) for n in range(2600)]))
        for flags in (['-C', '1'], ['-C', '1', '-W', '2'], ['-C', '1', '-W', '12'], ['-C', '2', '-W', '3'], ['-C', '1', '-W', '1'], ['-C', '9']):
            with self.subTest(flags):
                folders = {}
                for tool in (nd.tool('mycap'), 'tcpdump'):
                    folder = nd.temporary_folder(self)
                    status = nd.run([tool, '-Z', 'root', '-r', large, '-w', folder / 'c', *flags]).status
                    folders[tool] = status, {path.name: path.read_bytes() for path in folder.iterdir()}
                ours, peer = folders.values()
                self.assertEqual(ours[0], peer[0])
                self.assertEqual(sorted(ours[1]), sorted(peer[1]))
                self.assertTrue(ours[1] == peer[1], 'the same bytes')

    def test_programs_that_are_done_do_not_pile_up(self):
        fifo = self.folder / 'fifo'
        os.mkfifo(fifo)
        frame = frames.ethernet(frames.udp(bytes(1400), 1, 9))
        record = frames.pcap([frame])[24:]

        def is_dead(pid):
            try:
                return ') Z ' in pathlib.Path(f'/proc/{pid}/stat').read_text()
            except (FileNotFoundError, ProcessLookupError):
                return False  # waited for since it was listed

        def dead(pid):
            return sum(map(is_dead, pathlib.Path(f'/proc/{pid}/task/{pid}/children').read_text().split()))
        with nd.popen([nd.tool('mycap'), '-r', fifo, '-w', self.folder / 'c', '-C', '1k', '-W', '3', '-z', 'true']) as reader:
            with open(fifo, 'wb', buffering=0) as file:
                file.write(frames.pcap([frame] * 20))

                def few():
                    file.write(record)
                    return dead(reader.pid) <= 2
                nd.wait_until(lambda: (self.folder / 'c2').exists())
                nd.wait_until(few)
                file.write(record * 20)
                nd.wait_until(few)

    def test_count_leaves_out_the_skipped(self):
        for words, told in ((['--skip', '5'], -5), (['--skip', '1000000'], None), (['--skip', '5', '-c', '2'], 2)):
            with self.subTest(words):
                whole = int(nd.run([nd.tool('mycap'), '--count', '-r', PCAP / 'session.pcap']).out.split()[0])
                counted = nd.run([nd.tool('mycap'), '--count', '-r', PCAP / 'session.pcap', *words]).out
                expected = 0 if told is None else told if told > 0 else whole + told
                self.assertEqual(int(counted.split()[0]), expected)

    def test_rates_of_reports_are_those_of_the_interval(self):
        file = self.folder / 'close'
        file.write_bytes(frames.pcap([frames.ethernet(frames.udp(b'x', 1, 9))] * 510))  # a millisecond apart
        shown = nd.run([nd.tool('mycap'), '--quiet', '--report', '0.5', '-r', file]).out
        self.assertIn('report: 500 packets, 21500 bytes in 0.500 s (1000 packets/s, 43000 bytes/s)\n', shown)
        lines = nd.schema('mycap').check(nd.run([nd.tool('mycap'), '--quiet', '--report', '0.5', '--json', '-r', file]).out)
        self.assertEqual(lines[0]['seconds'], 0.5)

    def test_truncated_files_show_their_whole_packets(self):
        data = (PCAP / 'session.pcap').read_bytes()
        cut = self.folder / 'cut'
        for size in list(range(24, 140, 3)) + [len(data) - 1, len(data) - 4]:
            cut.write_bytes(data[:size])
            with self.subTest(size):
                self.same('-n', '-r', cut)


if __name__ == '__main__':
    unittest.main()
