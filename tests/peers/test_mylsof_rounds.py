"""mylsof's lists by columns, and what it does again and again: --watch, --leaks, -r."""

import os
import pty
import signal
import subprocess
import unittest

import nd
from lsof_holder import Holder, descriptors, lines_of, mylsof, rows


class Columns(unittest.TestCase):
    def setUp(self):
        self.holder = Holder(self)
        self.holder.do('a = open("small", "wb"); a.truncate(10)').do('b = open("large", "wb"); b.truncate(5000)')
        self.only = ('-p', self.holder.pid, '-a', '-d', '3-9')

    def test_the_columns_that_were_asked_for(self):
        out = mylsof('--columns', 'pid,descriptor,size,access', *self.only).out.splitlines()
        self.assertEqual([line.split() for line in out],
                         [['PID', 'FD', 'SIZE', 'ACCESS'], [str(self.holder.pid), '3w', '10', 'write'],
                          [str(self.holder.pid), '4w', '5000', 'write']])
        self.assertEqual(rows('--columns', 'fd,size,role', *self.only),
                         [{'type': 'columns', 'fd': 3, 'size': 10, 'role': None},
                          {'type': 'columns', 'fd': 4, 'size': 5000, 'role': None}])

    def test_every_column_has_its_key(self):
        page = (nd.ROOT / 'man' / 'mylsof.8').read_text()
        ids = [line.split()[2] for line in page.partition('.Sh COLUMNS')[2].partition('.Sh FILTERS')[0].splitlines()
               if line.startswith('.It Cm')]
        for row in rows('--columns', ','.join(ids), '-p', self.holder.pid):
            self.assertEqual(list(row)[1:], ids)

    def test_rows_are_sorted(self):
        sizes = [row['size'] for row in rows('--sort', '-size', *self.only)]
        self.assertEqual(sizes, [5000, 10])
        out = mylsof('--sort', 'name', *self.only).out.splitlines()
        self.assertEqual([os.path.basename(line) for line in out[1:]], ['large', 'small'])

    def test_order_and_marks_change_no_columns(self):
        for options in ([], ['-R', '-g'], ['+fg', '-o', '+L'], ['-l', '+c', '4'], ['-E']):
            with self.subTest(options):
                words = ['-nP', *options, '-p', self.holder.pid]
                plain = mylsof(*words).out.splitlines()
                by_name = mylsof('--sort', 'name', *words).out.splitlines()
                self.assertEqual((by_name[0], sorted(by_name)), (plain[0], sorted(plain)))
                with nd.popen([nd.tool('mylsof'), '--watch', '0.1', *words]) as watch:
                    watch.wait_for(r'\n\n')
                    first = watch.out.split('\n\n')[0].splitlines()
                self.assertEqual([line[2:] for line in first], plain)

    def test_commands_are_written_as_in_a_listing(self):
        self.holder.do('open("/proc/self/comm", "w").write("a b\\tlong name")')
        for options, shown in (([], r'a\x20b\tl'), (['+c', '0'], r'a\x20b\tlong\x20name'), (['+c', '8'], r'a\x20b\t')):
            with self.subTest(options):
                for report in ([], ['--top'], ['--columns', 'command,pid'], ['--sort', 'pid']):
                    self.assertIn(shown, mylsof(*options, *report, '-p', self.holder.pid).out.replace('\n', ' ').split())
        self.assertEqual({row['command'] for row in rows('--top', '-p', self.holder.pid)}, {'a b\tlong name'})

    def test_headings_are_one_word_each(self):
        page = (nd.ROOT / 'man' / 'mylsof.8').read_text(encoding='utf-8')
        ids = [line.split()[2] for line in page.partition('.Sh COLUMNS')[2].partition('.Sh FILTERS')[0].splitlines()
               if line.startswith('.It Cm')]
        heading = mylsof('--columns', ','.join(ids), *self.only).out.splitlines()[0].split()
        self.assertEqual(len(heading), len(ids), heading)

    def test_mistakes(self):
        for arguments, reason in ((('--columns', 'pid,foo'), '--columns foo: unknown column (the man page lists them)'),
                                  (('--sort', '-foo'), '--sort -foo: unknown column (the man page lists them)'),
                                  (('--watch', '0'), '--watch 0: not a time (seconds, 0.01 to 86400)'),
                                  (('--leaks', 'x'), '--leaks x: not a time (seconds, 0.01 to 86400)'),
                                  (('--watch', '1', '-t'), '--watch excludes -F, -J, -j and -t (try --help)'),
                                  (('--columns', 'pid', '--top'), '--columns is for listings of files (try --help)'),
                                  (('--watch', '1', '-r'), '-r, --watch and --leaks are mutually exclusive (try --help)')):
            with self.subTest(arguments):
                result = mylsof(*arguments)
                self.assertEqual((result.status, result.out, result.err), (1, '', f'mylsof: {reason}\n'))


