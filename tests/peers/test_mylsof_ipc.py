"""mylsof --ipc beside ipcs, on objects in an IPC namespace that the test made."""

import json
import os
import pathlib
import re
import sys
import unittest

import nd

nd.require_program('ipcs', 'unshare', 'nsenter')
nd.require_root()

# ipcs's words for a limit or a sum, and our key.
LIMITS = {'max queues system wide': 'message_queues_max', 'max size of message (bytes)': 'message_bytes_max',
          'default max size of queue (bytes)': 'message_queue_bytes_default',
          'max number of segments': 'shared_memory_segments_max',
          'max seg size (kbytes)': 'shared_memory_segment_kilobytes_max',
          'max total shared memory (kbytes)': 'shared_memory_kilobytes_max',
          'min seg size (bytes)': 'shared_memory_segment_bytes_min', 'max number of arrays': 'semaphore_arrays_max',
          'max semaphores per array': 'semaphores_per_array_max', 'max semaphores system wide': 'semaphores_max',
          'max ops per semop call': 'semaphore_operations_max', 'semaphore max value': 'semaphore_value_max'}
SUMS = {'allocated queues': 'message_queues', 'used headers': 'messages', 'used space': 'message_bytes',
        'segments allocated': 'shared_memory_segments', 'pages allocated': 'pages_allocated',
        'pages resident': 'pages_resident', 'pages swapped': 'pages_swapped', 'used arrays': 'semaphore_arrays',
        'allocated semaphores': 'semaphores'}


class Ipc(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.name = f'nd-ipc-{os.getpid()}'
        script = nd.TESTS / 'support' / 'ipc_objects.py'
        cls.holder = nd.popen(['unshare', '--ipc', sys.executable, script, cls.name])
        # The same, with the same keys and ids, in a namespace of its own.
        cls.stranger = nd.popen(['unshare', '--ipc', sys.executable, script, cls.name + '-stranger'])
        cls.addClassCleanup(cls.stranger.kill)
        cls.stranger.wait_for('^ready$')
        for path in ('/dev/shm/' + cls.name, f'/dev/shm/{cls.name}-stranger'):
            cls.addClassCleanup(pathlib.Path(path).unlink, missing_ok=True)
        cls.addClassCleanup(cls.holder.kill)
        cls.holder.wait_for('^ready$')
        cls.pid = cls.holder.pid

    def inside(self, *argv):
        return nd.run(['nsenter', '--ipc', '-t', self.pid, *argv])

    def ours(self, type):
        result = self.inside(nd.tool('mylsof'), '-w', '--ipc', '--json')
        self.assertEqual((result.status, result.err), (0, ''))
        nd.schema('mylsof').check(result.out)
        return [row for row in map(json.loads, result.out.splitlines()) if row['type'] == type]

    def theirs(self, letter):
        """The rows of ipcs, as lists of words; the status of shared memory may be empty."""
        return [line.split() for line in self.inside('ipcs', letter).out.splitlines() if line.startswith('0x')]

    def test_shared_memory_is_as_ipcs_has_it(self):
        ours = [[row['key'], str(row['id']), row['owner'], row['permissions'].lstrip('0'), str(row['size']),
                 str(row['attached'])] + (['dest'] if row['to_be_removed'] else []) for row in self.ours('shared_memory')]
        self.assertEqual(ours, self.theirs('-m'))
        self.assertEqual(len(ours), 3)

    def test_semaphores_and_queues_are_as_ipcs_has_them(self):
        ours = [[row['key'], str(row['id']), row['owner'], row['permissions'], str(row['semaphores'])]
                for row in self.ours('semaphore_array')]
        self.assertEqual(ours, self.theirs('-s'))
        ours = [[row['key'], str(row['id']), row['owner'], row['permissions'], str(row['bytes']), str(row['messages'])]
                for row in self.ours('message_queue')]
        self.assertEqual(ours, self.theirs('-q'))
        self.assertEqual(ours[0][4:], ['10', '2'])

    def test_pids_are_as_ipcs_has_them(self):
        ours = [[str(row['id']), row['owner'], str(row['creator_pid']), str(row['last_pid'])] for row in self.ours('shared_memory')]
        theirs = [line.split() for line in self.inside('ipcs', '-m', '-p').out.splitlines() if re.match(r'\d', line)]
        self.assertEqual(ours, theirs)

    def compare_numbers(self, letter, words, ours):
        theirs = self.inside('ipcs', letter).out
        for text, key in words.items():
            with self.subTest(text):
                value = re.search(rf'^{re.escape(text)}(?: =)? +(\d+)', theirs, re.M)[1]
                self.assertEqual(ours[key], int(value))

    def test_limits_and_sums_are_as_ipcs_has_them(self):
        self.compare_numbers('-l', LIMITS, self.ours('ipc_limits')[0])
        self.compare_numbers('-u', SUMS, self.ours('ipc_usage')[0])

    def test_who_has_shared_memory_attached(self):
        holders = {row['key']: [(h['pid'], h['role']) for h in row['holders']] for row in self.ours('shared_memory')}
        self.assertEqual(holders['0x00001234'], [(self.pid, 'DEL')])
        self.assertEqual(holders['0x00001236'], [])

    def test_deleted_segments_of_two_namespaces_are_two(self):
        found = self.inside(nd.tool('mylsof'), '--deleted', '--json', '-p', f'{self.pid},{self.stranger.pid}').out
        held = [sorted(holder['pid'] for holder in row['holders']) for row in nd.schema('mylsof').check(found)
                if row['type'] == 'deleted_file' and row['name'].startswith('/SYSV00001234')]
        self.assertEqual(sorted(held), sorted([[self.pid], [self.stranger.pid]]))

    def test_posix_queues_need_no_mount_point(self):
        idle, queue = self.ours('posix_message_queue')
        self.assertEqual([queue[key] for key in ('name', 'permissions', 'bytes', 'messages', 'messages_max',
                                                 'message_bytes_max', 'notify')], ['/queue', '640', 5, 1, 7, 64, None])
        self.assertEqual([h['pid'] for h in queue['holders']], [self.pid])
        self.assertEqual([idle[key] for key in ('name', 'messages', 'notify', 'notify_pid')],
                         ['/idle', 0, 'signal', self.pid])
        limits = self.ours('ipc_limits')[0]
        for name, key in (('queues_max', 'posix_queues_max'), ('msg_max', 'posix_queue_messages_max'),
                          ('msgsize_max', 'posix_message_bytes_max')):
            self.assertEqual(str(limits[key]), self.inside('cat', '/proc/sys/fs/mqueue/' + name).out.strip())

    def test_posix_shared_memory(self):
        row = next(row for row in self.ours('posix_shared_memory') if row['name'] == '/' + self.name)
        self.assertEqual((row['size'], row['semaphore'], [h['pid'] for h in row['holders']][0]), (5000, False, self.pid))

    def test_the_tables(self):
        out = self.inside(nd.tool('mylsof'), '--ipc').out
        for title in ('Shared memory', 'Semaphores', 'Message queues', 'POSIX message queues', 'Limits', 'In use'):
            self.assertRegex(out, rf'(?m)^{title}$')
        self.assertRegex(out, rf'(?m)^0x00001234 +\d+ root +640 +10000 .* {self.pid}/python3/DEL$')


if __name__ == '__main__':
    unittest.main()
