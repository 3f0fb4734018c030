"""The Debian package: right dependencies, installs, lets an unprivileged user run the four tools, and leaves nothing
behind when it is purged. It is installed on this very machine, so only one such test runs at a time, and none where
somebody has the package already."""

import fcntl
import os
import re
import unittest

import nd

nd.require_root()
nd.require_program('dpkg', 'dpkg-shlibdeps', 'cpack', 'setcap', 'getcap')
TOOLS = ('myping', 'mycap', 'mynetstat', 'mylsof')


def dpkg(*words):
    """dpkg, waiting for another one to be done."""
    def attempt():
        result = nd.run(['dpkg', *words], timeout=120, env={'DEBIAN_FRONTEND': 'noninteractive'})
        return None if 'is locked by another process' in result.err or 'dpkg frontend lock' in result.err else result
    return nd.wait_until(attempt, timeout=120, what='the lock of dpkg', interval=1)


def is_installed():
    return nd.run(['dpkg-query', '-W', '-f', '${db:Status-Status}', 'netdiag']).out == 'installed'


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = nd.temporary_folder(cls)
        build = os.environ.get('ND_BUILD', str(nd.BIN.parent))
        result = nd.run(['cpack', '-G', 'DEB', '--config', f'{build}/CPackConfig.cmake', '-B', folder], timeout=120)
        assert result.status == 0, result.out + result.err
        cls.folder = folder
        cls.deb = next(folder.glob('*.deb'))

    def field(self, name):
        return nd.run(['dpkg-deb', '-f', self.deb, name]).out.strip()

    def test_it_depends_on_the_libraries_it_is_linked_with(self):
        depends = self.field('Depends')
        self.assertRegex(depends, r'\blibc6 \(>=')
        needed = ''.join(nd.run(['objdump', '-p', nd.tool(tool)]).out for tool in TOOLS)
        for library, package in (('libpcap.so', 'libpcap0.8'), ('libmnl.so', 'libmnl0'), ('libcares.so', 'libc-ares2')):
            self.assertEqual(library in needed, package in depends, f'{library} in the binaries, {package} in {depends}')
        self.assertIn('libcap2-bin', depends)

    def test_the_names_and_modes_in_it_are_right(self):
        listing = nd.run(['dpkg-deb', '-c', self.deb]).out
        for tool in TOOLS:
            self.assertRegex(listing, rf'-rwxr-xr-x root/root .* \./usr/bin/{tool}\n')
            self.assertRegex(listing, rf'-rw-r--r-- root/root .* \./usr/share/man/man8/{tool}\.8\.gz\n')
            self.assertRegex(listing, rf'\./usr/share/zsh/vendor-completions/_{tool}\n')
        self.assertIn('./usr/share/doc/netdiag/copyright\n', listing)
        self.assertNotIn('/home/', listing)

    def test_a_file_system_without_capabilities_is_told_and_no_failure(self):
        nd.run(['dpkg-deb', '-e', self.deb, self.folder / 'control'])
        fake = self.folder / 'fake'
        fake.mkdir()
        (fake / 'setcap').write_text('#!/bin/sh\necho "Operation not supported" >&2\nexit 1\n')
        (fake / 'setcap').chmod(0o755)
        result = nd.run([self.folder / 'control/postinst', 'configure'], env={'PATH': f'{fake}:/usr/bin:/bin'})
        self.assertEqual(result.status, 0)
        self.assertRegex(result.err, r'netdiag: /usr/bin/myping: cannot be given cap_net_raw, .*Operation not supported')

    def test_install_run_and_purge(self):
        lock = open('/run/lock/netdiag-package-test', 'w')
        self.addCleanup(lock.close)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_installed():
            nd.skip('the package netdiag is installed here and shall stay')
        self.addCleanup(dpkg, '--purge', 'netdiag')
        result = dpkg('-i', self.deb)
        self.assertEqual(result.status, 0, result.out + result.err)
        files = nd.run(['dpkg', '-L', 'netdiag']).out.split('\n')
        self.run_as_nobody(told=result.err)
        result = dpkg('--purge', 'netdiag')
        self.assertEqual((result.status, result.err), (0, ''))
        left = [path for path in files if path and os.path.exists(path) and not os.path.isdir(path)]
        self.assertEqual(left, [])
        self.assertFalse(os.path.exists('/usr/share/doc/netdiag') or os.path.exists('/usr/share/netdiag'))
        os.unlink(lock.name)

    def run_as_nobody(self, told):
        if 'cannot be given' not in told:
            self.assertEqual(nd.run(['getcap', '/usr/bin/myping']).out, '/usr/bin/myping cap_net_raw=ep\n')
            self.assertEqual(nd.run(['getcap', '/usr/bin/mycap']).out, '/usr/bin/mycap cap_net_admin,cap_net_raw=ep\n')
            pinged = nd.run(['/usr/bin/myping', '-c1', '127.0.0.1'], user='nobody')
            self.assertEqual(pinged.status, 0, pinged.err)
            self.assertIn('1 packets transmitted, 1 received, 0% packet loss', pinged.out)
            self.capture_as_nobody()
        rows = nd.run(['/usr/bin/mynetstat', '-tan'], user='nobody')
        self.assertEqual(rows.status, 0, rows.err)
        self.assertIn('Local Address', rows.out)
        with nd.popen(['sleep', '60'], user='nobody') as sleep:
            files = nd.run(['/usr/bin/mylsof', '-p', sleep.pid], user='nobody')
            self.assertEqual(files.status, 0, files.err)
            self.assertRegex(files.out, rf'(?m)^sleep +{sleep.pid} +nobody +txt +REG .*/sleep$')

    def capture_as_nobody(self):
        with nd.popen(['/usr/bin/mycap', '-l', '-n', '-i', 'lo', '-c', '1', 'icmp'], user='nobody') as capture:
            capture.wait_for('listening on lo', 'err')
            nd.run(['/usr/bin/myping', '-c1', '127.0.0.1'], user='nobody')
            result = capture.finish()
            self.assertEqual(result.status, 0, result.err)
            self.assertRegex(result.out, r'ICMP echo request, id \d+, seq \d+, length 64')
