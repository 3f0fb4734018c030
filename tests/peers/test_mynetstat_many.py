"""Thousands of sockets: their holders are asked of the kernel in one go where that may be, and found by a walk of /proc
elsewhere. Both name those that netstat names."""

import unittest

import nd

nd.require_namespaces()
nd.require_program('netstat')

# 2,200 connections, held at both ends; a second process has all of them too, and a few of its own.
HOLDER = '''
import ctypes, os, resource, socket, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (8192, 8192))
ctypes.CDLL(None).prctl(1, 9)
held = []
def pairs(port, count):
    server = socket.create_server(('127.0.0.1', port), backlog=16)
    for _ in range(count):
        held.append(socket.create_connection(('127.0.0.1', port)))
        held.append(server.accept()[0])
    held.append(server)
pairs(9001, 2200)
ready, told = os.pipe()
if os.fork() == 0:
    ctypes.CDLL(None).prctl(1, 9)
    pairs(9002, 20)
    os.write(told, b'+')
    sys.stdin.read()
    os._exit(0)
os.read(ready, 1)
if len(sys.argv) > 1:
    sys.exit(os.system(sys.argv[1]))
print('ready', flush=True)
sys.stdin.read()
'''


class ManySockets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = nd.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.host('a')
        cls.holder = cls.world.popen('a', ['/usr/bin/python3', '-c', HOLDER])
        cls.holder.wait_for('ready', timeout=60)

    def same(self, words, before=()):
        theirs = self.world.run('a', [*before, 'netstat', *words], timeout=120)
        ours = self.world.run('a', [*before, nd.tool('mynetstat'), *words], timeout=120)
        nd.assert_same(ours, theirs)
        self.assertGreater(ours.out.count('/python3'), 4400)

    def test_holders_as_root(self):
        self.same(['-tanp'])

    def test_holders_in_a_pid_namespace_have_its_numbers(self):
        self.world.host('inner')
        folder = nd.temporary_folder(self)
        lists = f'netstat -tanp > {folder}/theirs; {nd.tool("mynetstat")} -tanp > {folder}/ours'
        self.world.run('inner', ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', '/usr/bin/python3', '-c', HOLDER, lists],
                       timeout=120)
        theirs, ours = ((folder / name).read_text() for name in ('theirs', 'ours'))
        self.assertEqual(ours, theirs)
        self.assertGreater(ours.count(' 1/'), 4400)

    def test_holders_where_the_kernel_cannot_be_asked(self):
        self.same(['-tanp'], ['setpriv', '--bounding-set=-bpf,-perfmon,-sys_admin'])
