"""Running programs in tests: every run has a time limit, its own process group, and leaves nothing behind."""

import os
import re
import select
import signal
import subprocess
import time
from typing import NamedTuple

# What every program starts with: no locale, no time zone, no colours, so that a test means the same everywhere.
BASE_ENVIRONMENT = {
    'LC_ALL': 'C',
    'TZ': 'UTC',
    'TERM': 'dumb',
    'PATH': '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
}
# The sanitizers' settings and where their reports go come from the runner.
INHERITED = ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS', 'TSAN_OPTIONS', 'HOME', 'LLVM_PROFILE_FILE', 'GCOV_PREFIX')


class Result(NamedTuple):
    """What a program left: exit status (negative: the signal that ended it), standard output, standard error."""

    status: int
    out: object  # str, or bytes where binary=True
    err: object


def environment(changes=None):
    """The environment of a test's program; a change to None removes a variable."""
    env = dict(BASE_ENVIRONMENT)
    env.update({name: os.environ[name] for name in INHERITED if name in os.environ})
    env.update(changes or {})
    return {name: value for name, value in env.items() if value is not None}


def in_namespace(argv, netns):
    """The command line that runs `argv` in a named network namespace, with that namespace's /sys."""
    argv = [str(word) for word in argv]
    return argv if netns is None else ['ip', 'netns', 'exec', netns, *argv]


def _decode(data):
    return data.decode('utf-8', 'surrogateescape')


def _identity(user):
    """Popen's arguments for a user name: that user's groups only."""
    return {} if user is None else {'user': user, 'group': 'nogroup' if user == 'nobody' else user, 'extra_groups': []}


def run(argv, netns=None, input=None, env=None, timeout=20, binary=False, user=None, cwd=None, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, preexec=None):
    """Runs a program to its end and returns Result(status, out, err).

    netns: the name of a network namespace (World.netns('a')); input: str or bytes for standard input, which is
    otherwise empty; env: changes to the environment; user: run as this user, without privileges; stdout and stderr:
    an open file to write to instead (the Result then holds None). Past `timeout` seconds the whole group is killed
    and the test fails.
    """
    if isinstance(input, str):
        input = input.encode('utf-8', 'surrogateescape')
    process = subprocess.Popen(in_namespace(argv, netns), stdin=subprocess.PIPE if input is not None else subprocess.DEVNULL,
                               stdout=stdout, stderr=stderr, env=environment(env), cwd=cwd, start_new_session=True,
                               preexec_fn=preexec, **_identity(user))
    try:
        out, err = process.communicate(input, timeout)
    except subprocess.TimeoutExpired:
        _kill_group(process)
        out, err = process.communicate()
        raise AssertionError(f'{argv} did not end within {timeout} s\nstdout: {_decode(out or b"")}\n'
                             f'stderr: {_decode(err or b"")}') from None
    if not binary:
        out, err = (None if data is None else _decode(data) for data in (out, err))
    return Result(process.returncode, out, err)


def _kill_group(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


class Process:
    """A program that runs beside the test; a context manager that ends it. `out` and `err` hold what was read so far."""

    def __init__(self, argv, netns=None, env=None, user=None, cwd=None, stdin=subprocess.PIPE, preexec=None):
        self.argv = [str(word) for word in argv]
        self._popen = subprocess.Popen(in_namespace(argv, netns), stdin=stdin, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, env=environment(env), cwd=cwd, start_new_session=True,
                                       preexec_fn=preexec, **_identity(user))
        self.pid = self._popen.pid
        self.stdin = self._popen.stdin
        self._streams = {self._popen.stdout.fileno(): 'out', self._popen.stderr.fileno(): 'err'}
        self._data = {'out': b'', 'err': b''}

    out = property(lambda self: _decode(self._data['out']))
    err = property(lambda self: _decode(self._data['err']))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def poll(self):
        """The exit status, or None while it runs."""
        return self._popen.poll()

    def signal(self, number):
        os.kill(self.pid, number)

    def _read(self, timeout):
        """Takes what has arrived, waiting at most `timeout` seconds for something; False when both streams ended."""
        if not self._streams:
            return False
        for fd in select.select(list(self._streams), [], [], max(0.0, timeout))[0]:
            data = os.read(fd, 65536)
            self._data[self._streams[fd]] += data
            if not data:
                del self._streams[fd]
        return bool(self._streams)

    def wait_for(self, pattern, stream='out', timeout=10):
        """Waits until `stream` ('out' or 'err') holds the regular expression; returns the match."""
        end = time.monotonic() + timeout
        while True:
            match = re.search(pattern, getattr(self, stream), re.MULTILINE)
            if match:
                return match
            left = end - time.monotonic()
            if left <= 0 or not (self._read(left) or re.search(pattern, getattr(self, stream), re.MULTILINE)):
                raise AssertionError(f'{self.argv}: no {pattern!r} in std{stream} '
                                     f'(status {self.poll()})\nstdout: {self.out}\nstderr: {self.err}')

    def finish(self, timeout=20, input=None):
        """Waits for the end by itself and returns Result(status, out, err)."""
        if self.stdin and not self.stdin.closed:
            if input:
                self.stdin.write(input.encode() if isinstance(input, str) else input)
            self.stdin.close()
        end = time.monotonic() + timeout
        while self._streams and time.monotonic() < end:
            self._read(end - time.monotonic())
        try:
            self._popen.wait(max(0.01, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f'{self.argv} did not end within {timeout} s\nstdout: {self.out}\n'
                                 f'stderr: {self.err}') from None
        return Result(self._popen.returncode, self.out, self.err)

    def interrupt(self, timeout=20):
        """SIGINT, then finish()."""
        self.signal(signal.SIGINT)
        return self.finish(timeout)

    def kill(self):
        """Ends the whole group, whatever it does; harmless when it has ended."""
        _kill_group(self._popen)
        self._popen.wait()
        for stream in (self._popen.stdin, self._popen.stdout, self._popen.stderr):
            if stream and not stream.closed:
                try:
                    stream.close()
                except BrokenPipeError:
                    pass
        self._streams = {}


popen = Process


def wait_until(predicate, timeout=10, what='the condition', interval=0.02):
    """Polls until predicate() is true and returns its value; fails after `timeout` seconds."""
    end = time.monotonic() + timeout
    while True:
        value = predicate()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f'{what} did not come true within {timeout} s')
        time.sleep(interval)
