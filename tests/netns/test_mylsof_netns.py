"""Sockets in other network namespaces: which one each is in."""

import os
import unittest

import nd
from lsof_holder import Holder, mylsof, rows

nd.require_namespaces()


class Namespaces(unittest.TestCase):
    def setUp(self):
        self.world = nd.World()
        self.addCleanup(self.world.close)
        self.world.host('a')
        self.name = self.world.netns('a')
        self.there = Holder(self, netns=self.name)
        # `ip netns exec` becomes the program itself
        self.there.do('s = socket.socket(); s.bind(("127.0.0.1", 7001)); s.listen()')

    def namespaces(self, pid, *arguments):
        found = rows('--netns', '-p', pid, '-a', '-d', '3-99', *arguments)
        return [row.get('network_namespace') for row in found]

    def test_by_the_name_of_the_namespace(self):
        self.assertEqual(self.namespaces(self.there.pid), [self.name])
        here = Holder(self).do('s = socket.socket(); f = open("plain", "w")')
        self.assertEqual(self.namespaces(here.pid), ['-', None])

    def test_in_tables_and_columns(self):
        table = mylsof('--netns', '-nP', '-p', self.there.pid, '-a', '-i').out.splitlines()
        self.assertEqual(table[0].split()[-3:], ['NETNS', 'NODE', 'NAME'])
        self.assertEqual(table[1].split()[7], self.name)
        columns = rows('--netns', '--filter', f'network_namespace == {self.name}', '--columns', 'pid,local_port')
        self.assertEqual(columns, [{'type': 'columns', 'pid': self.there.pid, 'local_port': 7001}])

    def test_unix_peers_in_another_namespace(self):
        self.there.do('a, b = socket.socketpair()')
        ends = [row['peers'] for row in rows('-E', '-U', '-a', '-p', self.there.pid)]
        fds = [int(self.there.tell(f'{name}.fileno()')) for name in 'ab']
        self.assertEqual([[(peer['pid'], peer['fd']) for peer in end] for end in ends],
                         [[(self.there.pid, fd)] for fd in reversed(fds)])

    def test_a_socket_that_came_from_elsewhere(self):
        with_it = Holder(self, netns=self.name)
        with_it.do(f'import ctypes; L = ctypes.CDLL(None); h = os.open("/proc/{os.getpid()}/ns/net", 0); L.setns(h, 0); '
                   f's = socket.socket(socket.AF_UNIX); g = os.open("/run/netns/{self.name}", 0); L.setns(g, 0); '
                   'os.close(h); os.close(g)')
        self.assertEqual(self.namespaces(with_it.pid), ['-'])


if __name__ == '__main__':
    unittest.main()
