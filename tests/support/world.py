"""Small networks made of namespaces: hosts, links, switches and routers that exist only while a test runs."""

import atexit
import functools
import itertools
import os
import re
import unittest

from processes import Process, run, wait_until

_numbers = itertools.count(1)

# Duplicate address detection keeps an address unusable for a second; nothing here can be duplicate.
_SYSCTLS = {
    'ipv6/conf/all/accept_dad': 0,
    'ipv6/conf/default/accept_dad': 0,
    'ipv6/conf/all/dad_transmits': 0,
    'ipv6/conf/default/dad_transmits': 0,
    'ipv6/conf/default/router_solicitations': 0,
}
_FORWARDING = {'ipv4/ip_forward': 1, 'ipv6/conf/all/forwarding': 1, 'ipv4/icmp_ratelimit': 0, 'ipv6/icmp/ratelimit': 0}


def _must(argv, **options):
    result = run(argv, **options)
    if result.status != 0:
        raise RuntimeError(f'{" ".join(map(str, argv))}: {result.err.strip() or result.out.strip()}')
    return result.out


@functools.cache
def _remove_orphans():
    """Removes what a test that was killed left: namespaces whose maker is gone."""
    for name in run(['ip', 'netns', 'list']).out.split():
        maker = re.match(r'nd(\d+)-\d+-[a-z0-9]+$', name)
        if maker and not os.path.exists(f'/proc/{maker[1]}'):
            run(['ip', 'netns', 'del', name])


