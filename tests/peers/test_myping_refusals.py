"""What ping refuses, myping refuses with the same words, on one line, and the same exit status."""

import shutil
import unittest

import nd
from pingtext import peers_name

nd.require_program('ping')

NUMBERS = ('-c 0', '-c 1.1', '-c abc', '-c -1', '-c 99999999999999999999', '-w 0.1', '-w -1', '-w 2147483648', '-s -1', '-s x',
           '-t 256', '-t -1', '-t x', '-l 0', '-l 65537', '-m x', '-m -1', '-m 4294967296', '-e 70000', '-e -1', '-S 0', '-S -1')
VALUES = ('-i 1e99', '-i 2147484', '-W -1', '-W 1e99', '-Q 256', '-Q xx', '-Q 0x100', '-F zz', '-F 1234567', '-F -1', '-p zz', '-p 0g',
          '-M x', '-M probe', '-T x', '-4 -6', '-R -T tsonly')
HOSTS = ('nosuch.invalid', '-4 ::1', '-6 127.0.0.1', '-- -c1', '-I nosuch 127.0.0.1', '-I 192.0.2.99 127.0.0.1', '-t 0 127.0.0.1',
         'fe80::1%nosuch')


class Refusals(unittest.TestCase):
    def compare(self, arguments):
        with self.subTest(arguments):
            ours, peer = (nd.run([program, *arguments]) for program in (nd.tool('myping'), 'ping'))
            self.assertEqual(ours.status, peer.status, ours.err)
            self.assertEqual(peers_name(ours.err), peer.err)
            self.assertEqual(ours.err.count('\n'), 1)
            self.assertEqual(ours.out, '')

    def test_numbers(self):
        for line in NUMBERS:
            self.compare([*line.split(), '127.0.0.1'])
        self.compare(['-c', '', '127.0.0.1'])

    def test_values(self):
        for line in VALUES:
            self.compare([*line.split(), '127.0.0.1'])
        self.compare(['-i', '', '127.0.0.1'])

    def test_hosts(self):
        for line in HOSTS:
            self.compare(line.split())
        self.compare([''])
        self.compare([])

    def test_options(self):
        """The peer adds its whole usage; the first line and the status are the same."""
        for line in ('-Z', '-c', '-c1 -Z 127.0.0.1'):
            with self.subTest(line):
                ours, peer = (nd.run([program, *line.split()]) for program in (nd.tool('myping'), 'ping'))
                self.assertEqual(ours.status, peer.status)
                self.assertEqual(peers_name(ours.err), peer.err.splitlines()[0] + ' (try --help)\n')

    def test_help_has_the_peers_status_and_stream(self):
        ours, peer = (nd.run([program, '-h']) for program in (nd.tool('myping'), 'ping'))
        self.assertEqual((ours.status, ours.out), (peer.status, peer.out))
        self.assertIn('-c COUNT', ours.err)

    def test_the_version_names_what_it_is_compatible_with(self):
        ours, peer = (nd.run([program, '-V']) for program in (nd.tool('myping'), 'ping'))
        self.assertEqual((ours.status, ours.err), (0, ''))
        self.assertIn(peer.out.splitlines()[0], ours.out)
        self.assertRegex(ours.out, r'(?m)^sandbox: (no )?seccomp, (no Landlock|Landlock \d+)$')
        self.assertEqual(nd.run([nd.tool('myping'), '--version']).out, ours.out)

    def test_an_empty_value_of_an_option_of_its_own(self):
        for option in ('--netns', '--file', '--rate', '--retries', '--backoff', '--timestamps', '--clock', '--report', '--fail-after'):
            for words in ([option, ''], [option + '=']):
                with self.subTest(words):
                    ours = nd.run([nd.tool('myping'), '-c1', *words, '127.0.0.1'])
                    self.assertEqual(ours, (2, '', f'myping: {option}: the value is empty (try --help)\n'))

    def test_garbage_behind_a_time_is_only_warned_of(self):
        ours, peer = (nd.run([program, '-q', '-c1', '-i', '1x', '127.0.0.1']) for program in (nd.tool('myping'), 'ping'))
        self.assertEqual(ours.status, peer.status)
        self.assertEqual(peers_name(ours.err), peer.err)

    def test_output_that_cannot_be_written(self):
        with open('/dev/full', 'w') as full:
            ours = nd.run([nd.tool('myping'), '-c1', '127.0.0.1'], stdout=full)
            peer = nd.run(['ping', '-c1', '127.0.0.1'], stdout=full)
        self.assertEqual(ours.status, peer.status)
        self.assertEqual(ours.err, 'myping: standard output: No space left on device\n')

    def test_what_only_root_may_ask_for(self):
        nd.require_root()
        program = nd.public_copy(self, 'myping', 'cap_net_raw+ep')
        for line in ('-i 0.001', '-f', '-l 5'):
            with self.subTest(line):
                arguments = [*line.split(), '-c1', '127.0.0.1']
                ours, peer = nd.run([program, *arguments], user='nobody'), nd.run(['ping', *arguments], user='nobody')
                self.assertEqual((ours.status, ours.out, peers_name(ours.err)), (peer.status, peer.out, peer.err))


class Names(unittest.TestCase):
    def test_the_name_of_the_program_chooses_the_family(self):
        folder = nd.temporary_folder(self)
        for family in '46':
            (folder / f'ping{family}').symlink_to(nd.tool('myping'))
            (folder / f'peer{family}').symlink_to(shutil.which('ping'))
            for words in (['127.0.0.1'], ['::1'], ['-4', '127.0.0.1'], ['-6', '::1']):
                with self.subTest(f'{family} {words}'):
                    ours, peer = (nd.run([folder / f'{name}{family}', '-c1', '-q', *words]).status for name in ('ping', 'peer'))
                    self.assertEqual(ours, peer)
