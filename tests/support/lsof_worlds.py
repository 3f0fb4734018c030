"""Processes that hold something, and lsof beside mylsof on them."""

import sys
import tempfile
import unittest

import nd



def holder(folder, *options):
    """A process with one descriptor of every kind (open_kinds.py), ready; the caller ends it."""
    process = nd.popen([sys.executable, nd.TESTS / 'support' / 'open_kinds.py', folder, *options])
    process.wait_for('^ready$')
    return process


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

