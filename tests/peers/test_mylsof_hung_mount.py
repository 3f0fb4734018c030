"""File systems with a server: one that answers is listed as lsof lists it, one that does not stops no listing."""

import re
import sys
import unittest

import nd

nd.require_root()
WORLD = nd.TESTS / 'support' / 'fuse_world.py'


def on_fuse(*command):
    result = nd.run([sys.executable, WORLD, *command], timeout=60)
    if result.status == 2:
        nd.skip('no FUSE here')
    return result


class DeadMount(unittest.TestCase):
    """What the kernel has kept of a file is told, with a remark."""

    def check(self, *arguments, lists=(r'\d+r +REG +\d+,\d+ +4096 +2 .*/file \(stat: Connection timed out\)$',)):
        result = on_fuse('--dead', nd.tool('mylsof'), '-nP', *arguments)
        self.assertRegex(result.out, r'ended after [\d.]+ with 0\n$')
        for row in lists:
            self.assertRegex(result.out, f'(?m){row}')
        seconds = float(re.search(r'ended after ([\d.]+)', result.out)[1])
        self.assertLess(seconds, 8)  # a second of it is patience; machines that test are busy
        return result

    def test_one_process(self):
        result = self.check('-p', '{pid}', lists=(r'cwd +DIR .* \(stat: Connection timed out\)$',
                                                  r'\d+r +REG .*/file \(stat: Connection timed out\)$',
                                                  r' mem +REG .*/file \(stat: Connection timed out\)$'))
        self.assertRegex(result.err, r'^mylsof: WARNING: /.*nd-fuse-\w+: does not answer \(type fuse.nd\)\n$')

    def test_everything(self):
        self.check()

    def test_sockets(self):
        self.check('-i', '-Q', lists=())

    def test_a_file_argument(self):
        self.check('{mnt}/file')

    def test_the_mount_point_as_argument(self):
        self.check('{mnt}')

    def test_a_directory_argument(self):
        self.check('+d', '{mnt}')

    def ends(self, modes, *arguments):
        result = on_fuse('--dead', *modes, nd.tool('mylsof'), '-nP', *arguments)
        self.assertRegex(result.out, r'ended after [\d.]+ with 0\n$', result.err)
        return result

    def test_a_mount_that_was_taken_off_the_tree(self):
        for words in (['-E'], ['--json'], ['--graph'], []):
            with self.subTest(words):
                self.ends(['--detached', '--size=80'], *words, '-p', '{pid}')

    def test_a_watched_file_behind_it(self):
        out = self.ends(['--nested'], '--json', '-p', '{pid}').out
        self.assertIn('"inotify_watches":[{', out)

    def test_an_overlay_over_it(self):
        result = self.ends(['--overlay'], '-p', '{pid}')
        self.assertRegex(result.err, r'-overlay: does not answer \(type overlay\)\n')
        self.assertRegex(result.out, r'-overlay/file \(stat: Connection timed out\)\n')

    def test_a_copy_of_proc_there(self):
        result = on_fuse('--dead', nd.tool('mylsof'), '--proc', '{mnt}/sub')
        self.assertRegex(result.out, r'ended after [\d.]+ with 1\n$')
        self.assertRegex(result.err, r'mylsof: \S+/sub: Connection timed out\n$')

    def test_several_listings_wait_once(self):
        result = self.ends([], '-a', '-d', 'cwd', '-p', '{pid}', '-r1c4')
        self.assertLess(float(re.search(r'ended after ([\d.]+)', result.out)[1]), 3 + 1 + 3 * 0.5 + 2)
        self.assertEqual(result.err.count('does not answer'), 1)

    def test_a_longer_deadline(self):
        result = on_fuse('--dead', nd.tool('mylsof'), '-nP', '-S', '3', '-p', '{pid}')
        self.assertGreaterEqual(float(re.search(r'ended after ([\d.]+)', result.out)[1]), 3)

    def test_a_file_argument_is_told_to_be_matched_by_its_path(self):
        err = self.check('{mnt}/file').err
        self.assertRegex(err, r'/file: looked for by its path alone \(its file system does not answer\)\n')

    def test_without_warnings(self):
        self.assertEqual(self.check('-w', '-p', '{pid}').err, '')


class LiveMount(unittest.TestCase):
    def test_it_is_listed_as_lsof_does(self):
        nd.require_program('lsof')
        for arguments in ('-p {pid}', '-a -p {pid} {mnt}/file', '-a -p {pid} {mnt}', '-t {mnt}/file', '-a -p {pid} +d {mnt}',
                          '-t {mnt}/other'):
            with self.subTest(arguments):
                both = f'lsof -w {arguments}; echo "$?"; echo ----; {nd.tool("mylsof")} -w {arguments}; echo "$?"'
                result = on_fuse('sh', '-c', both)
                theirs, ours = result.out[:result.out.index('ended after')].split('----\n')
                self.assertEqual(ours, theirs)
                if arguments == '-p {pid}':
                    self.assertRegex(ours, r'REG +\d+,\d+ +5000 +2 ')

    def test_a_file_by_another_path(self):
        nd.require_program('lsof')
        place = 'mkdir {mnt}2 && mount --bind {mnt} {mnt}2 && '
        result = on_fuse('sh', '-c', f'{place} lsof -w -t {{mnt}}2/file; echo ----; {nd.tool("mylsof")} -t {{mnt}}2/file')
        theirs, ours = result.out[:result.out.index('ended after')].split('----\n')
        self.assertTrue(theirs)
        self.assertEqual(ours, theirs)

    def test_nobody_is_left_waiting(self):
        result = on_fuse('sh', '-c', f'{nd.tool("mylsof")} -p {{pid}} >/dev/null; ps -eo comm | grep -c mylsof')
        self.assertIn('0\nended', result.out)


if __name__ == '__main__':
    unittest.main()