class Watching(unittest.TestCase):
    def setUp(self):
        self.holder = Holder(self)
        self.only = [nd.tool('mylsof'), '--watch', '0.1', '-a', '-d', '3-9', '-p', self.holder.pid]
        self.holder.do('a = open("kept", "wb")')

    def test_opened_and_closed_files_are_marked(self):
        with nd.popen(self.only) as watch:
            watch.wait_for(r'^  python3 .*/kept\n\n')
            self.holder.do('b = open("new", "wb")')
            watch.wait_for(r'^\+ python3 .*/new$')
            self.holder.do('b.close()')
            watch.wait_for(r'^- python3 .*/new$')
            self.assertNotRegex(watch.out, r'(?m)^[+-] .*kept')
            self.assertEqual(watch.interrupt().status, -signal.SIGINT)

    def test_a_file_that_grows_is_the_same_one(self):
        with nd.popen(self.only) as watch:
            watch.wait_for(r'/kept\n\n')
            self.holder.do('a.truncate(77)')
            watch.wait_for(r'^  python3 .* 77 .*/kept$')
            self.assertNotRegex(watch.out, r'(?m)^[+-]')

    def test_json(self):
        with nd.popen([*self.only, '--json']) as watch:
            watch.wait_for('kept')
            self.holder.do('b = open("new", "wb")')
            watch.wait_for('"change":"opened"')
            self.holder.do('b.close()')
            watch.wait_for('"change":"closed"}\n')
            text = watch.interrupt().out
        found = lines_of(text[:text.rindex('\n') + 1])
        changes = {(os.path.basename(row['name']), row['change']) for row in found}
        self.assertEqual(changes - {('new', None)}, {('kept', None), ('new', 'opened'), ('new', 'closed')})

    def test_a_terminal_is_drawn_anew(self):
        main, side = pty.openpty()
        self.addCleanup(os.close, main)
        process = subprocess.Popen(list(map(str, self.only)), stdout=side, stderr=side, stdin=side)
        os.close(side)
        seen = b''
        try:
            while seen.count(b'\x1b[H\x1b[2J') < 2:
                seen += os.read(main, 65536)
        finally:
            process.kill()
            process.wait()
        self.assertIn(b'/kept', seen)

    def test_other_reports_are_repeated(self):
        with nd.popen([nd.tool('mylsof'), '--watch', '0.1', '--top', '-p', self.holder.pid]) as watch:
            watch.wait_for(r'\AOPEN[^\n]*\n[^\n]*\n\nOPEN')


class Leaks(unittest.TestCase):
    def test_what_grows_is_told(self):
        holder = Holder(self)
        holder.do('held += [os.pipe() for i in range(3)] + [socket.socket() for i in range(2)]')
        with nd.popen([nd.tool('mylsof'), '--json', '--leaks', '60', '-p', holder.pid]) as watch:
            # The first sample is taken once our tool waits for the next.
            nd.wait_until(lambda: os.readlink(f'/proc/{watch.pid}/exe').endswith('mylsof') and waits(watch.pid))
            holder.do('held += [os.pipe() for i in range(4)]; held.pop(3).close()')
            result = watch.interrupt()
        self.assertEqual((result.status, result.err), (0, ''))
        row, = lines_of(result.out)
        self.assertEqual([row[key] for key in ('kind', 'pid', 'growth', 'samples', 'rises')], ['pipe', holder.pid, 8, 2, 1])

    def test_none_at_first_or_at_last(self):
        holder = Holder(self)
        holder.do('a = [os.pipe()]')
        with nd.popen([nd.tool('mylsof'), '--json', '--leaks', '15', '-p', holder.pid]) as watch:
            rounds = nd.wait_until(lambda: bytes_read(watch.pid))
            holder.do('a += [os.pipe() for i in range(9)]; e = [select.epoll() for i in range(3)]')
            nd.wait_until(lambda: bytes_read(watch.pid) > rounds)
            holder.do('[os.close(n) for pair in a for n in pair]')
            out = watch.interrupt().out
        found = {row['kind']: [row[key] for key in ('first', 'last', 'growth')] for row in lines_of(out)}
        self.assertEqual(found, {'epoll': [0, 3, 3]})

    def test_it_ends_by_itself(self):
        holder = Holder(self)
        result = mylsof('--leaks', '0.2', '-p', holder.pid)
        self.assertEqual((result.status, result.out, result.err), (0, '', ''))
        self.assertGreater(descriptors(holder.pid), 0)


def waits(pid):
    """Whether a process sleeps in epoll_wait(2), all of its first round behind it."""
    with open(f'/proc/{pid}/syscall', encoding='ascii') as file:
        return file.read().split()[0] in ('232', '281')


def bytes_read(pid):
    """What a process has read until now, while it waits for its next round; else 0."""
    if not os.readlink(f'/proc/{pid}/exe').endswith('mylsof') or not waits(pid):
        return 0
    with open(f'/proc/{pid}/io', encoding='ascii') as file:
        return int(file.read().split()[1])


class Repeating(unittest.TestCase):
    def test_an_interrupt_ends_it_as_it_ends_lsof(self):
        nd.require_program('lsof')
        for program in ('lsof', nd.tool('mylsof')):
            with self.subTest(program), nd.popen([program, '-r1', '-t', '-p', os.getpid()]) as listing:
                listing.wait_for('^=======$')
                self.assertEqual(listing.interrupt().status, -signal.SIGINT)

    def test_so_many_times(self):
        result = mylsof('-r1c2', '-t', '-p', os.getpid())
        self.assertEqual((result.status, result.out), (0, f'{os.getpid()}\n=======\n' * 2))


if __name__ == '__main__':
    unittest.main()
