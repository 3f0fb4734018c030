"""What mycap says to bad input: one line on standard error that names what was wrong, and tcpdump's exit status."""
import os
import pty
import unittest

import nd

nd.require_program('tcpdump')

SESSION = nd.FIXTURES / 'pcap' / 'session.pcap'
# What is typed, and what the line has to tell.
COMMAND_LINES = ((['-c', '0'], 'invalid packet count 0'), (['-c', '-1'], 'invalid packet count -1'), (['-c', 'x'], 'invalid packet count x'),
                 (['-s', '-1'], 'invalid snaplen -1'), (['-s', '262145'], 'invalid snaplen 262145'), (['-s', 'x'], 'invalid snaplen x'),
                 (['-B', '0'], 'invalid packet buffer size 0'), (['-B', 'x'], 'invalid packet buffer size x'), (['-C', 'x', '-w', '/no/such/x'], 'invalid file size x'),
                 (['-C', '0', '-w', '/no/such/x'], 'invalid file size 0'), (['-W', 'x'], 'invalid number of output files x'),
                 (['-Q', 'up'], 'unknown capture direction `up'),
                 (['-T', 'foo'], "unknown packet type `foo'"), (['-y', 'FOO'], 'invalid data link type FOO'), (['-j', 'foo'], 'invalid time stamp type foo'),
                 (['--time-stamp-precision', 'milli'], 'unsupported time stamp precision'), (['-tttttt'], 'only -t, -tt'),
                 (['--bogus'], '--bogus'), (['-o'], '-o'), (['-no'], '-o'), (['-c'], '-c'), (['-w'], '-w'), (['-F', '/no/such'], '/no/such: No such file'),
                 (['-V', '/no/such'], 'mutually exclusive'))
FILTERS = ('host', 'tcp port foobar', 'host 10.0.0.1 and', 'port 80 )', '(port 80', 'ip and arp', 'port 99999', 'tcp[', 'ether host 1', 'net 1.2.3.4/33',
           'vlan foo', 'not', '\\', "'", 'host a\x1b[31m', 'portrange 9-')


class Case(unittest.TestCase):
    def one_line(self, result, told, status=1):
        self.assertEqual((result.status, result.out), (status, ''), result.err)
        lines = [line for line in result.err.split('\n')[:-1] if not line.startswith('reading from file')]
        self.assertEqual(len(lines), 1, result.err)
        self.assertTrue(lines[0].startswith('mycap: '), lines[0])
        self.assertIn(told, lines[0])


