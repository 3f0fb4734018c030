"""Makes sockets of every kind and holds them: run inside a namespace by the tests beside it. Prints "ready" when they
stand, and ends with its standard input."""

import ctypes
import os
import socket
import struct
import sys
import tempfile

from held_sockets import keep, listener, pair, tcp

ADDRESS = '10.77.9.1'


def tcp_states():
    server = listener('127.0.0.1', 8080)
    pair(server)                                    # ESTABLISHED, both ends
    client, _ = pair(server)
    client.close()                                  # FIN_WAIT2 and CLOSE_WAIT
    client, accepted = pair(server)
    client.close(), accepted.close()                # TIME_WAIT
    client, accepted = pair(server)
    client.send(b'unread')                          # bytes in Recv-Q
    client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    waiting = tcp()
    waiting.connect(('127.0.0.1', 8080))            # not accepted: no inode yet
    silent = tcp()
    silent.setblocking(False)
    silent.connect_ex((ADDRESS.rsplit('.', 1)[0] + '.99', 7))  # SYN_SENT
    six = listener('::1', 8081, socket.AF_INET6)
    pair(six)
    both = listener('::', 8082, socket.AF_INET6)
    mapped = tcp()
    mapped.connect(('127.0.0.1', 8082))             # IPv4-mapped on the other end
    keep(both.accept()[0])
    long = listener('fd00:77:1111:2222:3333:4444:5555:6666', 60001, socket.AF_INET6)
    pair(long)


def datagrams():
    for family, address in ((socket.AF_INET, '127.0.0.1'), (socket.AF_INET6, '::1')):
        server = keep(socket.socket(family, socket.SOCK_DGRAM))
        server.bind((address, 5353))
        client = keep(socket.socket(family, socket.SOCK_DGRAM))
        client.connect((address, 5353))
        client.send(b'x' * 100)
        raw = keep(socket.socket(family, socket.SOCK_RAW, 200))
        raw.bind((address, 0))
        connected = keep(socket.socket(family, socket.SOCK_RAW, 201))
        connected.connect((address, 0))
        lite = keep(socket.socket(family, socket.SOCK_DGRAM, 136))
        lite.bind((address, 5354))


def unix_sockets(folder):
    for name, kind in (('stream', socket.SOCK_STREAM), ('packet', socket.SOCK_SEQPACKET), ('datagram', socket.SOCK_DGRAM)):
        server = keep(socket.socket(socket.AF_UNIX, kind))
        server.bind(f'{folder}/{name}')
        if kind != socket.SOCK_DGRAM:
            server.listen(4)
        client = keep(socket.socket(socket.AF_UNIX, kind))
        client.connect(f'{folder}/{name}')
    keep(socket.socketpair())
    for name in ('\0abstract', '\0nul\0inside', folder + '/' + 'x' * (106 - len(folder)), folder + '/with blank', folder + '/ümlaut'):
        server = keep(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
        server.bind(name)
        server.listen(1)


def multicast():
    made = keep(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    for group in ('224.0.0.251', '239.1.2.3'):
        made.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + socket.inet_aton(ADDRESS))
    six = keep(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM))
    six.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP,
                   socket.inet_pton(socket.AF_INET6, 'ff02::fb') + struct.pack('I', socket.if_nametoindex('eth0')))


def main():
    folder = tempfile.mkdtemp(prefix='nd-netstat-')
    try:
        tcp_states(), datagrams(), unix_sockets(folder), multicast()
        if os.fork() == 0:                          # a second holder of the same sockets
            sys.stdin.read()
            os._exit(0)
        print('ready', flush=True)
        sys.stdin.read()
    finally:
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))
        os.rmdir(folder)


if __name__ == '__main__':
    ctypes.CDLL(None).prctl(1, 9)  # end with the test, however that ends
    main()