class World:
    """A context manager that holds network namespaces and removes them, with every process in them, at its end.

        with nd.World() as world:
            world.host('a'), world.host('r', router=True), world.host('b')
            world.link('a', '10.77.1.1/24', 'r', '10.77.1.254/24')
            world.link('b', ['10.77.2.1/24', 'fd00:2::1/64'], 'r', '10.77.2.254/24')
            world.route('a', 'default via 10.77.1.254')
            status, out, err = world.run('a', [nd.tool('myping'), '-c1', '10.77.2.1'])

    Names of namespaces are unique, so many worlds may exist at once. Devices are called eth0, eth1 … in the order in
    which a host's links are made. lo is up; IPv6 duplicate address detection is off.
    """

    def __init__(self):
        _remove_orphans()
        self._prefix = f'nd{os.getpid()}-{next(_numbers)}-'
        self._hosts = {}  # name -> count of devices
        self._processes = []
        atexit.register(self.close)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Removes everything; may be called again."""
        atexit.unregister(self.close)
        for process in self._processes:
            process.kill()
        self._processes = []
        for host in list(self._hosts):
            run(['ip', 'netns', 'del', self.netns(host)])
            del self._hosts[host]

    # ---- making

    def host(self, name, router=False, sysctl=None):
        """A host; `router` forwards packets (ICMP errors without rate limit). Returns `name`."""
        if not re.fullmatch(r'[a-z0-9]+', name):
            raise ValueError(f'{name}: a host is called by lower-case letters and digits')
        _must(['ip', 'netns', 'add', self.netns(name)])
        self._hosts[name] = 0
        self.sysctl(name, _SYSCTLS)
        if router:
            self.sysctl(name, _FORWARDING)
        self.sysctl(name, sysctl or {})
        self.ip(name, 'link set lo up')
        return name

    def link(self, a, addresses_a, b, addresses_b, mtu=None):
        """A veth pair, both ends up; addresses: 'ADDRESS/LENGTH', a list of those, or None. Returns both devices."""
        dev_a, dev_b = self._next_device(a), self._next_device(b)
        self.ip(a, f'link add {dev_a} type veth peer name {dev_b} netns {self.netns(b)}')
        for host, device, addresses in ((a, dev_a, addresses_a), (b, dev_b, addresses_b)):
            self._bring_up(host, device, addresses, mtu)
        for host, device in ((a, dev_a), (b, dev_b)):
            self._wait_for_queue(host, device)
        return dev_a, dev_b

    def switch(self, name, members):
        """A bridge in a namespace of its own, which connects `members`: {host: addresses}. Returns {host: device}."""
        self.host(name)
        self.ip(name, 'link add br0 type bridge forward_delay 0 mcast_snooping 0')
        self.ip(name, 'link set br0 up')
        devices = {}
        for host, addresses in members.items():
            devices[host], port = self.link(host, addresses, name, None)
            self.ip(name, f'link set {port} master br0')
        return devices

    def silent_link(self, host, addresses):
        """A device whose other end never answers: not to ARP, not to anything. Returns its name."""
        void = f'{host}void{self._hosts[host]}'
        self.host(void)
        return self.link(host, addresses, void, None)[0]

    def route(self, host, route):
        """world.route('a', 'default via 10.0.0.1'), world.route('a', 'unreachable 10.9.0.0/16')"""
        family = '-6 ' if ':' in route else ''
        self.ip(host, f'{family}route add {route}')

    def static_neighbours(self, a, address_a, dev_a, b, address_b, dev_b):
        """Permanent ARP (or neighbour) entries for two ends of a link, so that no ARP packet is seen."""
        self.ip(a, f'neigh replace {address_b} lladdr {self.mac(b, dev_b)} dev {dev_a} nud permanent')
        self.ip(b, f'neigh replace {address_a} lladdr {self.mac(a, dev_a)} dev {dev_b} nud permanent')

    def sysctl(self, host, values):
        """Writes {'ipv4/ip_forward': 1, …} below the namespace's /proc/sys/net."""
        if values:
            lines = ''.join(f'echo {value} > /proc/sys/net/{name}\n' for name, value in values.items())
            _must(['sh', '-ec', lines], netns=self.netns(host))

    def nft(self, host, rules):
        """Loads an nftables ruleset, for instance one that drops or rejects: one statement a line."""
        _must(['nft', '-f', '-'], netns=self.netns(host), input=rules)

    def tc(self, host, words):
        """world.tc('a', 'qdisc add dev eth0 root netem delay 50ms'); skips the test where the kernel cannot."""
        result = run(['tc', '-n', self.netns(host), *words.split()])
        if 'unknown' in result.err:
            raise unittest.SkipTest(f'needs a kernel with {words}')
        if result.status != 0:
            raise RuntimeError(f'tc {words}: {result.err.strip()}')

    # ---- using

    def netns(self, host):
        """The real name of a host's namespace, as `--netns` or `ip netns exec` takes it."""
        return self._prefix + host

    def ip(self, host, words):
        """world.ip('a', 'addr add 10.0.0.1/24 dev eth0'); returns what ip printed."""
        return _must(['ip', '-n', self.netns(host), *words.split()])

    def mac(self, host, device='eth0'):
        return re.search(r'link/\S+ (\S+)', self.ip(host, f'link show dev {device}')).group(1)

    def run(self, host, argv, **options):
        """nd.run() inside a host."""
        return run(argv, netns=self.netns(host), **options)

    def popen(self, host, argv, **options):
        """nd.popen() inside a host; ended with the world."""
        process = Process(argv, netns=self.netns(host), **options)
        self._processes.append(process)
        return process

    def _wait_for_queue(self, host, device):
        """The kernel attaches a device's queue some time after its carrier came, up to a second; until then it drops what is
        sent, and says so by the state of the link."""
        wait_until(lambda: ' state UP ' in self.ip(host, f'link show dev {device}'), what=f'{device} of {host} up')

    def _next_device(self, host):
        number = self._hosts[host]
        self._hosts[host] += 1
        return f'eth{number}'

    def _bring_up(self, host, device, addresses, mtu):
        if mtu:
            self.ip(host, f'link set {device} mtu {mtu}')
        self.ip(host, f'link set {device} up')
        for address in [addresses] if isinstance(addresses, str) else addresses or []:
            nodad = ' nodad' if ':' in address else ''
            self.ip(host, f'addr add {address} dev {device}{nodad}')
