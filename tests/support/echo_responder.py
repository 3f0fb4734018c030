"""Answers echo requests in a namespace whose kernel does not, with lies of every kind; run by tests as a program.

usage: echo_responder.py LIE [LIE…]: the n-th request gets the n-th lie, later ones the last. With "honest" it says what
a kernel would say, with "late=SECONDS" it says so later. Needs net.ipv4.icmp_echo_ignore_all=1 in its namespace. Prints "ready" once it listens.
"""

import socket
import struct
import sys
import time


def checksum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack(f'!{len(data) // 2}H', data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def echo_reply(ident, sequence, payload, spoil=0):
    head = struct.pack('!BBHHH', 0, 0, 0, ident, sequence)
    return struct.pack('!BBHHH', 0, 0, checksum(head + payload) ^ spoil, ident, sequence) + payload


def flipped(payload, at):
    return payload[:at] + bytes([payload[at] ^ 0xff]) + payload[at + 1:]


# LIE -> the ICMP messages to send for a request (ident, sequence, payload)
LIES = {
    'honest': lambda i, s, p: [echo_reply(i, s, p)],
    'silent': lambda i, s, p: [],
    'twice': lambda i, s, p: [echo_reply(i, s, p)] * 2,
    'storm': lambda i, s, p: [echo_reply(i, s, p)] * 1000,
    'bad_checksum': lambda i, s, p: [echo_reply(i, s, p, spoil=0x5555)],
    'wrong_cookie': lambda i, s, p: [echo_reply(i, s, flipped(p, 3))],
    'wrong_data': lambda i, s, p: [echo_reply(i, s, flipped(p, 20))],
    'wrong_ident': lambda i, s, p: [echo_reply(i ^ 1, s, p)],
    'wrong_sequence': lambda i, s, p: [echo_reply(i, (s + 100) % 65536, p)],
    'short': lambda i, s, p: [echo_reply(i, s, p[:-10])],
    'very_short': lambda i, s, p: [echo_reply(i, s, p[:4])],
    'empty': lambda i, s, p: [echo_reply(i, s, b'')],
    'long': lambda i, s, p: [echo_reply(i, s, p + b'more')],
    'nothing_but_a_type': lambda i, s, p: [b'\0'],
}


def main():
    lies = sys.argv[1:]
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as icmp:
        print('ready', flush=True)
        while True:
            packet, (source, _) = icmp.recvfrom(65536)
            message = packet[(packet[0] & 15) * 4:]
            if message[0] != 8:
                continue
            lie = lies.pop(0) if len(lies) > 1 else lies[0]
            ident, sequence = struct.unpack('!HH', message[4:8])
            if lie.startswith('late='):
                time.sleep(float(lie.removeprefix('late=')))
                lie = 'honest'
            if lie.startswith('from='):  # from another address of this host
                with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as other:
                    other.bind((lie.removeprefix('from='), 0))
                    other.sendto(echo_reply(ident, sequence, message[8:]), (source, 0))
                continue
            for reply in LIES[lie](ident, sequence, message[8:]):
                icmp.sendto(reply, (source, 0))


if __name__ == '__main__':
    main()