class Refusals(Case):
    def test_command_lines(self):
        for arguments, told in COMMAND_LINES:
            with self.subTest(arguments):
                self.one_line(nd.run([nd.tool('mycap'), '-r', SESSION, *arguments]), told)
                self.assertEqual(nd.run(['tcpdump', '-r', SESSION, *arguments]).status, 1, 'the peer')

    def test_empty_values(self):
        """An empty value, of a variable that is not set for instance, is not an option that was not given."""
        for option in ('-r', '-w', '-F', '-c', '-s', '-C', '-W', '-B', '-Q', '-T', '-y', '-j', '-Z', '-V', '-G', '--time-stamp-precision',
                       '--netns', '--duration', '--run', '--comm', '--pid', '--skip', '--report', '--total-size', '--print-sampling'):
            long = {'-c': '', '-s': 'snapshot-length', '-B': 'buffer-size', '-Q': 'direction', '-y': 'linktype', '-j': 'time-stamp-type',
                    '-Z': 'relinquish-privileges'}.get(option)
            named = f'--{long}: ' if long else f'{option}: '
            source = [] if option == '-r' else ['-r', SESSION]
            with self.subTest(option):
                self.one_line(nd.run([nd.tool('mycap'), *source, option, '']), named + 'the value is empty')
                if option.startswith('--'):
                    self.one_line(nd.run([nd.tool('mycap'), *source, option + '=']), named + 'the value is empty')
        for option in ('-r', '-w', '-c'):
            self.assertEqual(nd.run(['tcpdump', *([] if option == '-r' else ['-r', SESSION]), option, '']).status, 1, 'the peer')

    def test_what_is_left_out_is_named(self):
        for option in ('--fp-type', '--time-t-size'):
            self.one_line(nd.run([nd.tool('mycap'), option]), f"mycap: {option}: a test of the peer's build")

    def test_combinations(self):
        for arguments, told in ((['-C', '1'], '-C cannot be used without -w.'), (['-G', '1'], '-G cannot be used without -w.'),
                                (['-G', 'x', '-w', '/no/such/x'], 'invalid number of seconds x'),
                                (['-z', 'true', '-w', '/no/such/x'], '-z cannot be used without -w and (-C or -G).'), (['--payload'], '--json'),
                                (['--total-size', '1', '-w', '/no/such/x'], '--total-size cannot be used without -w and (-C or -G).'),
                                (['--total-size', '1', '-C', '1', '-z', 'gzip', '-w', '/no/such/x'], '--total-size cannot be used with -z'),
                                (['--total-size', 'x', '-C', '1', '-w', '/no/such/x'], 'invalid total size x'), (['--skip', 'x'], 'invalid packet skip count x'),
                                (['--print-sampling', '0'], 'invalid print sampling 0'), (['--run', 'true'], '--run cannot be used with -r'),
                                (['--summary', '-w', '-'], '--summary cannot be used with -w -'), (['--report', 'x'], 'invalid report interval x'),
                                (['--report', '0'], 'invalid report interval 0'), (['--duration', 'x'], 'invalid duration x'),
                                (['--json', '-w', '/no/such/x'], '--print'),
                                (['-w', '-', '-C', '1', '--total-size', '1'], '--total-size and -z cannot be used with -w -'),
                                (['-w', '-', '-C', '1', '-z', 'true'], '--total-size and -z cannot be used with -w -'),
                                (['--netns', 'x'], '--netns cannot be used with -r or -V'), (['--json', '--count'], '--count cannot be used with --json'),
                                (['--summary', '--count'], '--count cannot be used with --json, --summary'), (['--count', '--print'], '--print'),
                                (['--json', '-x'], '-x, -X and -A cannot be used with --json'), (['--json', '-A'], '-x, -X and -A cannot'),
                                (['--duration', '1'], '--duration cannot be used with -r or -V')):
            with self.subTest(arguments):
                self.one_line(nd.run([nd.tool('mycap'), '-r', SESSION, *arguments]), told)
        self.one_line(nd.run([nd.tool('mycap'), '--count']), '--count cannot be used without -r or -V.')

    def test_help_that_cannot_be_written(self):
        for option in ('--help', '--version', '--completions=bash'):
            with self.subTest(option), open('/dev/full', 'w') as full:
                result = nd.run([nd.tool('mycap'), option], stdout=full)
                self.assertEqual((result.status, result.err), (14, 'mycap: standard output: No space left on device\n'))

    def test_filters(self):
        for text in FILTERS:
            with self.subTest(text):
                ours = nd.run([nd.tool('mycap'), '-r', SESSION, text])
                peer = nd.run(['tcpdump', '-r', SESSION, text])
                self.assertEqual(peer.status, 1)
                reason = peer.err.splitlines()[-1].removeprefix('tcpdump: ')
                self.one_line(ours, f': {reason} (at character ' if '\x1b' not in text else '\\x1b[31m')
                self.assertNotIn('\x1b', ours.err)

    def test_a_filter_with_many_lines(self):
        file = nd.temporary_folder(self) / 'filter'
        file.write_text('tcp\nand port foobar\nor udp\n')
        self.one_line(nd.run([nd.tool('mycap'), '-r', SESSION, '-F', file]), "unknown port 'foobar' (at character 14: ")

    def on_a_terminal(self, *arguments):
        """What a user sees: standard error is a terminal."""
        master, slave = pty.openpty()
        try:
            result = nd.run([nd.tool('mycap'), '-r', SESSION, *arguments], stderr=slave)
            os.close(slave)
            shown = b''
            while True:
                try:
                    shown += os.read(master, 65536)
                except OSError:  # EIO: nobody has the other side open any more
                    return result.status, shown.decode().replace('\r\n', '\n').splitlines()[1:]
        finally:
            os.close(master)

    def test_a_terminal_is_shown_the_place(self):
        self.assertEqual(self.on_a_terminal('tcp port foobar'),
                         (1, ["mycap: unknown port 'foobar'", '  tcp port foobar', '           ^ a port is a number or a name of /etc/services']))
        self.assertEqual(self.on_a_terminal('host \xe9 port'),
                         (1, ["mycap: can't parse filter expression: syntax error", '  host \xe9 port', '             ^ a value is missing at the end']))
        file = nd.temporary_folder(self) / 'filter'
        file.write_text('tcp\nand port foobar\nor udp\n')
        self.assertEqual(self.on_a_terminal('-F', file)[1][1:],
                         ['  and port foobar', '           ^ a port is a number or a name of /etc/services'])


