"""The reports that lsof has not, beside what the kernel tells a program that looks for itself."""

import os
import unittest

import nd
from lsof_holder import Holder, lines_of, mylsof, rows

class Deleted(unittest.TestCase):
    def setUp(self):
        self.one, self.two = Holder(self), Holder(self)
        path = os.path.join(nd.temporary_folder(self), 'big')
        self.one.do(f'f = open({str(path)!r}, "wb"); f.write(b"x" * 300000); f.flush(); g = os.dup(f.fileno())')
        self.two.do(f'f = open({str(path)!r}, "rb")')
        self.held = os.stat(path).st_blocks * 512
        os.unlink(path)
        self.one.do('s = open("small", "wb"); s.write(b"y" * 10); s.flush(); os.unlink("small")')
        self.pids = f'{self.one.pid},{self.two.pid}'

    def test_each_file_counts_once(self):
        files = rows('--deleted', '-p', self.pids, type='deleted_file')
        self.assertEqual([(row['size'], len(row['holders'])) for row in files], [(300000, 3), (10, 1)])
        self.assertEqual(files[0]['held_bytes'], self.held)
        self.assertEqual({(h['pid'], 'fd' in h) for h in files[0]['holders']}, {(self.one.pid, True), (self.two.pid, True)})
        totals = rows('--deleted', '-p', self.pids, type='deleted_total')
        self.assertEqual([row['held_bytes'] for row in totals], [sum(row['held_bytes'] for row in files)])
        self.assertEqual(totals[0]['files'], 2)

    def test_the_files_are_those_without_links(self):
        nd.require_program('lsof')
        theirs = nd.run(['lsof', '-a', '+L1', '-F', 'i', '-p', self.pids]).out.splitlines()
        ours = rows('--deleted', '-p', self.pids, type='deleted_file')
        self.assertEqual({f'i{row["inode"]}' for row in ours}, {line for line in theirs if line.startswith('i')})

    def test_a_file_that_is_only_mapped_holds_its_space(self):
        nd.require_root()
        self.one.do('m = open("mapped", "w+b"); m.write(b"z" * 70000); m.flush(); q = mmap.mmap(m.fileno(), 70000); '
                    'm.close(); os.unlink("mapped")')
        # mmap keeps a descriptor of its own, which is closed behind its back
        self.one.do('[os.close(n) for n in range(3, 20) if os.path.exists(f"/proc/self/fd/{n}") and '
                    'os.readlink(f"/proc/self/fd/{n}").endswith("mapped (deleted)")]')
        row = next(row for row in rows('--deleted', '-p', self.one.pid, type='deleted_file') if row['size'] == 70000)
        self.assertGreaterEqual(row['held_bytes'], 70000)
        self.assertEqual([h['role'] for h in row['holders']], ['DEL'])

    def test_the_table(self):
        out = mylsof('--deleted', '-p', self.pids).out.split('\n\n')
        self.assertRegex(out[0], r'^ *HELD +SIZE +MOUNT +DEVICE +NODE +HELD-BY +NAME\n')
        self.assertRegex(out[0], rf'\n *{self.held} 300000 .* {self.one.pid}/python3/\d+w,{self.one.pid}/python3/\d+w,')
        self.assertRegex(out[1], r'^ *HELD FILES DEVICE +TYPE +MOUNT\n')

    def test_nothing_is_no_error(self):
        result = mylsof('--deleted', '-p', str(os.getpid()))
        self.assertEqual((result.status, result.out, result.err), (0, '', ''))


