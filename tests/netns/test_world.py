"""The small networks of the other tests do what they promise, with nothing but ip and Python as witnesses."""

import os
import subprocess
import sys
import unittest

import nd

nd.require_namespaces()

SERVER = ("import socket; s = socket.create_server(('', 6666)); print('ready', flush=True); c, a = s.accept(); "
          "c.sendall(c.recv(9) + b' from ' + a[0].encode())")
CLIENT = ("import socket, sys; s = socket.create_connection((sys.argv[1], 6666), 5); s.sendall(b'hello'); "
          "print(s.recv(99).decode())")


def python(code, *arguments):
    return [sys.executable, '-c', code, *arguments]


class Worlds(unittest.TestCase):
    def talk(self, world, a, b, address):
        server = world.popen(b, python(SERVER))
        server.wait_for('ready')
        return world.run(a, python(CLIENT, address)).out.strip()

    def test_two_hosts_reach_each_other(self):
        with nd.World() as world:
            world.host('a'), world.host('b')
            world.link('a', '10.77.0.1/24', 'b', '10.77.0.2/24')
            self.assertEqual(self.talk(world, 'a', 'b', '10.77.0.2'), 'hello from 10.77.0.1')

    def test_a_router_forwards(self):
        with nd.World() as world:
            world.host('a'), world.host('r', router=True), world.host('b')
            world.link('a', '10.77.1.1/24', 'r', '10.77.1.254/24')
            world.link('b', '10.77.2.1/24', 'r', '10.77.2.254/24')
            world.route('a', 'default via 10.77.1.254')
            world.route('b', 'default via 10.77.2.254')
            self.assertEqual(self.talk(world, 'a', 'b', '10.77.2.1'), 'hello from 10.77.1.1')

    def test_a_switch_connects_three(self):
        with nd.World() as world:
            world.host('a'), world.host('b'), world.host('c')
            world.switch('s', {'a': '10.77.3.1/24', 'b': '10.77.3.2/24', 'c': '10.77.3.3/24'})
            self.assertEqual(self.talk(world, 'a', 'c', '10.77.3.3'), 'hello from 10.77.3.1')

    def test_ipv6_addresses_are_usable_at_once(self):
        with nd.World() as world:
            world.host('a')
            world.silent_link('a', 'fd00:77::1/64')
            code = "import socket; socket.socket(socket.AF_INET6).bind(('fd00:77::1', 0)); print('bound')"
            self.assertEqual(world.run('a', python(code)).out, 'bound\n')

    def test_static_neighbours_are_permanent(self):
        with nd.World() as world:
            world.host('a'), world.host('b')
            dev_a, dev_b = world.link('a', '10.77.4.1/24', 'b', '10.77.4.2/24')
            world.static_neighbours('a', '10.77.4.1', dev_a, 'b', '10.77.4.2', dev_b)
            self.assertIn('PERMANENT', world.ip('a', 'neigh'))

    def test_rules_of_nft_apply(self):
        nd.require_program('nft')
        with nd.World() as world:
            world.host('a')
            world.nft('a', """
                table inet t {
                  chain c {
                    type filter hook input priority 0
                    icmp type echo-request drop
                  }
                }""")
            self.assertIn('drop', world.run('a', ['nft', 'list', 'ruleset']).out)

    def test_everything_is_removed_after_a_failure(self):
        with self.assertRaises(ZeroDivisionError):
            with nd.World() as world:
                world.host('a')
                process = world.popen('a', ['sleep', '600'])
                name = world.netns('a')
                self.assertIn(name, nd.run(['ip', 'netns']).out)
                1 / 0
        self.assertNotIn(name, nd.run(['ip', 'netns']).out)
        self.assertIsNotNone(process.poll())

    def test_what_a_killed_test_left_is_removed_by_the_next(self):
        gone = subprocess.Popen(['true'])
        gone.wait()
        orphan = f'nd{gone.pid}-1-a'
        self.assertEqual(nd.run(['ip', 'netns', 'add', orphan]).status, 0)
        self.addCleanup(nd.run, ['ip', 'netns', 'del', orphan])
        code = 'import sys; sys.path.insert(0, sys.argv[1]); import nd; nd.World().close()'
        nd.run(python(code, os.path.dirname(nd.__file__)))
        self.assertNotIn(orphan, nd.run(['ip', 'netns']).out)
