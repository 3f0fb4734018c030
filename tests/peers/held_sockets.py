"""Sockets that live as long as the program that makes them: for the helpers that run inside a namespace."""

import socket

held = []


def keep(thing):
    held.append(thing)
    return thing


def tcp(family=socket.AF_INET):
    made = keep(socket.socket(family, socket.SOCK_STREAM))
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return made


def listener(address, port, family=socket.AF_INET):
    made = tcp(family)
    made.bind((address, port))
    made.listen(16)
    return made


def pair(server):
    client = tcp(server.family)
    client.connect(server.getsockname()[:2])
    return client, keep(server.accept()[0])
