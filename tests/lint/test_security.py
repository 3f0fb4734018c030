"""SECURITY.md names a test for each promise, and each of them is there."""

import pathlib
import re
import tempfile
import unittest

import nd
import tree

ROW = re.compile(r'^\| (?P<promise>[^|]+) \| (?P<tool>[^|]+) \| (?P<tests>`tests/[^|]+) \|$', re.M)


def faults(root):
    root = pathlib.Path(root)
    text = (root / 'SECURITY.md').read_text(encoding='utf-8')
    table = text[text.index('| promise |'):].split('\n\n')[0]
    rows = list(ROW.finditer(table))
    found = [] if len(rows) == len(table.splitlines()) - 2 else ['a row of the table names no test']
    for row in rows:
        for reference in row['tests'].split(', '):
            match = re.fullmatch(r'`(tests/[^`]+)` `([^`]+)`', reference)
            if match is None:
                found.append(f'{reference} is not a file and what stands in it')
            elif not (root / match[1]).exists() or not re.search(rf'\b{re.escape(match[2])}\b', (root / match[1]).read_text(encoding='utf-8')):
                found.append(f'{row["promise"]}: {match[1]} has no {match[2]}')
    return found


class Security(unittest.TestCase):
    def test_the_table(self):
        self.assertEqual(faults(nd.ROOT), [])

    def test_it_is_linked(self):
        self.assertIn('(SECURITY.md)', (nd.ROOT / 'README.md').read_text(encoding='utf-8'))

    def test_a_test_that_is_gone_is_found(self):
        head = '| promise | tool | test |\n|---|---|---|\n'
        for row in ('| a | all | `tests/a.py` `test_b` |', '| a | all | `tests/b.py` `test_a` |', '| a | all | none |', '| a | all | `tests/a.py` |'):
            with self.subTest(row), tempfile.TemporaryDirectory() as folder:
                tree.plant(folder, {'SECURITY.md': head + row + '\n', 'tests/a.py': 'def test_a(): pass\n'})
                self.assertEqual(len(faults(folder)), 1)


if __name__ == '__main__':
    unittest.main()
