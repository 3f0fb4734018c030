"""`cmake --install` puts everything where a Unix user looks for it, and what is there works."""

import os
import unittest

import nd

nd.require_program('cmake')
TOOLS = ('myping', 'mycap', 'mynetstat', 'mylsof')


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = nd.temporary_folder(cls)
        build = os.environ.get('ND_BUILD', str(nd.BIN.parent))
        cls.result = nd.run(['cmake', '--install', build, '--prefix', '/usr/local'], env={'DESTDIR': str(cls.root)})

    def installed(self, path):
        return self.root / 'usr/local' / path

    def test_it_succeeds(self):
        self.assertEqual(self.result.status, 0, self.result.err)

    def test_every_file_has_its_place(self):
        for tool in TOOLS:
            for path in (f'bin/{tool}', f'share/man/man8/{tool}.8', f'share/netdiag/{tool}.schema.json',
                         f'share/bash-completion/completions/{tool}', f'share/zsh/site-functions/_{tool}',
                         f'share/fish/vendor_completions.d/{tool}.fish'):
                with self.subTest(path):
                    self.assertGreater(self.installed(path).stat().st_size, 0)
        for name in ('README.md', 'CHANGELOG.md', 'LICENSE'):
            self.assertTrue(self.installed(f'share/doc/netdiag/{name}').exists(), name)

    def test_the_binaries_run_from_there(self):
        for tool in TOOLS:
            result = nd.run([self.installed(f'bin/{tool}'), '--version'])
            self.assertEqual((result.status, result.err), (0, ''))
            self.assertRegex(result.out, rf'^{tool}\b')

    def test_nothing_else_is_installed(self):
        found = {str(path.relative_to(self.installed('.'))).split('/')[0] for path in self.installed('.').rglob('*')}
        self.assertEqual(found, {'bin', 'share'})

    def test_the_completions_are_those_of_the_tool(self):
        for tool in TOOLS:
            self.assertEqual(self.installed(f'share/bash-completion/completions/{tool}').read_text(),
                             nd.run([nd.tool(tool), '--completions', 'bash']).out)
