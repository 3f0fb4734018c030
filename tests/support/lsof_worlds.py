"""Processes that hold something, and lsof beside mylsof on them."""

import json
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

import nd


def holder(folder, *options):
    """A process with one descriptor of every kind (open_kinds.py), ready; the caller ends it."""
    process = nd.popen([sys.executable, nd.TESTS / 'support' / 'open_kinds.py', folder, *options])
    process.wait_for('^ready$')
    return process


# A network namespace that another test has named in the meantime and taken away again.
STALE_MOUNT = r"lsof: WARNING: can't stat\(\) nsfs file system .*\n(?: .*\n)*"


class Beside(unittest.TestCase):
    """One world for all tests of a class; `self.same(arguments)` compares the two programs on it."""

    OPTIONS = ()  # of open_kinds.py

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = tempfile.TemporaryDirectory(prefix='nd-')
        cls.addClassCleanup(cls.folder.cleanup)
        cls.held = holder(cls.folder.name + '/world', *cls.OPTIONS)
        cls.addClassCleanup(cls.held.kill)
        cls.pid = str(cls.held.pid)
        cls.world = cls.folder.name + '/world'

    def same(self, *arguments, env=None, **options):
        arguments = [str(word) for word in arguments]
        theirs = nd.run(['lsof', *arguments], env=env, **options)
        ours = nd.run([nd.tool('mylsof'), *arguments], env=env, **options)
        try:
            nd.assert_same(ours, theirs)
        except AssertionError as error:
            raise AssertionError(f'{" ".join(arguments)}: {error}') from None
        return ours


class Stage:
    """The world of lsof_stage.py; says of rows of options how the two programs differ on it.

    A row is a command line in which KINDS, FAMILY, BLANK, THREADS, NOBODY and ALL stand for processes and W/ for the
    folder of the world. "nobody:" before it runs both without rights, "utf8:" in another locale.
    """

    def __init__(self, test):
        self.folder = str(nd.temporary_folder(test))
        self.mylsof = str(nd.public_copy(test, 'mylsof'))
        script = nd.TESTS / 'support' / 'lsof_stage.py'
        command = ['unshare', '-pfmni', '--mount-proc', '--kill-child', sys.executable, script, self.folder, self.mylsof]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        errors='surrogateescape', start_new_session=True)
        test.addClassCleanup(self._close)
        self.people = self._answer()

    def _close(self):
        self.process.stdin.close()  # the first process of the world ends, and all others with it
        self.process.stdout.close()
        self.process.wait()

    def _answer(self):
        """The next line; the world itself ends a program that takes too long."""
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError('the world has ended')
        return json.loads(line)

    def run(self, row):
        """Results of lsof and of mylsof, the latter under the other's name."""
        who, _, rest = row.partition(':') if row.startswith(('nobody:', 'utf8:')) else ('', '', row)
        words = [word.replace('W/', self.folder + '/') for word in shlex.split(rest)]
        for name, value in self.people.items():
            words = [re.sub(rf'\b{name}\b', str(value), word) for word in words]
        task = {'argv': words, 'uid': 65534 if who == 'nobody' else 0, 'env': {'LC_ALL': 'C.UTF-8'} if who == 'utf8' else {}}
        self.process.stdin.write(json.dumps(task) + '\n')
        self.process.stdin.flush()
        theirs, ours = (nd.Result(*answer) for answer in self._answer())
        out, err = (text.replace(self.mylsof, 'lsof').replace('mylsof', 'lsof') for text in (ours.out, ours.err))
        return theirs, nd.Result(ours.status, out, err)

    def same(self, row):
        """The same status and output, and the same first line of what is complained of, which may say more."""
        theirs, ours = self.run(row)
        nd.assert_same(ours, theirs)
        reason, complaint = (text.split('\n')[0] for text in (re.sub(STALE_MOUNT, '', theirs.err), ours.err))
        if not complaint.startswith(reason) or (complaint and not reason):
            raise AssertionError(f'{complaint!r}, the peer {reason!r}')
        return theirs