class Top(unittest.TestCase):
    def test_the_fullest_process_is_first(self):
        full, empty = Holder(self), Holder(self)
        full.do('resource.setrlimit(resource.RLIMIT_NOFILE, (50, 90)); held = [os.dup(0) for i in range(37)]')
        empty.do('resource.setrlimit(resource.RLIMIT_NOFILE, (80, 80))')
        found = rows('--top', '-p', f'{full.pid},{empty.pid}')
        self.assertEqual([row['pid'] for row in found], [full.pid, empty.pid])
        opened = len(os.listdir(f'/proc/{full.pid}/fd'))
        self.assertEqual([found[0][key] for key in ('open_files', 'soft_limit', 'hard_limit', 'used_percent')],
                         [opened, 50, 90, opened * 2])
        table = mylsof('--top', '-p', full.pid).out.splitlines()
        self.assertEqual(table[0].split(), ['OPEN', 'LIMIT', 'HARD', 'USED%', 'PID', 'USER', 'COMMAND'])
        self.assertEqual(table[1].split()[:5], [str(opened), '50', '90', str(opened * 2), str(full.pid)])

    def test_without_the_right_to_look_it_says_so(self):
        nd.require_root()
        ours = nd.public_copy(self, 'mylsof')
        result = nd.run([ours, '--top', '-p', str(Holder(self).pid)], user='nobody')
        self.assertEqual((result.status, result.out), (0, ''))
        self.assertEqual(result.err, 'mylsof: 1 process could not be looked into (run as root)\n')


class Filter(unittest.TestCase):
    def setUp(self):
        self.holder = Holder(self)
        self.holder.do('a = open("big one", "wb"); a.truncate(5000)').do('b = open("small", "wb")')

    def names(self, expression, *arguments):
        out = mylsof('--filter', expression, '-p', self.holder.pid, '-F', 'n', *arguments).out
        return [os.path.basename(line[1:]) for line in out.splitlines() if line.startswith('n')]

    def test_columns_are_compared(self):
        for expression, names in (('size == 5000', ['big one']), ('size > 4K and access == write', ['big one']),
                                  ('fd > 2 and not size', ['small']), ('name =~ "/big one$"', ['big one']),
                                  ('file_type == REG and (size = 5000 or name =~ /small$) and fd', ['big one', 'small']),
                                  ('role == cwd and pid != %d' % self.holder.pid, [])):
            with self.subTest(expression):
                self.assertEqual(self.names(expression), names)

    def test_every_output_is_filtered(self):
        pid = self.holder.pid
        self.assertEqual(mylsof('--filter', 'size == 5000', '-p', pid, '-t').out, f'{pid}\n')
        self.assertEqual(len(mylsof('--filter', 'size == 5000', '-p', pid).out.splitlines()), 2)
        self.assertEqual(len(rows('--filter', 'size == 5000', '-p', pid)), 1)

    def test_a_mistake_is_told_with_its_place(self):
        for expression, reason in (('foo == 1', 'character 1: unknown column "foo"'),
                                   ('pid == 1 and', 'character 13: expected a column, not the end'),
                                   ('size > abc', 'character 8: size is compared with a number (512, 10K, 1.5G), not "abc"'),
                                   ('PID = 12x', 'character 7: pid is compared with a number (512, 10K, 1.5G), not "12x"'),
                                   ('deleted = perhaps', 'character 11: deleted is compared with yes or no, not "perhaps"'),
                                   ('local_address = 1.2', 'character 17: local_address is compared with an address '
                                                           '(127.0.0.1, ::1), not "1.2"'),
                                   ('(pid == 1', 'character 10: expected ), and, or, not the end')):
            with self.subTest(expression):
                result = mylsof('--filter', expression)
                self.assertEqual((result.status, result.out), (1, ''))
                self.assertEqual(result.err, f'mylsof: --filter: {reason} (see the man page)\n')


