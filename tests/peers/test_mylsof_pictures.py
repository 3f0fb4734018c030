"""The whole picture of a few processes: --graph, -J and -j, what -E finds beyond lsof, and jc's reading of our table."""

import json
import os
import re
import shutil
import unittest

import nd
from lsof_holder import Holder, mylsof, rows
from lsof_worlds import Beside

# The language of dot, as far as we write it.
QUOTED = r'"(?:[^"\\]|\\.)*"'
STATEMENT = re.compile(rf'  {QUOTED}( -> {QUOTED})? \[[a-z]+=\w+, (?:[a-z]+=\w+, )*label={QUOTED}\];|'
                       rf'  {QUOTED} -> {QUOTED} \[label={QUOTED}\];|  rankdir=LR;')


def edges(text):
    """{(from, to, label)}, names with their quotation marks removed."""
    found = re.findall(rf'({QUOTED}) -> ({QUOTED}) \[.*label=({QUOTED})\];', text)
    return {tuple(word[1:-1] for word in edge) for edge in found}


class Graph(unittest.TestCase):
    def graph(self, *arguments):
        out = mylsof('--graph', *arguments).out
        lines = out.splitlines()
        self.assertEqual((lines[0], lines[-1]), ('digraph mylsof {', '}'))
        for line in lines[1:-1]:
            self.assertRegex(line, STATEMENT)
        if shutil.which('dot'):
            self.assertEqual(nd.run(['dot', '-Tcanon'], input=out).status, 0)
        return out

    def test_a_pipe_between_two_processes(self):
        folder = nd.temporary_folder(self)
        os.mkfifo(folder / 'a "fifo"\\')
        one, two = Holder(self), Holder(self)
        one.do(f'h = os.open({str(folder)!r} + "/a \\"fifo\\"" + chr(92), os.O_RDWR)')
        two.do(f'h = os.open({str(folder)!r} + "/a \\"fifo\\"" + chr(92), os.O_RDONLY)')
        out = self.graph('-p', one.pid)
        inode = os.stat(folder / 'a "fifo"\\').st_ino
        pipe = next(edge[1] for edge in edges(out) if edge[1].endswith(f' {inode}'))
        self.assertLessEqual({(f'process {one.pid}', pipe, '3u'), (pipe, f'process {two.pid}', '3r')}, edges(out))
        self.assertIn(r'a \"fifo\"\\"];', out)

    def test_sockets_and_epoll(self):
        holder = Holder(self)
        holder.do('a, b = socket.socketpair(); l = socket.create_server(("127.0.0.1", 0)); '
                  'c = socket.create_connection(l.getsockname()); d = l.accept()[0]; e = select.epoll(); '
                  'e.register(b, select.EPOLLIN)')
        fds = dict(zip('abcdel', map(int, holder.tell('"{} {} {} {} {} {}".format(*(x.fileno() for x in (a,b,c,d,e,l)))').split())))
        found = edges(self.graph('-p', holder.pid))
        process = f'process {holder.pid}'
        to = {label: target for source, target, label in found if source == process}
        self.assertEqual(to[f'{fds["a"]}u'], to[f'{fds["b"]}u'])  # one socket pair
        self.assertEqual(to[f'{fds["c"]}u'], to[f'{fds["d"]}u'])  # one connection
        self.assertNotEqual(to[f'{fds["l"]}u'], to[f'{fds["c"]}u'])
        self.assertIn((to[f'{fds["e"]}u'], to[f'{fds["b"]}u'], 'in,err,hup'), found)


class Queues(unittest.TestCase):
    def test_message_queues_have_peers(self):
        name = f'/nd-{os.getpid()}'
        opened = ('import ctypes; L = ctypes.CDLL(None); q = L.mq_open(b"%s", os.O_RDWR | os.O_CREAT, 0o600, None)' % name)
        one, two = Holder(self).do(opened), Holder(self).do(opened)
        one.do('L.mq_unlink(b"%s")' % name)
        row = next(row for row in rows('-E', '-p', one.pid) if row['kind'] == 'mqueue')
        self.assertEqual([peer['pid'] for peer in row['peers']], [two.pid])


