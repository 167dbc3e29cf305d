#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Put mails into a Maildir, one at a time, and be the mail server that takes the replies.

usage: latency.py MAILDIR COUNT PORT [row]

Prints the milliseconds from the rename into new/ to the 250, and what they are made of:
until the server is called, until the text of the reply is whole.  The next mail comes when
the session has ended; with "row" at once, so that it finds the session open.
"""
import os
import socket
import sys
import time

MAIL = """Return-Path: <{i}@mail.example>
Received: from mail.example by mx.contoso.example; Tue, 24 Nov 2026 13:00:00 +0000
From: {i}@mail.example
To: recruiting@contoso.example
Subject: My interview
Date: Tue, 24 Nov 2026 13:00:00 +0000
Message-ID: <{i}@mail.example>

Dear team,

Could you tell me why I was not chosen?
"""
PATIENCE_SECS = 20


def answer(connection, lines, alone):
    """One mail; when it was whole, and when the 250 was said: None if there was none."""
    whole = done = None

    def say(text):
        connection.sendall(text + b"\r\n")

    for line in iter(lines.readline, b""):
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
            if not alone:
                return whole, done
        elif verb == b"QUIT":
            say(b"221 2.0.0 bye")
            break
        else:
            say(b"250 2.0.0 ok")
    return (whole, done) if done is not None else None


def begin(server):
    """The next session."""
    connection, _ = server.accept()
    # As mail servers do: two replies in a row must not wait for an acknowledgement.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.settimeout(PATIENCE_SECS)
    connection.sendall(b"220 sink.example ESMTP\r\n")
    return connection, connection.makefile("rb")


def main():
    maildir, count, port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    row = sys.argv[4:] == ["row"]
    prefix = "row" if row else "late"
    connection = lines = None
    server = socket.create_server(("127.0.0.1", port))
    server.settimeout(PATIENCE_SECS)
    parts = {"called": [], "whole": [], "250": []}
    for i in range(count):
        name = f"{prefix}{i}.M1.mx"
        with open(f"{maildir}/tmp/{name}", "w", encoding="ascii") as out:
            out.write(MAIL.format(i=f"{prefix}{i}"))
        start = time.monotonic()
        os.rename(f"{maildir}/tmp/{name}", f"{maildir}/new/{name}")
        times = None
        while times is None:
            if connection is None:
                connection, lines = begin(server)
                parts["called"].append((time.monotonic() - start) * 1e3)
            times = answer(connection, lines, not row)
            if not row or times is None:
                lines.close()
                connection.close()
                connection = None
        for part, at in zip(("whole", "250"), times):
            parts[part].append((at - start) * 1e3)
    if row:
        del parts["called"]
    for part, values in parts.items():
        values.sort()
        print(f"ms until {part:7} p50 {values[count // 2]:6.1f}   p99 {values[count * 99 // 100]:6.1f}"
              f"   [{values[0]:.1f}..{values[-1]:.1f}]")


if __name__ == "__main__":
    main()
