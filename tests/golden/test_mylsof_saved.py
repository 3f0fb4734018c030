"""mylsof on a saved copy of /proc: every byte of each output format, independent of the machine."""

import shutil
import unittest

import nd

SAVED = nd.FIXTURES / 'proc' / 'descriptors'


def mylsof(*arguments):
    return nd.run([nd.tool('mylsof'), '-nPl', '--proc', SAVED, *arguments])


class Saved(unittest.TestCase):
    def golden(self, name, *arguments, status=0):
        result = mylsof(*arguments)
        self.assertEqual((result.status, result.err), (status, ''))
        nd.assert_golden(result.out.replace(str(SAVED), 'SAVED'), f'mylsof/{name}.txt')

    def test_table(self):
        self.golden('table')

    def test_table_with_all_columns(self):
        self.golden('columns', '-R', '-g', '+L', '+fg', '-o', '-Tqs')

    def test_fields(self):
        self.golden('fields', '-F')

    def test_pids(self):
        self.golden('pids', '-t')

    def test_json(self):
        result = mylsof('--json')
        nd.schema('mylsof').check(result.out)
        nd.assert_golden(result.out, 'mylsof/json.txt')

    def test_selections(self):
        self.golden('internet', '-i')
        self.golden('unix', '-U')
        self.golden('and', '-a', '-p', '200', '-d', '3-5', '-i', ':50000')

    def test_a_zombie_is_no_process_that_holds_files(self):
        self.golden('zombie', '-V', '-p', '300', status=1)

    def test_a_forged_row_takes_nobodys_place(self):
        """A path may have a newline, and behind it what looks like the row of another's socket."""
        saved = nd.temporary_folder(self)
        shutil.copytree(SAVED, saved, dirs_exist_ok=True, symlinks=True)
        with open(saved / '200' / 'net' / 'unix', 'a', encoding='ascii') as table:
            table.write('0000000000000000: 00000002 00000000 00000000 0001 03 1003 /forged\n')
        self.assertEqual(nd.run([nd.tool('mylsof'), '-nPl', '--proc', saved, '-U']).out, mylsof('-U').out)

    def test_a_copy_that_is_not_there(self):
        result = nd.run([nd.tool('mylsof'), '--proc', '/no/such/copy'])
        self.assertEqual((result.status, result.out, result.err),
                         (1, '', 'mylsof: /no/such/copy: No such file or directory\n'))

    def test_what_is_no_copy(self):
        folder = nd.temporary_folder(self)
        (folder / '12').mkdir()
        for arguments in ([], ['-p', '1'], ['--ipc'], ['-r', '1']):
            result = nd.run([nd.tool('mylsof'), '--proc', folder, *arguments])
            self.assertEqual((result.status, result.out, result.err),
                             (1, '', f'mylsof: --proc {folder}: neither a /proc nor a copy of one (it has no PID/stat)\n'))


if __name__ == '__main__':
    unittest.main()
