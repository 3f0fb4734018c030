"""A file system that has stopped answering: every listing ends, and its files are in it."""

import unittest

import nd

nd.require_root()
HUNG_MOUNT = nd.shared('bench/hung-mount')


def beside_a_dead_mount(*arguments):
    """(how it ended, what mylsof printed); '{pid}' and '{mnt}' stand for the holder and the mount point."""
    result = nd.run(['python3', HUNG_MOUNT, '-t', '8', '--', nd.tool('mylsof'), *arguments], timeout=60)
    if result.status == 2:
        nd.skip('no FUSE here')
    return result.status, result.out


class HungMount(unittest.TestCase):
    def check(self, *arguments, lists=r'\d+r +REG .*/file$'):
        status, out = beside_a_dead_mount('-nP', *arguments)
        self.assertEqual(status, 0, out)
        if lists:
            self.assertRegex(out, f'(?m){lists}')

    def test_one_process(self):
        self.check('-p', '{pid}')
        self.check('-p', '{pid}', lists=r' mem +REG .*/file$')

    def test_everything(self):
        self.check()

    def test_sockets(self):
        self.check('-i', lists='')

    def test_a_file_argument(self):
        self.check('{mnt}/file')

    def test_the_mount_point_as_argument(self):
        self.check('{mnt}')


if __name__ == '__main__':
    unittest.main()
