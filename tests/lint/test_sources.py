"""What every source owes its reader: an opening comment, a size that can be read, the repository's format, no leftover
notes, and nothing of iostream, whose initialisation every start of a tool would pay for."""

import pathlib
import re
import shutil
import unittest

import nd
import tree

MOST_LINES = 400
OUR_OUTPUT = ('iostream', 'fstream', 'sstream', 'ostream', 'istream', 'iomanip', 'fmt/ostream.h', 'print')
LEFTOVER = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b|/work/|\bstd::(cout|cerr|clog|endl)\b')
TEXTS = ('.h', '.cpp', '.py', '.cmake', '.txt', '.md', '.8', '.sh', '.json')


def faults(root):
    found = []
    for path, text in tree.sources(root):
        first = next((line for line in text.splitlines() if line.strip()), '')
        # A header speaks for its .cpp too, and the name of a unit test or a fuzz target says what it is about.
        explained = re.search('_test.cpp$|^fuzz_', path.name) or (pathlib.Path(root) / path.with_suffix('.h')).exists()
        if not first.startswith('//') and (path.suffix == '.h' or not explained):
            found.append(f'{path}: does not open with a comment on why it exists')
        if text.count('\n') > MOST_LINES:
            found.append(f'{path}: {text.count(chr(10))} lines, more than {MOST_LINES}')
        if path.suffix == '.h' and '#pragma once' not in text:
            found.append(f'{path}: no #pragma once')
        if path.parts[0] != 'tests':
            found += [f'{path}:{line}: {header}: output goes through OutputBuffer'
                      for line, header, _ in tree.includes(text) if header in OUR_OUTPUT]
    folders = tree.PRODUCT + ('tests', 'man', 'cmake', 'scripts')
    for path, text in tree.sources(root, folders, TEXTS):
        if path.name == 'test_sources.py' or 'fixtures' in path.parts or 'golden' in path.parts and path.suffix != '.py':
            continue
        found += [f'{path}:{number}: {line.strip()}' for number, line in enumerate(text.splitlines(), 1)
                  if LEFTOVER.search(line)]
    return found


def unformatted(paths):
    result = nd.run(['clang-format', '--dry-run', '--Werror', *paths], cwd=nd.ROOT, timeout=250)
    return sorted({line.split(':')[0] for line in result.err.splitlines() if ': error: ' in line})


class Sources(unittest.TestCase):
    maxDiff = None

    def test_the_tree(self):
        self.assertEqual('\n'.join(faults(nd.ROOT)), '')

    def test_the_format(self):
        if not shutil.which('clang-format'):
            nd.skip('needs the program clang-format')
        self.assertEqual(unformatted([path for path, _ in tree.sources(nd.ROOT)]), [])

    def test_a_bad_format_is_found(self):
        if not shutil.which('clang-format'):
            nd.skip('needs the program clang-format')
        folder = tree.plant(nd.temporary_folder(self), {'a.cpp': 'int  a ;\n'})
        shutil.copy(nd.ROOT / '.clang-format', folder)
        self.assertEqual(unformatted([folder / 'a.cpp']), [str(folder / 'a.cpp')])

    def planted(self, path, text):
        return faults(tree.plant(nd.temporary_folder(self), {path: text}))

    def test_planted_faults_are_found(self):
        for name, path, text in (
                ('no opening comment', 'ping/a.cpp', 'int a;\n'),
                ('too long', 'ping/a.cpp', '// Why.\n' + 'int a;\n' * MOST_LINES),
                ('no pragma', 'ping/a.h', '// Why.\n'),
                ('iostream', 'ping/a.cpp', '// Why.\n#include <iostream>\n'),
                ('cout', 'ping/a.cpp', '// Why.\nvoid f() { std::cout << 1; }\n'),
                ('leftover', 'ping/a.cpp', '// Why.\n// TODO later\n'),
                ('leftover in a test', 'tests/peers/test_a.py', '# FIXME\n'),
                ('a path of one machine', 'scripts/a.sh', 'cd /work/main\n')):
            with self.subTest(name):
                self.assertEqual(len(self.planted(path, text)), 1)

    def test_a_good_file_has_no_faults(self):
        self.assertEqual(self.planted('ping/a.h', '// Why.\n#pragma once\n#include <string>\n'), [])
