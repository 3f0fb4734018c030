"""Findings of mynetstat --health that need more than a process to come true: floods, lossy paths, full tables. The others
are in test_mynetstat.py."""

import pathlib
import shutil
import unittest

import nd

nd.require_namespaces()
nd.require_program('nft')

LISTENER = '''
import socket, sys
held = []
def keep(s):
    held.append(s)
    return s
'''
HALF_OPEN = LISTENER + '''
server = keep(socket.create_server(('127.0.0.1', 8080), backlog=BACKLOG))
for _ in range(40):
    client = keep(socket.socket())
    client.setblocking(False)
    client.connect_ex(('127.0.0.1', 8080))
print('ready', flush=True)
sys.stdin.read()
'''
TALK = LISTENER + '''
server = keep(socket.create_server(('127.0.0.1', 8080)))
client = keep(socket.create_connection(('127.0.0.1', 8080)))
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
accepted = keep(server.accept()[0])
for _ in range(100):
    client.send(b'word')
    accepted.recv(4)
print('ready', flush=True)
sys.stdin.read()
'''
UDP6_FLOOD = LISTENER + '''
server = keep(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM))
server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
server.bind(('::1', 5353))
client = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
for _ in range(100):
    client.sendto(b'x' * 1000, ('::1', 5353))
print('ready', flush=True)
sys.stdin.read()
'''
# Twelve connections whose other end is gone, then none, then twelve: each time a line comes.
LEAK_AND_CLOSE = LISTENER + '''
server = keep(socket.create_server(('127.0.0.1', 8080), backlog=64))
while True:
    taken = []
    for _ in range(12):
        client = socket.create_connection(('127.0.0.1', 8080))
        taken.append(server.accept()[0])
        client.close()
    print('ready', flush=True)
    sys.stdin.readline()
    while taken:
        taken.pop().close()
    sys.stdin.readline()
'''
MANY_FLOWS = LISTENER + '''
for port in range(2000, 2100):
    client = keep(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    client.sendto(b'x', ('127.0.0.1', port))
print('ready', flush=True)
sys.stdin.read()
'''
# A process is busy for ever: what it reads into is memory whose pages nobody delivers. Meanwhile segments pile up, as the
# route lets a connection begin with as many as it likes.
BUSY = LISTENER + '''
import ctypes, fcntl, mmap, os, platform, struct, threading
number = {'x86_64': 323, 'aarch64': 282}.get(platform.machine(), -1)
fault = ctypes.CDLL(None).syscall(number, os.O_CLOEXEC)
if fault < 0:
    print('no userfaultfd', flush=True)
    sys.exit()
memory = mmap.mmap(-1, 65536)
address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
fcntl.ioctl(fault, 0xc018aa3f, bytearray(struct.pack('QQQ', 0xaa, 0, 0)))             # UFFDIO_API
fcntl.ioctl(fault, 0xc020aa00, bytearray(struct.pack('QQQQ', address, 65536, 1, 0)))  # UFFDIO_REGISTER
server = keep(socket.create_server(('127.0.0.1', 8080)))
client = keep(socket.create_connection(('127.0.0.1', 8080)))
accepted = keep(server.accept()[0])
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
client.setsockopt(socket.SOL_SOCKET, 32, 64 << 20)                                     # SO_SNDBUFFORCE
for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
    accepted.setsockopt(socket.SOL_SOCKET, option, 4096)
client.send(b'first')
read = lambda: ctypes.CDLL(None).recv(accepted.fileno(), ctypes.c_void_p(address), 5, 0)
threading.Thread(target=read, daemon=True).start()
print('ready', flush=True)
sys.stdin.readline()
client.setblocking(False)
for _ in range(2000):
    client.send(b'x')
print('done', flush=True)
sys.stdin.read()
os._exit(0)
'''
NO_ANSWERS = '''table inet health { chain in { type filter hook input priority 0;
tcp flags & (syn|ack) == syn|ack drop
}
}'''
LOSS = '''table inet health { chain in { type filter hook input priority 0;
tcp dport 8080 tcp flags & psh == psh numgen inc mod 5 == 0 drop
}
}'''
TRACKED = '''table inet health { chain in { type filter hook input priority 0;
ct state new accept
}
}'''


