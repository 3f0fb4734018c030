"""What myping and mycap may do, what they say where they may not, and what hostile files cost."""
import os
import struct
import unittest

import frames
import nd
from guarded import NO_RIGHTS, family, require_no_sanitizer, require_sandbox, rights_of

nd.require_namespaces()
nd.require_program('setpriv', 'prlimit')

NOTHING = ['setpriv', '--bounding-set=-all', '--inh-caps=-all']


class Rights(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.world.host('a')

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def test_myping_after_its_first_reply(self):
        require_sandbox()
        for arguments in (['-n'], []):  # with names: another process asks for them
            process = self.world.popen('a', [nd.tool('myping'), '-i', '0.2', *arguments, '127.0.0.1'])
            process.wait_for('time=')
            members = family(process.pid)
            for pid in members:
                rights = rights_of(pid)
                rights.pop('CapBnd')  # emptying it takes a system call per capability, and no_new_privs makes it moot
                self.assertEqual(rights, {key: NO_RIGHTS[key] for key in rights})
            self.assertEqual(process.interrupt().status, 0)
            nd.wait_until(lambda: not any(os.path.exists(f'/proc/{pid}') for pid in members))

    def test_without_capabilities(self):
        result = self.world.run('a', [*NOTHING, nd.tool('mycap'), '-i', 'lo', '-c', '1'])
        self.assertEqual((result.status, result.out), (1, ''))
        self.assertRegex(result.err, r'^mycap: lo: .*\(run as root, or give the program its capabilities: setcap .*\)\n$')
        result = self.world.run('a', [*NOTHING, nd.tool('myping'), '-c', '1', '127.0.0.1'])
        self.assertEqual((result.status, result.out), (2, ''))
        self.assertRegex(result.err, r'^myping: .*[Pp]ermi.*\n$')

    def test_closed_streams(self):
        file = nd.temporary_folder(self) / 'f'
        file.write_bytes(frames.pcap([frames.ethernet(frames.udp(b'x', 1000, 9))] * 3))
        copy = file.with_name('copy')
        for closed in ('<&-', '>&-', '2>&-', '<&- >&- 2>&-'):
            with self.subTest(closed):
                self.assertEqual(nd.run(['sh', '-c', f'exec {nd.tool("mycap")} -n -r {file} -w {copy} {closed}']).status, 0)
                self.assertEqual(copy.read_bytes(), file.read_bytes())


class Memory(unittest.TestCase):
    """With 256 MiB of addresses."""

    def run_on(self, data):
        file = nd.temporary_folder(self) / 'f'
        file.write_bytes(data)
        return nd.run(['prlimit', '--as=268435456', nd.tool('mycap'), '-n', '-r', file])

    def setUp(self):
        require_no_sanitizer()

    def test_a_record_that_claims_four_gigabytes(self):
        good = frames.pcap([frames.ethernet(frames.udp(b'x', 1000, 9))])
        for length in (0xffffffff, 0x7fffffff, 262145):
            result = self.run_on(good + struct.pack('<4I', 0, 0, length, length) + bytes(1000))
            self.assertEqual(result.status, 1, result.err)
            self.assertEqual(result.out.count('UDP'), 1)
            self.assertIn(f'invalid packet capture length {length}', result.err)

    def test_a_hundred_thousand_interfaces(self):
        section = struct.pack('<IIIHHqI', 0x0a0d0d0a, 28, 0x1a2b3c4d, 1, 0, -1, 28)
        interface = struct.pack('<IIHHII', 1, 20, 1, 0, 262144, 20)
        frame = frames.ethernet(frames.udp(b'xx', 1000, 9))
        padded = frame + bytes(-len(frame) % 4)
        packet = struct.pack('<7I', 6, 32 + len(padded), 99999, 0, 0, len(frame), len(frame)) + padded + struct.pack('<I', 32 + len(padded))
        result = self.run_on(section + interface * 100000 + packet)
        self.assertEqual(result.status, 0, result.err)
        self.assertEqual(result.out.count('UDP'), 1)

    def test_a_block_that_claims_four_gigabytes(self):
        section = struct.pack('<IIIHHqI', 0x0a0d0d0a, 28, 0x1a2b3c4d, 1, 0, -1, 28)
        result = self.run_on(section + struct.pack('<II', 1, 0xfffffffc) + bytes(1000))
        self.assertEqual((result.status, result.out), (1, ''))
        self.assertRegex(result.err, r'mycap: .*\n$')


if __name__ == '__main__':
    unittest.main()
