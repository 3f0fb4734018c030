"""Data flows one way: an include may only go down the layers, tools do not know each other, and what talks to the
kernel or to a heavy library stays where it belongs."""

import re
import unittest

import nd
import tree

LAYERS = {
    'common/base': 0, 'common/model': 1, 'common/parse': 2, 'common/render': 2, 'common/sys': 3, 'common/names': 4,
    'common/index': 4, 'common/cli': 5, 'ping': 6, 'capture': 6, 'netstat': 6, 'lsof': 6,
}
# Below this layer nothing may ask the kernel; headers of constants and structs (linux/, netinet/) are no calls.
SYS = LAYERS['common/sys']
CALLS = re.compile(r'(unistd|fcntl|dirent|poll|netdb|pwd|grp|signal|csignal|sched|ftw|spawn|termios|libmnl/libmnl'
                   r'|pcap/pcap|pcap|ares|seccomp|sys/(?!types|socket|sysmacros|un)\w+)(\.h)?$')
# What is slow to compile, or is one folder's business: header -> where it may be included.
HOMES = {
    'CLI/': r'common/cli/command_line.cpp$',
    'fmt/': r'.*\.cpp$',
    'rapidjson/': r'common/render/.*\.cpp$',
    'ares.h': r'common/names/.*\.cpp$',
    'libmnl/': r'common/sys/.*\.cpp$|netstat/.*\.cpp$',
    'benchmark/': r'tests/bench/',
    'gtest/': r'tests/unit/',
}


def room_of(path):
    name = str(path)
    return next((room for room in LAYERS if name.startswith(room + '/')), None)


def faults(root):
    found = []
    for path, text in tree.sources(root):
        room = room_of(path)
        for line, header, quoted in tree.includes(text):
            place = f'{path}:{line}'
            for prefix, home in HOMES.items():
                if header.startswith(prefix) and not re.match(home, str(path)):
                    found.append(f'{place}: {header} does not belong here')
            if room is None:
                continue
            if not quoted:
                if LAYERS[room] < SYS and CALLS.match(header):
                    found.append(f'{place}: {header} is for common/sys and above')
                continue
            target = room_of(header)
            if target is None:
                found.append(f'{place}: {header} is not written from the root of the tree')
            elif target != room and LAYERS[target] >= LAYERS[room]:
                found.append(f'{place}: {room} may not include {target}')
    return found


class Layers(unittest.TestCase):
    maxDiff = None

    def test_the_tree(self):
        self.assertEqual('\n'.join(faults(nd.ROOT)), '')

    def planted(self, path, text):
        return faults(tree.plant(nd.temporary_folder(self), {path: text}))

    def test_a_parser_that_includes_sys_is_found(self):
        self.assertEqual(len(self.planted('common/parse/a.cpp', '#include "common/sys/timer.h"\n')), 1)

    def test_a_tool_that_includes_a_tool_is_found(self):
        self.assertEqual(len(self.planted('ping/a.cpp', '#include "lsof/scanner.h"\n')), 1)

    def test_two_folders_of_one_layer_may_not_meet(self):
        self.assertEqual(len(self.planted('common/render/a.h', '#include "common/parse/icmp.h"\n')), 1)

    def test_a_system_call_below_sys_is_found(self):
        self.assertEqual(len(self.planted('common/base/a.h', '#include <unistd.h>\n')), 1)
        self.assertEqual(len(self.planted('common/model/a.h', '#include <sys/epoll.h>\n')), 1)

    def test_an_include_beside_the_file_is_found(self):
        self.assertEqual(len(self.planted('ping/a.cpp', '#include "session.h"\n')), 1)

    def test_cli11_outside_of_its_one_source_is_found(self):
        self.assertEqual(len(self.planted('lsof/options.cpp', '#include <CLI/App.hpp>\n')), 1)

    def test_what_is_allowed_is_not_found(self):
        self.assertEqual(self.planted('ping/options.cpp', '#include "common/cli/app.h"\n#include "ping/options.h"\n#include <unistd.h>\n'), [])
