"""What the tests have in common: our binaries, running programs, small networks, comparing with the peers, schemas.

A test file is plain unittest; it begins with `import nd` and is run by tests/support/runner.py (under ctest, or by
hand: `tests/support/runner.py tests/peers/test_x.py [-k PATTERN]`). A file that needs something says so at its top:

    nd.require_namespaces()
    nd.require_program('ping')

and is then skipped by name, with the reason, where that is missing.
"""

import difflib
import functools
import json
import os
import pathlib
import shutil
import stat
import tempfile
import unittest

from processes import Process, Result, environment, popen, run, wait_until  # noqa: F401 (the tests use them as nd.x)
from world import World  # noqa: F401

ROOT = pathlib.Path(__file__).resolve().parents[2]
TESTS = ROOT / 'tests'
FIXTURES = TESTS / 'fixtures'


def _find_bin():
    if 'ND_BIN' in os.environ:
        return pathlib.Path(os.environ['ND_BIN'])
    builds = [ROOT / 'build' / preset / 'bin' for preset in ('dev', 'release', 'asan')]
    built = [path for path in builds if (path / 'myping').exists()]
    return max(built, key=lambda path: (path / 'myping').stat().st_mtime, default=builds[0])


# The folder of the binaries under test: of the build that ctest runs for, else the newest.
BIN = _find_bin()
SANITIZED = 'ND_SANITIZE' in os.environ and os.environ['ND_SANITIZE'] != ''


def tool(name):
    """The path of one of our binaries; a missing one is a failure, not a skip."""
    path = BIN / name
    if not path.exists():
        raise AssertionError(f'{path} is not built')
    return str(path)


# ---- what a machine may lack

def skip(reason):
    """Skips the whole file (called at its top) or the test it is called in."""
    raise unittest.SkipTest(reason)


def require_root():
    if os.geteuid() != 0:
        skip('needs root')


@functools.cache
def _namespace_trouble():
    if os.geteuid() != 0:
        return 'needs root, to make network namespaces'
    if not shutil.which('ip'):
        return 'needs ip (package iproute2)'
    try:
        with World() as world:
            world.host('probe')
    except RuntimeError as error:
        return f'cannot make network namespaces here: {error}'
    return None


def require_namespaces():
    trouble = _namespace_trouble()
    if trouble:
        skip(trouble)


def require_program(*names):
    for name in names:
        if not shutil.which(name, path=environment()['PATH']):
            skip(f'needs the program {name}')


def shared(path):
    """A file of the larger test material that may lie beside the checkout; skipped where it does not."""
    base = pathlib.Path(os.environ.get('ND_SHARED', ROOT.parent / 'shared'))
    if not (base / path).exists():
        skip(f'needs {path} of the test material beside the checkout')
    return base / path


# ---- comparing

def diff(ours, theirs, name='ours', other='theirs'):
    """A unified diff as text; empty when equal."""
    lines = difflib.unified_diff(theirs.splitlines(True), ours.splitlines(True), other, name)
    return ''.join(line if line.endswith('\n') else line + '\n\\ no newline at the end\n' for line in lines)


def assert_same(ours, peers, normalise=None, err=False):
    """Fails with a diff unless both are the same: texts, or Results, of which status and standard output are
    compared (with err=True standard error too). `normalise` is applied to each text first, to take out what cannot be
    the same, such as times."""
    normalise = normalise or (lambda text: text)
    if isinstance(ours, Result):
        if ours.status != peers.status:
            raise AssertionError(f'exit status {ours.status}, the peer {peers.status}\n'
                                 f'ours: {ours.out}{ours.err}\npeer: {peers.out}{peers.err}')
        if err:
            assert_same(ours.err, peers.err, normalise)
        ours, peers = ours.out, peers.out
    difference = diff(normalise(ours), normalise(peers), 'ours', 'peer')
    if difference or normalise(ours) != normalise(peers):
        raise AssertionError('not the same as the peer:\n' + difference)


def assert_golden(text, path):
    """Compares with tests/golden/PATH. With ND_UPDATE_GOLDEN=1 the file is written instead: read the diff in git."""
    golden = TESTS / 'golden' / path
    if os.environ.get('ND_UPDATE_GOLDEN') == '1':
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding='utf-8', errors='surrogateescape')
        return
    expected = golden.read_text(encoding='utf-8', errors='surrogateescape')
    difference = diff(text, expected, 'output', str(golden))
    if difference:
        raise AssertionError('not the golden output:\n' + difference)


# ---- JSON

class Schema:
    """The JSON Schema of a tool's output (man/TOOL.schema.json)."""

    def __init__(self, name):
        from jsonschema import Draft202012Validator  # here, because few tests need this slow import
        path = ROOT / 'man' / f'{name}.schema.json'
        self._schema = json.loads(path.read_text(encoding='utf-8'))
        Draft202012Validator.check_schema(self._schema)
        self._validator = Draft202012Validator(self._schema)

    def check(self, text):
        """Validates JSON Lines and returns the objects; fails naming the first line that is wrong."""
        objects = []
        if text and not text.endswith('\n'):
            raise AssertionError(f'the last line is not whole: {text.splitlines()[-1]}')
        for number, line in enumerate(text.split('\n')[:-1], 1):  # not splitlines(): it also cuts at U+0085, U+2028 …
            try:
                line.encode('utf-8')
                value = json.loads(line)
            except (ValueError, UnicodeEncodeError) as error:
                raise AssertionError(f'line {number} is not JSON: {error}\n{line!r}') from None
            error = next(iter(self._validator.iter_errors(value)), None)
            if error:
                raise AssertionError(f'line {number} is against the schema: {_deepest(error)}\n{line}')
            objects.append(value)
        return objects


def _deepest(error):
    """Of a oneOf that failed, the complaint of the branch whose "type" fits, else all of it."""
    for cause in error.context or []:
        if not any(list(other.path) == ['type'] and other.schema_path[0] == cause.schema_path[0]
                   for other in error.context):
            return f'{"/".join(map(str, cause.path))}: {cause.message}'
    return error.message


@functools.cache
def schema(name):
    """nd.schema('myping').check(out) -> the objects of the lines"""
    return Schema(name)


# ---- files

def temporary_folder(test):
    """A folder that is removed when `test` (a TestCase, or its class) is over; other users may read it."""
    path = pathlib.Path(tempfile.mkdtemp(prefix='nd-'))
    path.chmod(0o755)
    clean = test.addClassCleanup if isinstance(test, type) else test.addCleanup
    clean(shutil.rmtree, path, ignore_errors=True)
    return path


def public_copy(test, name, capabilities=None):
    """A copy of one of our binaries where every user may run it, with file capabilities ('cap_net_raw+ep') if asked:
    the folder of a checkout is often closed to others."""
    path = temporary_folder(test) / name
    shutil.copy(tool(name), path)
    path.chmod(path.stat().st_mode | stat.S_IRUSR | stat.S_IXUSR | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
    if capabilities:
        result = run(['setcap', capabilities, path])
        if result.status != 0:
            skip(f'cannot set file capabilities here: {result.err.strip()}')
    return str(path)
