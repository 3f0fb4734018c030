"""Each tool once under valgrind, which sees every byte that is read before it is written, in the very binaries that are
shipped, and what is lost at the end. Valgrind has no Landlock, which the tools do without where a kernel lacks it. The
seccomp filter stays where so little code runs behind it that valgrind needs no new executable memory for it; mycap's
decoder runs as where a kernel offers no filters."""

import os
import pathlib
import re
import sys
import unittest

import nd
import without_seccomp

nd.require_namespaces()
nd.require_program('valgrind')

FAULT = 99
WATCH = ['valgrind', '-q', '--vgdb=no', '--leak-check=full', '--errors-for-leak-kinds=definite', f'--error-exitcode={FAULT}']
# What valgrind says of itself, when it does not know a system call.
OF_ITSELF = r'(?m)^--\d+-- .*\n'


def sanitized():
    """A sanitizer's runtime and valgrind cannot both watch one process."""
    return '__asan_init' in nd.run(['readelf', '-W', '--dyn-syms', '--syms', nd.tool('mylsof')], timeout=60).out


def watched(argv, behind=(), **options):
    return nd.run([*behind, *WATCH, *argv], timeout=180, **options)


class Valgrind(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        nd.require_program('readelf')
        if sanitized():
            nd.skip('a sanitizer watches this build')

    def check(self, *argv):
        result = watched([nd.tool(argv[0]), *argv[1:]])
        self.assertEqual((result.status, re.sub(OF_ITSELF, '', result.err)), (0, ''))
        return result.out

    def test_mylsof(self):
        self.assertIn(str(os.getpid()), self.check('mylsof', '-nP', '-p', os.getpid()))
        self.check('mylsof', '--json', '-p', os.getpid())

    def test_mynetstat(self):
        for words in ('-tan', '-xa --json', '-i', '-s', '-rn'):
            with self.subTest(words):
                self.assertTrue(self.check('mynetstat', *words.split()))

    def test_myping(self):
        self.assertIn('1 received', self.check('myping', '-c1', '-W60', '127.0.0.1'))

    def test_mycap(self):
        if not without_seccomp.known():
            nd.skip('the numbers of system calls are not known for this processor')
        for name in ('any.pcap', 'session.pcap', 'session-cut68.pcap', 'session.pcapng'):
            with self.subTest(name):
                result = watched([nd.tool('mycap'), '-nvvr', nd.ROOT / 'tests/fixtures/pcap' / name],
                                 behind=[sys.executable, without_seccomp.__file__])
                self.assertEqual(result.status, 0, result.err)
                self.assertTrue(result.out)

    def test_the_sandbox_is_there(self):
        if nd.run([nd.tool('myping'), '--version']).out.find('no seccomp') >= 0:
            nd.skip('no seccomp here')
        with nd.popen([*WATCH, nd.tool('myping'), '127.0.0.1']) as process:
            process.wait_for('icmp_seq=1 ', timeout=60)
            self.assertRegex(pathlib.Path(f'/proc/{process.pid}/status').read_text(encoding='ascii'), r'(?m)^Seccomp:\s+2$')
            self.assertEqual(process.interrupt(timeout=60).status, 0)


class Planted(unittest.TestCase):
    def test_a_byte_that_was_never_written_is_found(self):
        nd.require_program('g++')
        folder = nd.temporary_folder(self)
        (folder / 'a.cpp').write_text('#include <cstdlib>\nint main(int n, char**) {\n'
                                      '  volatile char* p = static_cast<char*>(std::malloc(8));\n'
                                      '  const int found = p[n] == 7;\n  std::free(const_cast<char*>(p));\n  return found ? 3 : 0;\n}\n')
        built = nd.run(['g++', '-O0', '-o', folder / 'a', folder / 'a.cpp'], timeout=120)
        self.assertEqual(built.status, 0, built.err)
        self.assertEqual(watched([folder / 'a']).status, FAULT)


if __name__ == '__main__':
    unittest.main()
