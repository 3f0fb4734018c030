"""mycap's long options cut short, options that it leaves out, -g, colours, and the progress line of large files."""
import os
import pty
import select
import subprocess
import time
import unittest

import frames
import nd

nd.require_program('tcpdump')

SESSION = nd.FIXTURES / 'pcap' / 'session.pcap'


def ours(*arguments, **options):
    return nd.run([nd.tool('mycap'), *arguments], **options)


class Names(unittest.TestCase):
    def test_cut_short_as_the_peers(self):
        for arguments in (['--cou'], ['--absol', '-n'], ['--numb', '-n'], ['--dont', '-nv'], ['--snap', '60', '-n'], ['--nan', '-n'],
                          ['--time-stamp-p=nano', '-n'], ['--list-in', '--cou'], ['--pri', '-n']):
            with self.subTest(arguments):
                mine = ours('-r', SESSION, *arguments)
                peer = nd.run(['tcpdump', '-r', SESSION, *arguments])
                self.assertEqual((mine.status, mine.out), (peer.status, peer.out))

    def test_names_of_our_own(self):
        self.assertEqual(ours('-r', SESSION, '--js').out, ours('-r', SESSION, '--json').out)

    def test_ambiguous_ones(self):
        result = ours('-r', SESSION, '--list')
        self.assertEqual((result.status, result.out), (1, ''))
        self.assertEqual(result.err, 'mycap: --list: ambiguous option (--list-data-link-types, --list-interfaces, --list-time-stamp-types)\n')
        self.assertEqual(nd.run(['tcpdump', '-r', SESSION, '--list']).status, 1)

    def test_what_is_left_out_is_refused_with_the_reason(self):
        for arguments, reason in ((['-E', 'x'], '-E: ESP is not decrypted'), (['-M', 'x'], '-M: TCP-MD5 digests are not verified'),
                                  (['-m', 'x'], '-m: MIB modules are not read'), (['-f'], '-f: foreign addresses'),
                                  (['-nHv'], '-H: the headers of'), (['-u'], '-u: NFS handles')):
            with self.subTest(arguments):
                result = ours('-r', SESSION, *arguments)
                self.assertEqual((result.status, result.out), (1, ''))
                self.assertRegex(result.err, f'^mycap: {reason}.*\n$')


class Lines(unittest.TestCase):
    def test_g_keeps_a_packet_on_one_line(self):
        usual = ours('-nv', '-r', SESSION, 'ip')
        self.assertEqual(ours('-nvg', '-r', SESSION, 'ip').out, usual.out.replace(')\n    ', ') '))

    def test_colours(self):
        plain = ours('-n', '-r', SESSION).out
        self.assertEqual(ours('-n', '-r', SESSION, '--color=auto').out, plain)
        coloured = ours('-n', '-r', SESSION, '--color', 'always', env={'NO_COLOR': '1'}).out
        self.assertRegex(coloured, r'(?m)^\S+ \x1b\[32mIP .*Flags \[S\].*\x1b\[0m$')
        for code in ('0', '31', '32', '33', '34', '35', '36'):
            coloured = coloured.replace(f'\x1b[{code}m', '')
        self.assertEqual(coloured, plain)
        self.assertEqual(ours('-r', SESSION, '--color', 'blue').status, 1)

    def on_a_terminal(self, environment, *arguments):
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        result = subprocess.Popen([nd.tool('mycap'), '-n', '-c', '1', '-r', SESSION, *arguments], stdout=slave,
                                  stderr=subprocess.DEVNULL, env={**os.environ, 'NO_COLOR': '', **environment})
        os.close(slave)
        self.assertEqual(result.wait(20), 0)
        return os.read(master, 65536)

    def test_a_terminal_has_colours(self):
        self.assertIn(b'\x1b[0m', self.on_a_terminal({}))
        self.assertNotIn(b'\x1b', self.on_a_terminal({'NO_COLOR': '1'}))
        self.assertNotIn(b'\x1b', self.on_a_terminal({}, '--color=never'))


class Progress(unittest.TestCase):
    def test_is_shown_while_packets_go_to_a_pipe(self):
        path = nd.temporary_folder(self) / 'large.pcap'
        frame = frames.ethernet(frames.ipv4(frames.udp(b'x', 1, 9), 17))
        path.write_bytes(frames.pcap([frame] * 60000))
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        process = subprocess.Popen([nd.tool('mycap'), '-nr', path], stdout=subprocess.PIPE, stderr=slave, env=os.environ)
        os.close(slave)
        begun = time.monotonic()
        self.assertTrue(os.read(process.stdout.fileno(), 1))  # it is at work, and then held up by its reader
        while time.monotonic() < begun + 0.7:
            select.select([], [], [], 0.1)
        lines = process.stdout.read().count(b'\n')
        self.assertEqual((process.wait(20), lines), (0, 60000))
        shown = b''
        while select.select([master], [], [], 0)[0]:
            try:
                shown += os.read(master, 65536)
            except OSError:  # EIO: nobody has the other side open any more
                break
        self.assertRegex(shown, rb'\r\d+ % read, \d+ packets')
        self.assertTrue(shown.endswith(b'\r\x1b[K'), shown[-80:])


if __name__ == '__main__':
    unittest.main()
