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
            -E -nP -a -p KINDS /dev/ptmx | -a -p KINDS W/kinds/write_and_read W/kinds/read_and_write
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


class Scripts(OnStage):
    LINES = (('-t -i :8080', 'sort -n'), ('-nP -iTCP -sTCP:LISTEN', 'awk \'NR>1 {print $1, $2, $9}\''),
             ('-p FAMILY', 'wc -l'), ('+L1 -a -p KINDS,NOBODY', 'awk \'NR>1 {print $2, $NF}\''),
             ('-F pcn -p FAMILY', 'awk \'/^p/ {p=substr($0,2)} /^n/ {print p, substr($0,2)}\''),
             ('-F0pfn -p FAMILY', 'tr \'\\0\' \' \''), ('-u nobody', 'awk \'NR>1 {print $2}\' | sort -u'),
             ('-t W/family', 'xargs'), ('-nP -i @127.0.0.1:8080', 'grep -c ESTABLISHED'),
             ('-c family -a -d txt', 'awk \'{print $NF}\''), ('-nP -p FAMILY -Fin', 'sed -n s/^i//p'))

    def test_they_get_the_same_answers(self):
        for row, filter in self.LINES:
            with self.subTest(row):
                answers = [nd.run(['sh', '-c', filter], input=result.out).out for result in self.stage.run(row)]
                self.assertEqual(answers[1], answers[0])
                self.assertNotEqual(answers[0].strip(), '')


