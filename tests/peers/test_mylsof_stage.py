"""Hundreds of command lines, each through lsof and mylsof in one small world."""

import unittest

import nd
from lsof_worlds import Stage

nd.require_root()
nd.require_namespaces()
nd.require_program('lsof', 'unshare')


class OnStage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stage = Stage(cls)

    def same(self, rows):
        """Rows with bars between them. lsof lists a helper of its own, which ours has not: -c ^lsof leaves it out."""
        for row in rows.replace('\n', ' | ').split(' | '):
            if row.strip():
                with self.subTest(row.strip()):
                    self.stage.same(row.strip())


class OtherEnds(OnStage):
    def test_they_are_named(self):
        self.same('''
            -E -nP -p FAMILY | -E -nP -a -U -p FAMILY | -E -nP -p ALL,^KINDS | -E -nP -p ALL,^KINDS -F | -E -nP -p ALL,^KINDS -F0
            -E +c5 -nP -p ALL,^KINDS | -E +c15 -nP -p FAMILY | -E -p FAMILY | utf8:-E -p FAMILY | nobody:-E -nP -p ALL
            -E -nP W/family/datagrams | -E -nP -T -p FAMILY | -E -nP -Tqs -p FAMILY | -E -o -p FAMILY | -E -X -p FAMILY
            -E -K -a -nP -p THREADS | -E -K -nP -p FAMILY | -E -nP -a -u nobody -p ALL | -E -t -a -U -p FAMILY''')

    def test_and_listed(self):
        self.same('''
            +E -nP -p FAMILY | +E -nP -a -p FAMILY -d 3-9 | +E -nP -a -p FAMILY -d 3 | +E -nP -a -p FAMILY -d 7
            +E -nP -a -p FAMILY -d 9 | +E -nP -a -p FAMILY -d 10 | +E -nP -a -p FAMILY -d 20 | +E -nP -a -p FAMILY -U
            +E -nP -a -p FAMILY -i | +E -nP W/family/datagrams | +E -nP W/family/named | +E -nP -g FAMILY
            +E -t -a -U -p FAMILY | +E -K -a -nP -p THREADS | nobody:+E -nP -p NOBODY''')

    def test_both_ends_of_a_connection_between_address_families_are_known(self):
        """A v4-mapped address on one side, which lsof takes for another connection."""
        theirs, ours = self.stage.run('-E -nP -a -i TCP -p KINDS')
        mapped = [line for line in ours.out.splitlines() if 'IPv6' in line and '->127.0.0.1' in line]
        self.assertRegex(mapped[0], r'127\.0\.0\.1:\d+ \d+,kinds,\d+u \(ESTABLISHED\)')
        self.assertNotIn('IPv4 127.0.0.1', theirs.err)


class Threads(OnStage):
    def test_they_are_selected_and_not_their_process(self):
        self.same('''
            -K -c ^lsof | -K -p FAMILY | -K i -c ^lsof | -K i -p FAMILY | -K -c threads | -K -c family | -K -a -c threads
            -K -c ^lsof -u root | -K -a -u nobody | -K -i | -K -a -i -nP | -K -U | -K -d cwd -c ^lsof | -K -a -d cwd
            -K -a -p FAMILY | -K -a -p THREADS -d 3 | -K -p THREADS -R -g -t | -K -p THREADS -F | -a -K -p NOBODY -V
            -a -K -d 3 -i :8080 | -a -K -c nosuch -V | -K W/family/datagrams | -a -K W/family/datagrams | -K +c15 -a -p THREADS''')


