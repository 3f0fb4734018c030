"""A process that holds what a test tells it to, and mylsof on it."""

import json
import os
import re
import sys

import nd

# Does what the lines of its standard input say, and answers each with "ok".
PROGRAM = '''
import mmap, os, resource, select, socket, sys
held = []
for line in sys.stdin:
    exec(line)
    print("ok", flush=True)
'''


class Holder:
    """A process that does what it is told, one line of Python at a time."""

    def __init__(self, test, **options):
        self.folder = str(nd.temporary_folder(test))
        self.process = nd.popen([sys.executable, '-c', PROGRAM], cwd=self.folder, **options)
        test.addCleanup(self.process.kill)
        self.pid = self.process.pid
        self.lines = 0

    def do(self, line):
        self.process.stdin.write(line.encode() + b'\n')
        self.process.stdin.flush()
        self.lines += 1
        self.process.wait_for(r'\A(?:[^\n]*ok\n){%d}' % self.lines)
        return self

    def tell(self, expression):
        """The value of an expression in the process, as text."""
        self.do(f'os.write(1, ("told%d=%s;" % ({self.lines}, {expression})).encode())')
        return re.search(rf'told{self.lines - 1}=([^;]*);', self.process.out)[1]


def mylsof(*arguments, **options):
    return nd.run([nd.tool('mylsof'), *map(str, arguments)], **options)


def rows(*arguments, type=None, **options):
    """The JSON lines of a run, checked against the schema."""
    return lines_of(mylsof('--json', *arguments, **options).out, type)


def lines_of(text, type=None):
    """Of one type, or all but the count of processes that are closed even to us."""
    nd.schema('mylsof').check(text)
    found = [json.loads(line) for line in text.splitlines()]
    return [row for row in found if row['type'] == type or (type is None and row['type'] != 'not_looked_into')]


def descriptors(pid):
    return len(os.listdir(f'/proc/{pid}/fd'))
