"""Sockets that stand in no table of ours: in other network namespaces, and bound without more."""

import platform
import sys
import unittest

import nd
from lsof_holder import Holder

nd.require_root()

# MODE "process": lives in a network namespace of its own; "sockets": its sockets do, it does not; "here": neither.
HOLDER = '''
import ctypes, signal, socket, sys, threading
libc = ctypes.CDLL(None, use_errno=True)
held = []

def hold():
    if sys.argv[1] != 'here' and libc.unshare(0x40000000) != 0:  # CLONE_NEWNET
        raise OSError(ctypes.get_errno(), 'unshare')
    listener = socket.socket()
    listener.bind(('0.0.0.0', 0))
    listener.listen()
    other = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    other.bind(('::', 0))
    bound = socket.socket()
    bound.bind(('0.0.0.0', 0))
    sender = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    libc.system(b'ip link set lo up')
    sender.sendto(b'x' * 100, ('::1', other.getsockname()[1]))
    held.extend((listener, other, bound, socket.socket()))

if sys.argv[1] == 'sockets':
    thread = threading.Thread(target=hold)
    thread.start()
    thread.join()
else:
    hold()
print(*(each.getsockname()[1] for each in held[:3]), 'ready', flush=True)
signal.pause()
'''


def knows_bound_sockets():
    return tuple(int(word) for word in platform.release().split('.')[:2]) >= (6, 8)


class Sockets(unittest.TestCase):
    def hold(self, mode):
        process = nd.popen([sys.executable, '-c', HOLDER, mode])
        self.addCleanup(process.kill)
        ready = process.wait_for(r'^(\d+) (\d+) (\d+) ready$')
        return str(process.pid), [int(port) for port in ready.groups()]

    def names(self, pid, *arguments):
        """TYPE, NODE and NAME of its Internet sockets."""
        listed = nd.run([nd.tool('mylsof'), '-nP', '-a', '-i', '-p', pid, *arguments]).out.splitlines()[1:]
        return [(row.split()[4], ' '.join(row.split()[7:])) for row in listed]

    def expected(self, ports):
        return [('IPv4', f'TCP *:{ports[0]} (LISTEN)'), ('IPv6', f'UDP *:{ports[1]}')]

    def test_a_process_in_another_namespace(self):
        pid, ports = self.hold('process')
        self.assertEqual(self.names(pid)[:2], self.expected(ports))
        self.assertEqual(self.names(pid, '-c', 'python')[:2], self.expected(ports))

    def test_sockets_in_another_namespace_than_their_process(self):
        pid, ports = self.hold('sockets')
        bound = [('IPv4', f'TCP *:{ports[2]} (CLOSE)')] if knows_bound_sockets() else []
        self.assertEqual(self.names(pid), self.expected(ports) + bound)
        self.assertRegex(self.names(pid, '-Tqs')[1][1], rf'UDP \*:{ports[1]} \(QR=[1-9]\d* QS=0\)')
        everywhere = nd.run([nd.tool('mylsof'), '-nP', '-t', '-i', f'TCP:{ports[0]}']).out.split()
        self.assertIn(pid, everywhere)

    def test_every_kind_of_socket_in_another_namespace_than_its_process(self):
        holder = Holder(self)
        holder.do('import ctypes; L = ctypes.CDLL(None); home = os.open("/proc/self/ns/net", 0); L.unshare(0x40000000); '
                  'held.append(socket.socket(socket.AF_UNIX)); held[-1].bind("name"); held[-1].listen(); '
                  'held.append(socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)); held[-1].bind((0, 0)); '
                  'held.append(socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 768)); '
                  'held.append(socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)); '
                  'assert L.setns(home, 0) == 0; os.close(home)')
        fds = holder.tell('" ".join(str(s.fileno()) for s in held)').split()
        listed = nd.run([nd.tool('mylsof'), '-nP', '-a', '-d', ','.join(fds), '-p', holder.pid]).out
        for row in (r'unix +0x\w+ +0t0 +\d+ name type=STREAM \(LISTEN\)', r'netlink +0t0 +\d+ ROUTE',
                    r'pack +\d+ +0t0 +ALL type=SOCK_RAW', r'raw +0t0 +\d+ 00000000:0001->00000000:0000 st=07'):
            with self.subTest(row):
                self.assertRegex(listed, f'(?m) {row}$')

    def test_sockets_that_are_only_bound(self):
        if not knows_bound_sockets():
            nd.skip('needs Linux 6.8')
        for mode in ('here', 'process'):
            with self.subTest(mode):
                pid, ports = self.hold(mode)
                self.assertEqual(self.names(pid), self.expected(ports) + [('IPv4', f'TCP *:{ports[2]} (CLOSE)')])

    def test_a_socket_without_an_address_stays_nameless(self):
        pid, _ = self.hold('here')
        listed = nd.run([nd.tool('mylsof'), '-nP', '-a', '-d', 'fd', '-p', pid]).out
        self.assertEqual(listed.count('protocol: TCP'), 1)


if __name__ == '__main__':
    unittest.main()
