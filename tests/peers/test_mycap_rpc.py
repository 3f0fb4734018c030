"""mycap's text of NFS on ONC RPC, over UDP and TCP, requests and the replies to them, beside tcpdump's."""
import itertools
import random
import struct
import unittest

import frames
import nd
from dissection import assert_like_peer

nd.require_program('tcpdump')

FLAGS = ([], ['-v'], ['-vv'], ['-q'], ['-e'])
CLIENT, SERVER = '10.0.0.1', '10.0.0.2'
HANDLE2 = bytes(range(32))
NONE, OK = struct.pack('!I', 0), struct.pack('!I', 0)


def words(*numbers):
    return struct.pack(f'!{len(numbers)}I', *numbers)


def opaque(data):
    return words(len(data)) + data + b'\0' * (-len(data) % 4)


HANDLE3 = opaque(b'\1\0\7\1' + bytes(range(24)))
TIMES = words(1, 2, 3, 4, 5, 6)
ATTRIBUTES2 = words(1, 0o100644, 1, 1000, 100, 4096, 4096, 0, 8, 0xabc, 77) + TIMES
ATTRIBUTES3 = words(1, 0o100644, 1, 1000, 100) + struct.pack('!QQ', 4096, 8192) + words(8, 1) + struct.pack('!QQ', 0xabc, 77) + TIMES
AFTER = words(1) + ATTRIBUTES3
CHANGE = words(1) + struct.pack('!Q', 4096) + words(1, 2, 3, 4) + AFTER
NEW = words(1, 0o644, 1, 5, 1, 6, 1, 7, 2, 100, 5, 2, 200, 6)
PLAIN = words(0, 0, 0, 0, 0, 0)
COOKIE = struct.pack('!Q', 5) + words(1, 2)


def request(version, procedure, body, xid=7):
    return words(xid, 0, 2, 100003, version, procedure, 0, 0, 0, 0) + body


def reply(body, xid=7, state=0, accept=0):
    return words(xid, 1, state, 0, 0, accept) + body


def asked(message):
    return frames.ethernet(frames.udp(message, 900, 2049, CLIENT, SERVER))


def answered(message):
    return frames.ethernet(frames.udp(message, 2049, 900, SERVER, CLIENT))


REQUESTS3 = (b'', HANDLE3, HANDLE3 + PLAIN, HANDLE3 + opaque(b'name.txt'), HANDLE3 + words(0x1f), HANDLE3, HANDLE3 + struct.pack('!QI', 4096, 512),
             HANDLE3 + struct.pack('!QIII', 4096, 512, 2, 512) + b'data', HANDLE3 + opaque(b'new') + PLAIN, HANDLE3 + opaque(b'dir') + PLAIN,
             HANDLE3 + opaque(b'ln') + NEW + opaque(b'target'), HANDLE3 + opaque(b'nod') + words(4) + NEW + words(8, 1), HANDLE3 + opaque(b'rm'),
             HANDLE3 + opaque(b'rmd'), HANDLE3 + opaque(b'from') + HANDLE3 + opaque(b'to'), HANDLE3 + HANDLE3 + opaque(b'lnk'), HANDLE3 + COOKIE + words(8192),
             HANDLE3 + COOKIE + words(1024, 8192), HANDLE3, HANDLE3, HANDLE3, HANDLE3 + struct.pack('!QI', 100, 200), b'', b'')
CREATED3 = OK + words(1) + HANDLE3 + AFTER + CHANGE
REPLIES3 = (b'', OK + ATTRIBUTES3, OK + CHANGE, OK + HANDLE3 + AFTER + AFTER, OK + AFTER + words(0x1f), OK + AFTER + opaque(b'target'), OK + AFTER + words(512, 1, 512),
            OK + CHANGE + struct.pack('!IIQ', 512, 2, 0x851b4), CREATED3, CREATED3, CREATED3, CREATED3, OK + CHANGE, OK + CHANGE, OK + CHANGE + CHANGE, OK + AFTER + CHANGE,
            OK + AFTER + COOKIE, OK + AFTER + COOKIE, OK + AFTER + struct.pack('!QQQQQQI', 1, 2, 3, 4, 5, 6, 7),
            OK + AFTER + words(1, 2, 3, 4, 5, 6, 7, 0, 8, 9, 10, 11), OK + AFTER + words(1, 2, 3, 0, 5, 6), OK + CHANGE + struct.pack('!Q', 5), OK)