class Document(Beside):
    """-J and -j, whose description is all there is to compare with: the values are those of -F."""

    def test_a_document(self):
        document = json.loads(mylsof('-J', '-p', self.pid).out)
        self.assertEqual(list(document), ['lsof_version', 'processes'])
        process, = document['processes']
        self.assertEqual([process[key] for key in ('pid', 'command')], [int(self.pid), 'python3'])
        fields = mylsof('-F', 'fistn', '-p', self.pid).out.splitlines()
        letters = (('fd', 'f'), ('inode', 'i'), ('size', 's'), ('type', 't'))
        for key, letter in letters:
            with self.subTest(key):
                self.assertEqual([file[key] for file in process['files'] if key in file],
                                 [line[1:] for line in fields if line.startswith(letter)])

    def test_lines_and_keys_that_were_chosen(self):
        lines = mylsof('-j', '-F', 'pfn', '-a', '-d', 'cwd', '-p', f'{self.pid},{os.getpid()}').out.splitlines()
        self.assertEqual(sorted(map(json.loads, lines), key=str),
                         sorted(({'pid': pid, 'files': [{'fd': 'cwd', 'name': os.readlink(f'/proc/{pid}/cwd')}]}
                                 for pid in (int(self.pid), os.getpid())), key=str))

    def test_nothing_is_a_document_too(self):
        result = mylsof('-J', '-p', 99999999)
        self.assertEqual((result.status, json.loads(result.out)['processes']), (1, []))

    def test_names_tell_the_other_ends_as_fields_do(self):
        words = ['-nP', '-E', '-a', '-p', self.pid, '-d', '3-99']
        fields = [line[1:] for line in mylsof('-Fn', *words).out.splitlines() if line.startswith('n')]
        names = [file['name'] for file in json.loads(mylsof('-J', *words).out)['processes'][0]['files']]
        others = [number for number, name in enumerate(fields) if '\\' not in name and '^' not in name]
        self.assertEqual([names[number] for number in others], [fields[number] for number in others])
        self.assertTrue(any(f' {self.pid},python3,' in name for name in names))

    def test_a_document_a_round_and_no_marker(self):
        for option in ('-J', '-j'):
            lines = mylsof(option, '-r1c2mX', '-a', '-p', self.pid, '-d', 'cwd').out.splitlines()
            self.assertEqual([type(json.loads(line)) for line in lines], [dict, dict])

    def test_what_they_exclude(self):
        for arguments, reason in ((('-J', '-j'), '-J and -j are mutually exclusive'),
                                  (('-J', '-t'), '-J excludes --json and -t'), (('-j', '--json'), '-j excludes --json and -t')):
            result = mylsof(*arguments)
            self.assertEqual((result.status, result.err), (1, f'mylsof: {reason} (try --help)\n'))


class ReadByJc(Beside):
    def test_the_same_values_as_from_lsof(self):
        nd.require_program('lsof', 'jc')
        for arguments in ((), ('-nP', '-i', '-a'), ('-K', 'i')):
            words = [*arguments, '-p', self.pid]
            read = [nd.run(['jc', '--lsof'], input=nd.run([program, *words]).out).out
                    for program in ('lsof', nd.tool('mylsof'))]
            self.assertEqual(json.loads(read[1]), json.loads(read[0]))
            self.assertTrue(json.loads(read[1]) or '-i' in arguments)


class Facts(Beside):
    def row(self, **wanted):
        return next(row for row in rows('-p', self.pid) if all(str(row.get(key)).startswith(value) for key, value in wanted.items()))

    def test_mounts(self):
        row = self.row(name=self.world + '/plain')
        device = '{}:{}'.format(os.major(os.stat(self.world).st_dev), os.minor(os.stat(self.world).st_dev))
        mounts = [line.split() for line in nd.run(['cat', '/proc/self/mountinfo']).out.splitlines()]
        self.assertIn([str(row['mount']['id']), device, row['mount']['point']],
                      [[words[0], words[2], words[4]] for words in mounts])

    def test_seals(self):
        self.assertEqual(self.row(name='/memfd:my memory')['seals'], ['seal'])

    def test_paths_of_inotify_watches(self):
        nd.require_root()
        watch, = self.row(name='inotify')['inotify_watches']
        self.assertEqual((watch['path'], watch['inode']), ('/tmp', os.stat('/tmp').st_ino))

    def test_namespaces(self):
        row = self.row(namespace='uts')
        self.assertEqual(f'uts:[{row["inode"]}]', os.readlink(f'/proc/{self.pid}/ns/uts'))

    def test_kernel_objects(self):
        for name, keys in (('[userfaultfd]', {'faults_pending': 0, 'faults_waiting': 0}),
                           ('[io_uring]', {'sq_mask': 7, 'cq_mask': 15, 'sq_head': 0}),
                           ('bpf-map', {'bpf_map_kind': 'array', 'max_entries': 1})):
            with self.subTest(name):
                found = [row for row in rows('-p', self.pid) if row['name'] == name]
                for row in found:  # where the kernel allows it
                    self.assertEqual({key: row.get(key) for key in keys}, keys)


if __name__ == '__main__':
    unittest.main()