class Files(Case):
    def setUp(self):
        self.folder = nd.temporary_folder(self)

    def read(self, path, told):
        self.one_line(nd.run([nd.tool('mycap'), '-n', '-r', path]), told)
        self.assertEqual(nd.run(['tcpdump', '-n', '-r', path]).status, 1, 'the peer')

    def test_unreadable_files(self):
        bad = self.folder / 'bad'
        self.read(bad, f'{bad}: No such file or directory')
        self.read(self.folder, f'{self.folder}: error reading dump file: Is a directory')
        whole = SESSION.read_bytes()
        for content, told in ((b'', 'truncated dump file'), (whole[:3], 'truncated dump file'), (whole[:23], 'truncated dump file'),
                              (b'this is no capture file', 'unknown file format'), (whole[:4] + b'\x09' + whole[5:], 'version')):
            bad.write_bytes(content)
            with self.subTest(told):
                self.read(bad, f'{bad}: ')
                self.read(bad, told)

    def test_a_broken_record_ends_after_the_whole_ones(self):
        whole = SESSION.read_bytes()
        bad = self.folder / 'bad'
        for content, told in ((whole[:-1], 'truncated dump file'), (whole + b'\0' * 15, 'truncated dump file'),
                              (whole + b'\0' * 8 + b'\xff\xff\xff\x7f' * 2, 'invalid packet capture length 2147483647')):
            bad.write_bytes(content)
            with self.subTest(told):
                ours, peer = (nd.run([tool, '-n', '-r', bad]) for tool in (nd.tool('mycap'), 'tcpdump'))
                nd.assert_same(ours, peer)
                self.assertEqual(ours.status, 1)
                self.assertRegex(ours.err, f'^reading from file .*\nmycap: pcap_loop: {told}.*\n$')
                self.assertEqual(ours.err.replace('mycap:', 'tcpdump:'), peer.err)

    def test_files_that_may_not_be_read_or_written(self):
        nd.require_root()
        closed = self.folder / 'closed'
        closed.write_bytes(SESSION.read_bytes())
        closed.chmod(0)
        mycap = nd.public_copy(self, 'mycap')
        self.one_line(nd.run([mycap, '-r', closed], user='nobody'), f'{closed}: Permission denied')
        self.one_line(nd.run([mycap, '-r', '-', '-w', self.folder / 'x'], user='nobody', input=SESSION.read_bytes()),
                      f'{self.folder / "x"}: Permission denied')
        self.one_line(nd.run([nd.tool('mycap'), '-r', SESSION, '-w', self.folder / 'no' / 'x']), 'No such file or directory')
        self.one_line(nd.run([nd.tool('mycap'), '-r', SESSION, '-Z', 'nosuchuser']), "Couldn't find user 'nosuchuser'")

    def test_output_that_cannot_be_written(self):
        for arguments in ([], ['--count'], ['--json'], ['-w', '-'], ['-w', '/dev/full'], ['--summary'], ['--quiet']):
            with self.subTest(arguments), open('/dev/full', 'w') as full:
                result = nd.run([nd.tool('mycap'), '-n', '-r', SESSION, *arguments], stdout=full)
                self.assertEqual(result.status, 14)
                self.assertRegex(result.err, r'\nmycap: .*No space left on device.*\n$')
                self.assertEqual(result.err.count('\n'), 2)

    def test_a_limit_of_a_file_s_size(self):
        with open(self.folder / 'big', 'wb') as big:
            whole = SESSION.read_bytes()
            big.write(whole + whole[24:] * (2000000 // len(whole)))
        limited = self.folder / 'limited'
        for arguments, told in ((['-w', limited], f'{limited}: File too large ('), (['-n'], 'File too large')):
            with self.subTest(arguments), open(limited, 'wb') as file:
                result = nd.run(['prlimit', '--fsize=500000', nd.tool('mycap'), '-r', self.folder / 'big', *arguments], stdout=file)
                self.assertEqual(result.status, 14, result.err)
                self.assertIn(told, result.err)
            if '-w' in arguments:
                self.assertRegex(result.err, r'packets lost; .*; the rest of what is read was not written\)\n$')
                self.assertEqual(nd.run(['tcpdump', '-nr', limited]).status, 0, 'only whole packets')

    def test_a_reader_that_goes_away(self):
        reader, writer = os.pipe()
        os.close(reader)
        with open(writer, 'w') as gone:
            self.assertEqual(nd.run([nd.tool('mycap'), '-nr', SESSION], stdout=gone).status, 14)


class Devices(Case):
    def test_unknown_devices(self):
        self.one_line(nd.run([nd.tool('mycap'), '-i', 'nosuch']), 'nosuch: No such device exists (see -D for the list)')
        self.one_line(nd.run([nd.tool('mycap'), '-i', '99']), 'Invalid adapter index')
        self.one_line(nd.run([nd.tool('mycap'), '-i', 'nosuch\x1b[m\n']), 'nosuch\\x1b[m\\x0a')
        self.one_line(nd.run([nd.tool('mycap'), '--netns', '/no/such', '-i', 'lo']), '/no/such')

    def test_no_permission(self):
        nd.require_root()
        result = nd.run([nd.public_copy(self, 'mycap'), '-i', 'lo'], user='nobody')
        self.one_line(result, "lo: You don't have permission to perform this capture on that device")
        self.assertIn('setcap cap_net_raw', result.err)


if __name__ == '__main__':
    unittest.main()