REPLIES2 = {1: OK + ATTRIBUTES2, 2: OK + ATTRIBUTES2, 4: OK + HANDLE2 + ATTRIBUTES2, 5: OK + opaque(b'target'), 6: OK + ATTRIBUTES2, 8: OK + ATTRIBUTES2,
            9: OK + HANDLE2 + ATTRIBUTES2, 10: OK, 11: OK, 12: OK, 13: OK, 14: OK + HANDLE2 + ATTRIBUTES2, 15: OK, 16: OK + words(0, 1, 1), 17: OK + words(1, 2, 3, 4, 5)}


class Requests(unittest.TestCase):
    def test_version_3(self):
        packets = [asked(request(3, procedure, body)) for procedure, body in enumerate(REQUESTS3)]
        packets += [asked(request(3, 4, HANDLE3 + words(access))) for access in (0, 1, 0x3f, 0x2c, 0x40)]
        packets += [asked(request(3, 11, HANDLE3 + opaque(b'x') + words(kind) + NEW)) for kind in range(9)]
        assert_like_peer(packets, FLAGS)

    def test_version_2_and_what_is_taken_for_it(self):
        packets = [asked(request(2, procedure, HANDLE2 + opaque(b'name') + bytes(40))) for procedure in range(20)]
        compound = words(0, 2, 3, 53) + bytes(range(60))
        assert_like_peer(packets + [asked(request(4, 1, compound)), asked(request(4, 0, b''))], FLAGS)

    def test_handles(self):
        chance = random.Random(1)
        handles = [b'\0\0\0\0' + bytes(chance.choice((0, 1, 2, 255)) for _ in range(28)) for _ in range(40)]
        handles += [bytes(chance.randrange(256) for _ in range(length)) for length in range(0, 68, 4) for _ in range(4)]
        handles += [b'\0\1\2\3' + bytes(range(28)), b'\2\1\0\0\4\5\0\0' + bytes(range(24)), b'A$DISK1:' + bytes(24), b'0' * 32, b'A$DI SK1:' + bytes(23)]
        assert_like_peer([asked(request(3, 1, opaque(handle))) for handle in handles], ([],))

    def test_cut(self):
        for procedure, body in enumerate(REQUESTS3):
            assert_like_peer(frames.truncations(asked(request(3, procedure, body)), 42), ([], ['-v'], ['-x']))


class Replies(unittest.TestCase):
    def exchange(self, version, results, extra=()):
        packets = []
        for number, (procedure, body) in enumerate(results, 1):
            packets += [asked(request(version, procedure, REQUESTS3[procedure] if version == 3 else HANDLE2 + bytes(40), number)), answered(reply(body, number))]
        assert_like_peer(packets + list(extra), FLAGS)

    def test_version_3(self):
        self.exchange(3, enumerate(REPLIES3))

    def test_version_2(self):
        self.exchange(2, REPLIES2.items())

    def test_errors(self):
        for version, procedures in ((3, range(22)), (2, REPLIES2)):
            self.exchange(version, itertools.product(procedures, [words(2) + NONE * 8]))
        self.exchange(3, [(1, words(status)) for status in itertools.chain(range(1, 75), range(10000, 10010))])

    def test_refusals(self):
        call = asked(request(3, 1, HANDLE3))
        states = [reply(b'', accept=state) for state in range(1, 8)] + [words(7, 1, 1, 1, why) for why in range(10)] + [words(7, 1, 1, 0, 2, 3), words(7, 1, 1, 5, 2, 2), words(7, 1, 9)]
        assert_like_peer([packet for state in states for packet in (call, answered(state))], FLAGS)

    def test_a_reply_to_what_was_not_seen(self):
        assert_like_peer([answered(reply(OK + ATTRIBUTES3, 99))], FLAGS)

    def test_over_tcp(self):
        def record(message):
            return words(0x80000000 | len(message)) + message
        packets = [frames.ethernet(frames.tcp(record(request(3, 1, HANDLE3)), 900, 2049, source=CLIENT, destination=SERVER)),
                   frames.ethernet(frames.tcp(record(reply(OK + ATTRIBUTES3)), 2049, 900, source=SERVER, destination=CLIENT))]
        assert_like_peer(packets + frames.truncations(packets[0], 54) + frames.truncations(packets[1], 54), FLAGS)


if __name__ == '__main__':
    unittest.main()
