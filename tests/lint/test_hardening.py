"""What the linker and the compiler were asked for is in the shipped binaries: position-independent, read-only
relocations bound at start, stack protector, fortified libc calls, no executable stack, no run path."""

import re
import unittest

import nd

TOOLS = ('myping', 'mycap', 'mynetstat', 'mylsof')


def readelf(path, *options):
    result = nd.run(['readelf', '-W', *options, path])
    assert result.status == 0, result.err
    return result.out


def faults(path):
    header = readelf(path, '-h', '-l', '-d')
    symbols = readelf(path, '--dyn-syms')
    found = []
    for wanted, pattern in (('position-independent', r'Type: +DYN'), ('read-only relocations', r'GNU_RELRO'),
                            ('bound at start', r'\bBIND_NOW\b|FLAGS_1.*\bNOW\b')):
        if not re.search(pattern, header):
            found.append('not ' + wanted)
    if not re.search(r'GNU_STACK.* RW ', header):
        found.append('executable stack')
    if re.search(r'RPATH|RUNPATH', header):
        found.append('has a run path')
    if '__stack_chk_fail' not in symbols:
        found.append('no stack protector')
    if not re.search(r'__(\w+)_chk@', symbols):
        found.append('no fortified calls')
    return found


@unittest.skipUnless((nd.BIN / '../CMakeCache.txt').exists() and
                     'CMAKE_BUILD_TYPE:STRING=Release' in (nd.BIN / '../CMakeCache.txt').read_text(),
                     'only the release build is hardened')
class Hardening(unittest.TestCase):
    def test_the_four_tools(self):
        nd.require_program('readelf')
        for tool in TOOLS:
            with self.subTest(tool):
                self.assertEqual(faults(nd.tool(tool)), [])


class Planted(unittest.TestCase):
    def test_a_soft_binary_is_found(self):
        nd.require_program('readelf', 'g++')
        folder = nd.temporary_folder(self)
        (folder / 'a.cpp').write_text('#include <cstdio>\nint main() { std::puts("soft"); }\n')
        built = nd.run(['g++', '-no-pie', '-fno-stack-protector', '-Wl,-z,norelro,-z,lazy,-z,execstack,-rpath,/nowhere',
                        '-o', folder / 'soft', folder / 'a.cpp'])
        self.assertEqual(built.status, 0, built.err)
        self.assertEqual(len(faults(folder / 'soft')), 7)