class Watchers(unittest.TestCase):
    def setUp(self):
        self.holder = Holder(self)
        self.holder.do('import select, socket; a, b = socket.socketpair(); e, f = select.epoll(), select.epoll(); '
                       'e.register(a, select.EPOLLIN | select.EPOLLET); '
                       'f.register(a, select.EPOLLIN | select.EPOLLOUT | select.EPOLLEXCLUSIVE); '
                       'f.register(b, select.EPOLLPRI | select.EPOLLONESHOT)')
        self.fds = {name: self.fd(name) for name in 'abef'}

    def fd(self, name):
        self.holder.do(f'os.write(1, b"{name}=%d," % {name}.fileno())')
        return int(self.holder.process.wait_for(name + r'=(\d+),')[1])

    def target(self, name):
        return f'{self.holder.pid}:{self.fds[name]}'

    def test_epoll_instances_are_found_with_what_they_wait_for(self):
        edge, exclusive = rows('--watchers', self.target('a'))
        self.assertEqual([edge[key] for key in ('pid', 'fd', 'watched_fd', 'events', 'trigger', 'exclusive', 'one_shot')],
                         [self.holder.pid, self.fds['e'], self.fds['a'], ['in', 'err', 'hup'], 'edge', False, False])
        self.assertEqual([exclusive[key] for key in ('fd', 'events', 'trigger', 'exclusive')],
                         [self.fds['f'], ['in', 'out', 'err', 'hup'], 'level', True])
        self.assertEqual([(row['events'], row['one_shot']) for row in rows('--watchers', self.target('b'))], [(['pri', 'err', 'hup'], True)])

    def test_timers_that_share_an_inode_are_told_apart(self):
        nd.require_root()
        self.holder.do('import ctypes; L = ctypes.CDLL(None); t, u = L.timerfd_create(1, 0), L.timerfd_create(1, 0); '
                       'e.register(t, 1)').do('os.write(1, b"t=%d,u=%d," % (t, u))')
        t, u = self.holder.process.wait_for(r't=(\d+),u=(\d+),').groups()
        self.assertEqual([row['watched_fd'] for row in rows('--watchers', f'{self.holder.pid}:{t}')], [int(t)])
        self.assertEqual(rows('--watchers', f'{self.holder.pid}:{u}'), [])

    def test_files_by_their_names(self):
        self.holder.do('os.mkfifo("fifo"); q = os.open("fifo", os.O_RDWR); e.register(q, 1); '
                       's = socket.socket(socket.AF_UNIX); s.bind(os.path.abspath("sock")); s.listen(); f.register(s, 1)')
        self.holder.do('L = __import__("ctypes").CDLL(None); L.inotify_add_watch(L.inotify_init1(0), b"fifo", 0x20)')
        folder = os.readlink(f'/proc/{self.holder.pid}/cwd')
        self.assertEqual([(row['kind'], row['events']) for row in rows('--watchers', folder + '/fifo')],
                         [('epoll', ['in', 'err', 'hup']), ('inotify', ['open'])])
        self.assertEqual([row['fd'] for row in rows('--watchers', folder + '/sock')], [self.fds['f']])

    def test_sockets_are_known_by_the_file_they_are_bound_to(self):
        for name in ('sock', 'sock x', 'sock type=STREAM', 'gone'):
            self.holder.do(f's = socket.socket(socket.AF_UNIX); s.bind({name!r}); s.listen(); f.register(s, 1); held.append(s)')
        folder = self.holder.folder
        self.holder.do('n = held[-1].fileno(); os.unlink("gone"); open("gone", "w"); os.symlink("sock", "link"); os.chdir("/")')
        fds = [int(self.holder.tell(f'held[{place}].fileno()')) for place in range(3)]
        for name, fd in zip(('sock', 'sock x', 'sock type=STREAM'), fds):
            with self.subTest(name):
                self.assertEqual([row['watched_fd'] for row in rows('--watchers', f'{folder}/{name}')], [fd])
        self.assertEqual([row['watched_fd'] for row in rows('--watchers', 'sock', cwd=folder)], [fds[0]])
        self.assertEqual([row['watched_fd'] for row in rows('--watchers', './../' + os.path.basename(folder) + '/link', cwd=folder)],
                         [fds[0]])
        self.assertEqual(rows('--watchers', folder + '/gone'), [])

    def test_marks_of_mounts_and_file_systems_are_about_their_files(self):
        nd.require_root()
        self.holder.do('import ctypes; L = ctypes.CDLL(None, use_errno=True); mask = ctypes.c_uint64(0x20); '
                       'os.mkdir("m"); assert L.unshare(0x20000) == 0; L.mount(None, b"/", None, 1 << 18 | 1 << 14, None); '
                       'assert L.mount(b"nd", b"m", b"tmpfs", 0, None) == 0; os.mkdir("bound"); '
                       'assert L.mount(b"m", b"bound", None, 1 << 12, None) == 0; open("m/file", "w"); open("m/other", "w")')
        self.holder.do('g = [L.fanotify_init(0, 0) for _ in range(4)]')
        if int(self.holder.tell('min(g)')) < 0:
            nd.skip('no fanotify here')
        self.holder.do('assert L.fanotify_mark(g[0], 0x11, mask, -100, b"m") == 0')  # a mount
        self.holder.do('assert L.fanotify_mark(g[1], 0x101, mask, -100, b"m") == 0')  # a file system
        self.holder.do('assert L.fanotify_mark(g[2], 1, mask, -100, b"m/file") == 0')
        self.holder.do('assert L.fanotify_mark(g[3], 0x21, mask, -100, b"m/file") == 0')  # what is ignored
        groups = [int(number) for number in self.holder.tell('" ".join(map(str, g))').split()]

        def watchers(name):
            inside = ['nsenter', '-t', str(self.holder.pid), '-m', '-r', nd.tool('mylsof'), '--json', '--watchers']
            return [row['fd'] for row in lines_of(nd.run([*inside, f'{self.holder.folder}/{name}']).out)]

        self.assertEqual(watchers('m/file'), groups[:3])
        self.assertEqual(watchers('m/other'), groups[:2])
        self.assertEqual(watchers('bound/file'), groups[1:3])
        self.assertEqual(watchers('bound'), groups[1:2])

    def test_the_table_and_nobody(self):
        table = mylsof('--watchers', self.target('b')).out.splitlines()
        self.assertEqual(table[0].split(), ['COMMAND', 'PID', 'USER', 'FD', 'KIND', 'WATCHED', 'TRIGGER', 'ONE-SHOT',
                                            'EXCLUSIVE', 'EVENTS'])
        self.assertEqual(table[1].split()[4:], ['epoll', str(self.fds['b']), 'level', 'yes', 'no', 'pri,err,hup'])
        result = mylsof('-w', '--watchers', self.target('e'))
        self.assertEqual((result.status, result.out, result.err), (1, '', ''))

    def test_what_is_not_there_is_told(self):
        result = mylsof('--watchers', f'{self.holder.pid}:999')
        self.assertEqual((result.status, result.err),
                         (1, f'mylsof: /proc/{self.holder.pid}/fd/999: No such file or directory\n'))
        self.assertEqual(mylsof('--watchers', '/nowhere/x').err, 'mylsof: /nowhere/x: No such file or directory\n')
        self.assertEqual(mylsof('--watchers', '44:cwd').err,
                         'mylsof: --watchers 44:cwd: neither a descriptor nor a file (PID:FD are two numbers)\n')


class Refusals(unittest.TestCase):
    def test_what_does_not_go_together(self):
        for arguments, reason in ((('--deleted', '--top'), '--deleted and --top are mutually exclusive'),
                                  (('--filter', ''), '--filter: the value is empty'),
                                  (('--columns', ''), '--columns: the value is empty'),
                                  (('--json=x',), '--json: takes no value'),
                                  (('--watchers=',), '--watchers: the value is empty'),
                                  (('--top', '-t'), '--top excludes -F, -J, -j and -t'),
                                  (('--deleted', '-F'), '--deleted excludes -F, -J, -j and -t')):
            with self.subTest(arguments):
                result = mylsof(*arguments)
                self.assertEqual((result.status, result.out, result.err), (1, '', f'mylsof: {reason} (try --help)\n'))


if __name__ == '__main__':
    unittest.main()
