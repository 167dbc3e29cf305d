#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Put mails into a Maildir, one at a time, and be the mail server that takes the replies.

usage: latency.py MAILDIR COUNT PORT

Prints the milliseconds from the rename into new/ to the 250, and what they are made of:
until the server is called, until the text of the reply is whole, until the next mail may
come (the end of the session is not part of the reply's way).
"""
import os
import socket
import sys
import time

MAIL = """Return-Path: <late{i}@mail.example>
Received: from mail.example by mx.contoso.example; Tue, 24 Nov 2026 13:00:00 +0000
From: late{i}@mail.example
To: recruiting@contoso.example
Subject: My interview
Date: Tue, 24 Nov 2026 13:00:00 +0000
Message-ID: <late{i}@mail.example>

Dear team,

Could you tell me why I was not chosen?
"""
PATIENCE_SECS = 20


def answer(connection):
    """One session with one mail; when it was whole, and when the 250 was said."""
    # As mail servers do: two replies in a row must not wait for an acknowledgement.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    lines = connection.makefile("rb")
    whole = done = None

    def say(text):
        connection.sendall(text + b"\r\n")

    say(b"220 sink.example ESMTP")
    for line in lines:
        verb = line[:4].upper()
        if verb == b"EHLO":
            say(b"250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME")
        elif verb == b"DATA":
            say(b"354 go")
            while lines.readline() != b".\r\n":
                pass
            whole = time.monotonic()
            say(b"250 2.0.0 queued")
            done = time.monotonic()
        elif verb == b"QUIT":
            say(b"221 2.0.0 bye")
            break
        else:
            say(b"250 2.0.0 ok")
    connection.close()
    if done is None:
        sys.exit("a session without a mail")
    return whole, done


def main():
    maildir, count, port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    server = socket.create_server(("127.0.0.1", port))
    server.settimeout(PATIENCE_SECS)
    parts = {"called": [], "whole": [], "250": []}
    for i in range(count):
        name = f"late{i}.M1.mx"
        with open(f"{maildir}/tmp/{name}", "w", encoding="ascii") as out:
            out.write(MAIL.format(i=i))
        start = time.monotonic()
        os.rename(f"{maildir}/tmp/{name}", f"{maildir}/new/{name}")
        connection, _ = server.accept()
        called = time.monotonic()
        whole, done = answer(connection)
        for part, at in (("called", called), ("whole", whole), ("250", done)):
            parts[part].append((at - start) * 1e3)
    for part, values in parts.items():
        values.sort()
        print(f"ms until {part:7} p50 {values[count // 2]:6.1f}   p99 {values[count * 99 // 100]:6.1f}"
              f"   [{values[0]:.1f}..{values[-1]:.1f}]")


if __name__ == "__main__":
    main()