class Descriptors(OnStage):
    def test_beside_other_selections(self):
        selected = '''
            -d 0 | -d cwd -p FAMILY | -a -d cwd -p FAMILY | -d cwd -c family | -a -d cwd -c family | -a -d 3 -c with
            -d 3 -c with | -d 3 -u nobody | -a -d 3 -u nobody | -d 3 -i | -a -d 3 -i | -d 3 -U | -a -d 3 -U
            -d 3 -iTCP -p FAMILY | -a -d 3 -iTCP -p NOBODY | -d 3 -N | -a -N -d cwd | -d 3 -U -i | -a -d 5 -U -i | -d 4 -K
            -a -d 4 -K | -d cwd -g FAMILY | -a -d cwd -g FAMILY | -d cwd -p ^FAMILY | -a -d cwd -p ^FAMILY
            -d cwd -u ^nobody | -a -d cwd -u ^nobody | -d cwd -c nosuch | -a -d cwd -c nosuch | -d 0 +L1 | -a -d 0-99 +L1
            -d cwd +d W/family | -a -d cwd +d W/family | -d cwd +D W/family | -V -d 77 -p FAMILY | -V -a -d 77 -p FAMILY
            -V -d 77 -i :9 | -t -d cwd | -t -d 3 -a -p FAMILY | -F pfn -d cwd -p FAMILY -i | -d cwd,txt -U | -d mem -p FAMILY -i
            -d cwd -s TCP:LISTEN -i | -a -d 11 -s TCP:LISTEN -i'''
        self.same(selected.replace(' | ', ' -c ^lsof | ').replace('\n', ' -c ^lsof\n').lstrip(' \n-c^lsof') + ' -c ^lsof')
        self.same('-d cwd -c ^lsof W/family | -a -d cwd W/family | -d 3 -c ^lsof W/family/datagrams | -a -d 20 W/family/datagrams')

    def test_leaving_some_out_is_asking_for_the_others(self):
        self.same('''
            -c ^lsof -d ^3 -p FAMILY | -a -d ^3 -p FAMILY | -c ^lsof -d ^3 -i | -a -d ^3 -i | -c ^lsof -d ^3 -U -c family
            -c ^lsof -d ^mem -c family | -c ^lsof -d ^mem,^txt -p FAMILY | -c ^lsof -d ^mem -a -p FAMILY -i
            -c ^lsof -d ^cwd -u nobody | -a -d ^cwd -u nobody | -c ^lsof -d ^3-9 -p FAMILY | -d ^3-9 -a -p FAMILY -U
            -a -d ^DEL -p KINDS | -a -d ^fd -p FAMILY | -c ^lsof -d ^fd -p FAMILY | -d ^fd,^cwd -a -p FAMILY
            -c ^lsof -d ^20 W/family/datagrams | -c ^lsof -a -d ^20 W/family/datagrams | -c ^lsof -d ^cwd W/family
            -c ^lsof -d ^0 /dev/null | -c ^lsof -a -d ^0 /dev/null | -c ^lsof -d ^cwd +d W/family | -c ^lsof -a -d ^cwd +D W/family
            -c ^lsof -d ^5 +L1 | -a -d ^4 -K | -c ^lsof -d ^4 -K | -t -c ^lsof -d ^mem -p FAMILY | -c ^lsof -d ^mem
            -c ^lsof -a -d ^mem | -c ^lsof -d ^mem,^11 -c family -s TCP:LISTEN | nobody:-c ^lsof -d ^NOFD -a -p ALL''')

    def test_lists(self):
        self.same('''
            -a -d 3-5,cwd -p FAMILY | -a -d 3-5,cwd,txt,rtd,mem -p FAMILY | -a -d DEL -p KINDS | -a -d mem -p KINDS
            -a -d txt -p FAMILY | -a -d txt,mem -p FAMILY | -a -d fd -p FAMILY | -a -d fd,cwd -p FAMILY | -a -d 0-1000 -p FAMILY
            -a -d 5-5 -p FAMILY | -a -d 5-4 -p FAMILY | -a -d 0,1,2 -p FAMILY | -a -d 0 -d 1 -p FAMILY | -a -d ^0 -d ^1 -p FAMILY
            -a -d 0 -d ^1 -p FAMILY | -a -d ^0,1 -p FAMILY | -a -d fd,^cwd -p FAMILY | -a -d 0,,1 -p FAMILY | -a -d ,0 -p FAMILY
            -a -d 0, -p FAMILY | -a -d ' 0' -p FAMILY | -a -d '0 ,1' -p FAMILY | -a -d 00 -p FAMILY | -a -d 03 -p FAMILY
            -a -d +3 -p FAMILY | -a -d -3 -p FAMILY | -a -d 3- -p FAMILY | -a -d 3-cwd -p FAMILY | -a -d cwd-rtd -p FAMILY
            -a -d CWD -p FAMILY | -a -d NOFD -p FAMILY | -a -d 4294967299 -p FAMILY | -a -d 3-4294967299 -p FAMILY
            -a -d 99999999999999999999 -p FAMILY | -a -d ^ -p FAMILY | -a -d ^^3 -p FAMILY | -a -d ^,3 -p FAMILY
            nobody:-d NOFD -a -p ALL | nobody:-d 3 -a -p ALL | nobody:-w -d 3 -c ^lsof -p ALL | nobody:-d fd -a -p ALL''')

    def test_what_another_descriptor_holds_has_been_found(self):
        self.same('''
            -V -a -d 3 W/family/datagrams | -V -a -d cwd W/family/datagrams | -V -a -d 3 -i :8080 | -V -a -d cwd -i :8080
            -V -a -d cwd -i :8080 -p NOBODY | -V -a -d cwd -i :9999 -p NOBODY | -V -a -d cwd -i -p NOBODY | -V -a -d cwd -i -p BLANK
            -V -a -p NOBODY W/family/datagrams | -V -a -U W/family/datagrams | -V -a -i W/family/datagrams
            -V -a -d mem -p FAMILY W/family | -V -a -d ^cwd W/family | -V -a -s TCP:LISTEN -d cwd -i
            -V -a +L1 W/family/datagrams | -V -a -d 99 -i -s tcp:close_wait''')


if __name__ == '__main__':
    unittest.main()