class Grammar(OnStage):
    def test_internet_addresses_and_states(self):
        self.same('''
            -p NOBODY -i | -i -i :8081 | -i :8081 -i | -a -i -i :8081 | -i 4 -i | -i -i 4 | -i 6 -i | -i -i 6
            -i 4 -i 6 | -i 6 -i 4 | -i 4 -i 4 | -a -i 4 -i 6 | -i 4 -i 6 -i 4 | -i 6 -i 4 -i 6 | -i 4 -i :80
            -i 6 -i :8081 | -a -i 6 -i :8081 | -a -i 6 -i :80 | -a -i 4 -i :80 | -a -i 6 -i udp | -a -i 4 -i 6 -i :80
            -V -i 6 -i :9 -a | -V -i 6 -i :9 | -V -i :9 | -V -i -a -c nosuch | -V -i 6 -a -p NOBODY | -i 4tcp -i 6udp
            -i 4tcp -i 6 -a | -V -i tcp -i :8080 -i :80 -a -p FAMILY | -V -i :8080 -i :80 -i tcp -a -p FAMILY
            -V -i :80 -i tcp -i :8080 -a -p FAMILY | -V -i @127.0.0.1:80 -i @127.0.0.1
            -V -i @127.0.0.1 -i @127.0.0.1:80 | -V -i @127.0.0.1 -i @[::1] | -i 6 -i @127.0.0.1 -V | -i 6@[::1]:80
            -i tcp6 | -i 46 | -i 64 | -i 4:80 | -i 6:80 | -i 4@127.0.0.1 | -i 6@localhost | -i 4@localhost
            -i @localhost | -i @localhost:http | -i TCP@localhost:http | -i UDP@localhost:mdns | -i UDP:mdns
            -i :mdns | -i tcp:mdns | -i :http,mdns | -i :80,5353 | -i :80-8080 | -i :8080-80 | -i :80- | -i :-80
            -i :80, | -i :,80 | -i :80,,81 | -i : | -i @ | -i @:80 | -i @127.1 | -i @127 | -i @2130706433
            -i @127.0.0.1. | -i @127.0.0.1:80:81 | -i @[127.0.0.1] | -i @[::ffff:127.0.0.1] | -i @::1 | -i @[::1
            -i @[] | -i @[::1]x | -i @[::1]: | -i @[::1]:http | -i 6@127.0.0.1 | -i 4@[::1] | -i 4@[::ffff:127.0.0.1]
            -i tcp@ | -i tcp: | -i TcP:8080 | -i Tcp | -i UDPLITE | -i udplite:1 | -i sctp | -i icmp | -i raw | -i xyz
            -i xyz:80 | -i 5 | -i 44 | -i 8080 | -i http | -i localhost | -i ' tcp' | -i 'tcp ' | -i tcp,udp
            -i tcp:http-alt | -i tcp:no-such | -i :no-such | -i :http- | -i :http-alt | -i :80-http | -i :http-81
            -i :0 | -i :65535 | -i :65536 | -i :65535-65536 | -i :99999999999 | -i :1-99999999999 | -i :+80
            -i ':80 ' | -i ': 80' | -i :0x50 | -i :080 | -iTCP | -i4 | -i6 | -i4TCP:8080 | -iTCP:8080 | -i:8080
            -i@127.0.0.1 | -i -nP | -nPi | -nPiTCP | -nPi TCP | -ni -P | -i +w | -i '' | -i=tcp | -iTCP -s TCP:LISTEN
            -iTCP -sTCP:LISTEN | -iTCP -s tcp:listen | -iTCP -s TCP:^LISTEN | -iTCP -s TCP:LISTEN,ESTABLISHED
            -iTCP -s TCP:LISTEN,^ESTABLISHED | -iTCP -s TCP: | -iTCP -s TCP | -iTCP -s :LISTEN | -iTCP -s TCP:LISTEN,
            -iTCP -s TCP:,LISTEN | -iTCP -s TCP:LISTEN,LISTEN | -iTCP -s TCP:^LISTEN,^LISTEN
            -iTCP -s TCP:LISTEN,^LISTEN | -iTCP -s TCP:^LISTEN,LISTEN | -iTCP -s TCP:bogus | -iTCP -s TCP:^bogus
            -iTCP -s UDP:Idle | -iTCP -s UDP:^Idle | -iTCP -s SCTP:x | -iTCP -s TCP:CLOSED | -iTCP -s TCP:CLOSE
            -iTCP -s TCP:SYN_SENT -V | -iTCP -s TCP:SYN_SENT -Q | -iTCP -s TCP:LISTEN -s TCP:ESTABLISHED
            -iTCP -s TCP:LISTEN -s | -iTCP -s TCP:^LISTEN -s TCP:^ESTABLISHED | -i -s TCP:LISTEN
            -i UDP -s TCP:LISTEN | -U -s TCP:LISTEN | -a -U -s TCP:LISTEN | -p NOBODY -s TCP:LISTEN
            -a -p NOBODY -s TCP:LISTEN | -p NOBODY -s TCP:^LISTEN | -p NOBODY -s TCP:ESTABLISHED | -s -p NOBODY
            -s -i | -s-p NOBODY | -s 3 -p NOBODY | -i :80 -i 4 | -i :80 -i 6 -a | -i @0.0.0.0:80
            -i 4 -i tcp@localhost | -i 6 -i tcp@localhost | -i 6 -i @[::1] | -i 4 -i @[::1] | -i 4 -i 6 -i @127.0.0.1
            -iTCP -s TCP:^ | -iTCP -s TCP:LISTEN,,CLOSE | -iTCP -s TCP:CLOSED,CLOSED | -iTCP -s TCP:CLOSED,^CLOSED''')

    def test_numbers_users_and_columns(self):
        self.same('''
            -i @0.0.0.0 | -i @0.0.0.0:8080 | -i tcp@0.0.0.0 | -i 6 -i tcp@0.0.0.0 | -i 6tcp@0.0.0.0 | -i @[::]
            -i 6@[::]:80 | -s '' -p NOBODY | -F p? | -Y | -p | -H | +H | -A | -A x | -C | -k | -k x | -m | -m x | -D
            -D ? | -D b | -Z | -z | -y | -I | -G | -q | -B | -W | -o -p NOBODY | -o -o -p NOBODY | -o -o 3 -p NOBODY
            -o 3 -o -p NOBODY | -o3 -p NOBODY | -o 0 -p KINDS | -o0 -p KINDS | -o 3 -p KINDS | -o 20 -p KINDS
            -o 4294967296 -p KINDS | -o -o3 -p KINDS | -oo3 -p KINDS | -o3o -p KINDS | -o3o5 -p KINDS
            -o3 -o5 -p KINDS | -o x -p NOBODY | -ox -p NOBODY | -o -s -p NOBODY | -s -o -p NOBODY | -so -p NOBODY
            -o -s TCP:LISTEN -p NOBODY | -o -1 -p NOBODY | -u | -u '' -p NOBODY | -u root,,nobody -t -c ^lsof
            -u nobody, -t | -u ^nobody -t -c ^lsof | -u ^nobody,root -t -c ^lsof | -u root,^root | -u nobody,^nobody
            -u nobody -u ^root -t | -u 65534 -t | -u 065534 -t | -u +1 | -u 4294967295 | -u 4294967296 -t -c ^lsof
            -u 99999999999999 -t | -u nosuch | -u ^nosuch | -u 0,nosuch | -u ' nobody' | -u 'nobody '
            -u nobody,nobody -t | -u nobody,65534 -t | -u nobody -u nobody -t | -u ^ -t | -u ^,nobody -t | -V -u 5 -t
            -V -u 12345 -t | -l -u nobody | -l -p NOBODY | -l -p FAMILY,NOBODY | -g -p NOBODY | -g FAMILY -t
            -g FAMILY,4 -t | -g ^FAMILY -t -c ^lsof | -g ^0 -t -c ^lsof | -g FAMILY,^3 | -g x | -g 1-3 | -g -1
            -g FAMILY, -t | -g ' 3' -t | -g '3 ' -t | -g 99999 -V | -g 99999999999 -V | -g3 -t | -g ^ -t
            -R -g -p FAMILY | -R -p FAMILY | -p FAMILY | -p FAMILY,4 -t | -p FAMILY,,4 -t | -p ,3 -t | -p FAMILY, -t
            -p , | -p ' 3' -t | -p '3 ' -t | -p '3 ,4' -t | -p '3, 4' -t | -p FAMILY 4 -t | -p ^FAMILY -t -c ^lsof
            -p FAMILY,^4 -t | -p FAMILY,^3 | -p ^FAMILY,3 | -p ^FAMILY,^3 -t -c ^lsof | -p FAMILY,3 -t
            -p FAMILY -p FAMILY -t | -p FAMILY -p ^4 -t | -p FAMILY -p ^FAMILY -t | -p 0 | -p 0 -V | -p -1 | -p +3
            -p 3x | -p x | -p x3 | -p 3-5 | -p 4294967299 -t | -p 99999999 -V | -p 99999999999999999999 -V
            -p FAMILY,99999 -V -t | -p FAMILY,99999 -Q -t | -p ^,3 -t | -p ^x | -p3 -t | -p3,4 -t | -p^3 -t -c ^lsof
            -tp3 | -tp 3 | -atp3 | -p3t | -ptest''')

    def test_fields(self):
        self.same('''
            -F -p NOBODY | -F p -p NOBODY | -Fp -p NOBODY | -F pcn -p NOBODY | -Fpcn -p NOBODY | -F0 -p NOBODY
            -F 0 -p NOBODY | -Fn0 -p NOBODY | -F0n -p NOBODY | -F pcfn0 -p NOBODY | -F n -F p -p NOBODY
            -F x -p NOBODY | -F px -p NOBODY | -F q | -F 1 | -F a -p FAMILY | -F c -p FAMILY | -F d -p KINDS
            -F D -p KINDS | -F f -p FAMILY | -F G -p KINDS | -F G +fg -p KINDS | -F G +fG -p KINDS | -F g -p FAMILY
            -F i -p KINDS | -F k -p KINDS | -F K -p THREADS | -F K -K -p THREADS | -F KM -K -p THREADS | -F l -p KINDS
            -F L -p KINDS | -F m -p NOBODY | -F M -p THREADS | -F n -p KINDS | -F N -p NOBODY | -F o -p KINDS
            -F os -p KINDS | -F s -p KINDS | -F s -o -p KINDS | -F o -s -p KINDS | -F P -p KINDS | -F r -p KINDS
            -F R -p KINDS | -F S -p NOBODY | -F t -p KINDS | -F T -p KINDS | -F T -T -p KINDS | -F T -Tq -p KINDS
            -F T -Tqs -p KINDS | -F T -Ts -p KINDS | -F T -Tf -p KINDS | -F u -p KINDS | -F u -l -p KINDS
            -F L -l -p KINDS | -F z -p NOBODY | -F Z -p NOBODY | -F C -p NOBODY | -F k -L -p KINDS | -F k +L -p KINDS
            -F k +L1 -p KINDS | -F pcuftDsin -p KINDS | -F -R -g -p FAMILY | -F R -R -p FAMILY | -F g -g -p FAMILY
            -F -p FAMILY | -F -p KINDS | -F0 -p KINDS | -F -nP -i | -F0 -nP -iTCP | -F -t -p FAMILY | -t -F -p FAMILY
            -F -V -p 99999 | -F -w -p NOBODY | nobody:-F -p ALL | nobody:-F pfn -p ALL | utf8:-F -p KINDS | -n -F n -i''')

    def test_commands(self):
        self.same('''
            -c family | -c famil | -c fam -t | -c '' -t -c ^lsof | -c with | -c 'with blank' -t | -c 'with b' -t
            -c 'with\\x20b' -t | -c ^with -t -c ^lsof | -c with -c family -t | -c with -c ^family -t
            -c family -c ^family | -c ^family -c family | -c ^with -c ^with -t -c ^lsof | -c exactly15chars! -t
            -c exactly15chars!x | -c /fam/ -t | -c /^oth/ -t | -c /FAM/ -t | -c /FAM/i -t | -c /fam/b -t
            -c /fam/x -t | -c /fam/bx | -c /fam/xb | -c /fam/ix -t | -c /fam/ib -t | -c /fam/q | -c /fam | -c /
            -c '/wi.*k$/' -t | -c '/[/'  | -c '/*/' -t | -c '/(/' | -c '/x{/' -t | -c '/^$/' -t | -c /nosuch/ -V
            -c nosuch -V | -c nosuch -c family -V -t | -c fam -c family -V -t | -c family -c fam -V -t
            -c /fam/ -c family -V -t | -c nosuch -Q | -c nosuch -Q -V | -c | -c -a | -c^with -t -c^lsof | -cfamily -t
            -a -c family -c with -t | -a -c family -u nobody | +c0 -p BLANK | +c 0 -p BLANK | +c 15 -p 7 | +c15 -p 7
            +c 16 | +c16 | +c 1 -p 7 | +c 7 -p 7 | +c 8 -p 7 | +c 9 -p 7 | +c 00 -p BLANK | +c 9x -p 7 | +c x | +c -1
            +c | +c5 +c12 -p 7 | +L1 -U -c ^lsof | +L1 -u nobody -c ^lsof''')

    def test_tcp_flags_and_links(self):
        self.same('''
            -T -p FAMILY | -T s -p FAMILY | -Ts -p FAMILY | -T q -p FAMILY | -Tqs -p FAMILY | -Tsq -p FAMILY
            -T f -p FAMILY | -T w -p FAMILY | -T fqs -p FAMILY | -T fqsw | -T x | -T '' -p FAMILY | -T -T s -p FAMILY
            +T s -p FAMILY | -f -p FAMILY | -f -- W/family | -f W/family | -f -a -p FAMILY W/family | +f -- W/family
            +f W/family | +f g -p KINDS | +f G -p KINDS | +fg -p KINDS | +fG -p KINDS | +fgG -p KINDS | +fGg -p KINDS
            -fg -p KINDS | -fG -p KINDS | +f c -p FAMILY | +f f -p FAMILY | +f n -p FAMILY | +fc -p FAMILY
            +fcfn -p FAMILY | -fc -p FAMILY | -fcgn -p FAMILY | +fx | +f x | -f x | +fg -f -p KINDS
            +fg -a -p KINDS W/kinds/plain | -L -p KINDS | +L -p KINDS | +L1 -p KINDS | +L 1 -p KINDS | +L0 -p KINDS
            +L 2 -a -p KINDS | +L1 -a -p KINDS | +L1 | +L2 -a -p NOBODY | -L1 | -L 1 | +L x | +L1x -p FAMILY
            +L -L -p FAMILY | -L +L -p FAMILY | +L1 -L -p FAMILY | +L1 +L2 -a -p FAMILY''')

    def test_names_and_directories(self):
        self.same('''
            -F n -F0 -p NOBODY | -F n -F -p NOBODY | -F -F n -p NOBODY | -F '' -p NOBODY | -F '' -F n -p NOBODY
            -F F -p FAMILY | -c ^exactly15chars!x | -c /fam/ii -c /o/bb | -c /o/bix
            -a -c /o/ -c /t/ -t -c ^lsof | -V -c /o/ -c /t/ -t -c ^lsof | -V -c /t/ -c /o/ -t -c ^lsof
            -V -c fam -c /o/ -t -c ^lsof | +c ''  | -T s -T q -p FAMILY | -T s -T -p FAMILY | +fg -fg -p KINDS
            -fg +fg -p KINDS | +fg -fG -p KINDS | +fG +fg -p KINDS | +fg +fG -p KINDS | +fg -- /dev/pts
            +f -f -- /dev/pts | +d W/family | +d W/family/ | +d W/family -t | +d W | +d W/ -c ^lsof | +D W/ -c ^lsof
            +D W/family | +D W/family -a -p BLANK | +d W/family -a -p BLANK | +d W/family -a -d cwd
            +d W/family/ +d W/nobody | +d W/family +D W/nobody | +d W/nosuch | +D W/nosuch | +d W/family/datagrams
            +D /dev/null | +d | +D | +d -a | +dW/family | +DW/family | -x +d W/family | -x f +d W/family
            -x l +d W/family | -x fl +d W/family | -xfl +d W/family | -xf +D W/family | -x x +d W/family | -x f | -x
            -x f -p FAMILY | -xfx +d W/family | -V +D W/family /etc/passwd | -V +d W/nobody -c ^python -t | W/family
            W/family/ | W/family/datagrams | W/family/named | 'W/family/f i fo' | W/nosuch | -V W/nosuch
            W/nosuch W/family | W/nosuch -p FAMILY | -Q W/nosuch | -Q W/nosuch W/family | -Q -V W/nosuch
            -t W/family W/family/datagrams | -t W/family /nosuch | -V /etc/passwd | -Q /etc/passwd | -V -Q /etc/passwd
            /etc/passwd | -w /nosuch | +w /nosuch | -a W/family | -a W/family -p FAMILY | /proc/3/exe | /proc/3/cwd
            /dev/pts/0 | /dev/pts | /dev/ptmx | /sys | /dev/shm | -a -p KINDS /dev/zero | -a -p KINDS W/kinds/link
            -a -p KINDS W/kinds/plain | -a -p KINDS W/kinds/gone | -a -p KINDS 'W/kinds/with blank'
            -a -p KINDS W/kinds/fifo | -a -p KINDS W/kinds/unix_absolute | -a -p KINDS W/kinds/unix_relative
            -a -p KINDS W/kinds/map_replaced | -a -p KINDS W/kinds/../world/plain | -a -p KINDS W/kinds/.
            -a -p KINDS W/kinds//plain | +e / -p FAMILY -a -d cwd,txt,mem,0 | -N | -N -p FAMILY -a | -N -V
            -X -p FAMILY | -X -i | -X -U -c ^lsof | -X -p KINDS | -O -p FAMILY | -a | -a -t | -a -n -P | -a -X | -a -E
            -a -c ^family | -a -p ^FAMILY -c ^lsof -t | -a -u ^root -t | -t -p 99999 | -V -p 99999 -t
            -V -c nosuch -i :1 -u 0 -a | -V -p 99999,3 -g 77 -c nosuch -c /nosuch2/ -i :1 -i udp:9 -N -K /etc/hosts -t
            -lR -p NOBODY | -lgR -p ALL | -w -p FAMILY -t | -ww -p FAMILY -t | +w -p FAMILY -t | +w -w -p FAMILY
            -w +w -p FAMILY | nobody:+w -p ALL | nobody:-w -p ALL -R -g | nobody:-p 1 | nobody:-p 1 -w
            nobody:-t -p 1 | nobody:-t -p 1 +w | nobody:-c family | nobody:-V -c family | nobody:-i -nP
            nobody:-i -nP -w | nobody:-U | nobody:W/nobody/file | nobody:W/family/datagrams
            nobody:-nP -R -g -p NOBODY,3 | nobody:-E -p NOBODY | nobody:-F pfn -p FAMILY | nobody:-F -p FAMILY
            nobody:-K -c ^lsof''')

    def test_repetition_and_rights(self):
        self.same('''
            -fg -- /dev/pts | -fg +f -- /dev/pts | -f +f -- /dev/pts | +fg -f -- /dev/pts | +d "" | +D ""
            -V +d W/nobody W/family/nothing | +r1 -p 99999 | +r -p 99999 | +r1mX -p 99999
            +r1c2mX -p NOBODY -t | -r1c2mX -p NOBODY -t | -r1c2mX -p 99999 -t | +r1c2mX -p 99999 -t
            -r 1c1mX -p NOBODY -t | -r 1c1mX -F p -p NOBODY
            -r 1c1mX -F0p -p NOBODY | -r 1c1m%%X -t -p NOBODY | -r 1c1m'a b' -t -p NOBODY
            -r1c1mX -E -p NOBODY | -r1c1mX -Q -p 99999 | -r1mX%n -F -p 99999''')

    def test_odd_values(self):
        self.same('''
            -u , -c ^lsof -t | -u ,nobody -c ^lsof -t | -u root,,nobody -c ^lsof -t | -F n -F0 -p NOBODY
            -F '' -p NOBODY | -F F -p FAMILY | -c /fam/ii | -c /f/bix | -V -c /f/ -c /t/ -t -c ^lsof | +c ''
            -T s -T q -p FAMILY | -T s -T -p FAMILY | +fg -fg -p KINDS | -fg -- /dev/pts | -f +f -- /dev/pts
            -fg +f -- /dev/pts | +d '' | -V +d W/nobody W/family/nothing | -e '' -p FAMILY | nobody:-t -p 1 +w | -r1m
            -r1mX%n -F -p FAMILY''')


if __name__ == '__main__':
    unittest.main()