class Findings(unittest.TestCase):
    def setUp(self):
        self.world = nd.World()
        self.addCleanup(self.world.close)
        self.world.host('a')

    def start(self, code):
        process = self.world.popen('a', ['/usr/bin/python3', '-c', code])
        process.wait_for('ready', timeout=60)
        return process

    def findings(self, before=()):
        result = self.world.run('a', [*before, nd.tool('mynetstat'), '--health', '--json'])
        self.assertEqual(result.err, '')
        found = nd.schema('mynetstat').check(result.out)
        self.assertEqual(result.status, 1 if found else 0)
        return {finding['check']: finding for finding in found}

    def test_requests_that_find_the_queue_of_half_open_connections_full(self):
        self.world.nft('a', NO_ANSWERS)
        for cookies, check in ((0, 'syn_drops'), (1, 'syn_cookies')):
            with self.subTest(check):
                self.world.sysctl('a', {'ipv4/tcp_syncookies': cookies})
                self.assertNotIn(check, self.findings())
                process = self.start(HALF_OPEN.replace('BACKLOG', '8'))
                found = self.findings()[check]
                self.assertGreater(found['value'], 0)
                self.assertIn(f'{found["value"]} SYNs', found['text'])
                process.kill()

    def test_requests_that_a_listener_drops_for_other_reasons(self):
        self.world.nft('a', NO_ANSWERS)
        self.world.sysctl('a', {'ipv4/tcp_syncookies': 0, 'ipv4/tcp_max_syn_backlog': 8})  # the last quarter is for known peers
        self.assertEqual(self.findings(), {})
        self.start(HALF_OPEN.replace('BACKLOG', '64'))
        found = self.findings()
        self.assertEqual(set(found), {'listen_drops'})
        self.assertGreater(found['listen_drops']['value'], 20)

    def test_a_path_that_loses_packets(self):
        self.world.nft('a', LOSS)
        self.assertEqual(self.findings(), {})
        self.start(TALK)
        found = self.findings()['retransmissions']
        self.assertGreaterEqual(found['value'], 20)
        self.assertIn('the path loses packets', found['text'])

    def test_few_retransmissions_are_silence(self):
        self.start(TALK)
        self.assertEqual(self.findings(), {})

    def test_datagrams_of_ipv6_that_find_no_room(self):
        process = self.start(UDP6_FLOOD)
        found = self.findings()['udp_receive_buffer']
        self.assertEqual(found['counter'], 'Udp6.RcvbufErrors')
        self.assertIn(f'of {process.pid}/python3 lost', found['text'])

    def test_a_table_of_tracked_connections_that_is_nearly_full(self):
        try:
            self.world.nft('a', TRACKED)
        except RuntimeError as error:
            nd.skip(f'no connection tracking here: {error}')
        self.start(MANY_FLOWS)
        folder = nd.temporary_folder(self)
        limit = folder / 'limit'
        # The limit is the machine's, not the namespace's: a smaller one is laid over it for our eyes only.
        place = pathlib.Path('/proc/sys/net/netfilter/nf_conntrack_max')
        if not place.exists():
            nd.skip('this kernel has no limit of tracked connections')
        for most, expected in ((110, {'conntrack'}), (1000, set())):
            with self.subTest(most):
                limit.write_text(f'{most}\n')
                before = ['unshare', '-m', 'sh', '-c', f'mount --bind {limit} {place} && exec "$@"', 'sh']
                found = self.findings(before)
                self.assertEqual(set(found), expected)
                if expected:
                    self.assertGreaterEqual(found['conntrack']['value'], 100)
                    self.assertIn(f'of at most {most} entries', found['conntrack']['text'])

    def test_segments_that_find_the_backlog_of_a_busy_process_full(self):
        self.world.ip('a', 'route change local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1 initcwnd 50000')
        self.assertEqual(self.findings(), {})
        process = self.world.popen('a', ['/usr/bin/python3', '-c', BUSY])
        if process.wait_for('ready|no userfaultfd').group() != 'ready':
            nd.skip('needs userfaultfd')
        # The reader holds the socket once the kernel waits for its page.
        nd.wait_until(lambda: any('handle_userfault' in (task / 'stack').read_text()
                                  for task in pathlib.Path(f'/proc/{process.pid}/task').iterdir()))
        process.stdin.write(b'\n')
        process.stdin.flush()
        process.wait_for('done')
        process.kill()  # while it holds the socket the kernel tells nobody about it
        found = self.findings()['backlog_drops']
        self.assertGreater(found['value'], 100)
        self.assertIn(f'{found["value"]} segments', found['text'])

    def test_packets_dropped_before_any_protocol_saw_them(self):
        tree = nd.temporary_folder(self) / 'proc'
        shutil.copytree(nd.FIXTURES / 'proc' / 'netstat', tree, symlinks=True)
        words = ['0000000a', '00000000', '00000001'], ['0000000b', '00000007', '00000000']
        for rows, findings in (([['0000000a', '00000000']], []), (words, ['softnet_drops'])):
            (tree / 'net/softnet_stat').write_text(''.join(' '.join(row) + '\n' for row in rows))
            result = nd.run([nd.tool('mynetstat'), '--proc', tree, '--health', '--json'])
            found = nd.schema('mynetstat').check(result.out)
            self.assertEqual([(each['check'], each['value']) for each in found], [(name, 7) for name in findings])
            self.assertEqual(result.status, 1 if findings else 0)

    def test_a_finding_of_another_namespace_comes_and_goes_in_rounds_of_json(self):
        holder = self.start(LEAK_AND_CLOSE)
        watch = nd.Process([nd.tool('mynetstat'), '--health', '--netns', str(holder.pid), '--json', '--watch', '0.1'])
        self.addCleanup(watch.kill)
        watch.wait_for(r'"check":"close_wait".*"change":null')
        for change in ('closed', 'opened'):
            holder.stdin.write(b'\n')
            holder.stdin.flush()
            watch.wait_for(rf'"check":"close_wait".*"change":"{change}"')
        whole = watch.out[:watch.out.rindex('\n') + 1]
        self.assertEqual({row['type'] for row in nd.schema('mynetstat').check(whole)}, {'finding'})
        self.assertEqual(watch.err, '')
