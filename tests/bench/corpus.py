#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write a mailbox of invented mail to measure with: the same bytes for the same COUNT.

usage: corpus.py FOLDER COUNT [QUESTION]

Sizes as in real mailboxes: median about 5 KB, p90 50 KB, p99 270 KB; one mail in five has
an attachment.  Text is plain or alternative with HTML, in quoted-printable, base64 or
8bit.  With QUESTION each mail asks just that, and quotes the rest.  Prints what it wrote.
"""
import base64
import os
import quopri
import random
import sys

TOPICS = ("interview call position application schedule salary range notice period visa "
          "project team software engineer office reference contract start date review").split()
PLAIN = ("the a of to and in we you I that for with on it this is our your have would like "
         "time day week please thank good new more about from when next last work").split()
# Words that nothing looks for, so that most of a mail matches nothing.
OTHER = ["".join(pair) for pair in
         ((a, b, c) for a in ("bar", "len", "tor", "mil", "san", "vek") for b in ("a", "o", "ei")
          for c in ("dan", "rik", "mos", "tel", "gar", "nis", "pur"))]


def sentence(r):
    words = [r.choice(r.choices((PLAIN, OTHER, TOPICS), (55, 35, 10))[0])
             for _ in range(r.randint(4, 18))]
    return " ".join(words).capitalize() + r.choice("...?")


def prose(r, size):
    lines, length = [], 0
    while length < size:
        line = sentence(r) + (" " + sentence(r) if r.random() < .5 else "")
        if r.random() < .15:
            line += "\n"
        if r.random() < .1:
            line = line.replace("e", "é", 1)
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines) + "\n"


def part(r, text, subtype):
    how = r.choices(("quoted-printable", "base64", "8bit"), (60, 25, 15))[0]
    data = text.encode()
    if how == "base64":
        data = base64.encodebytes(data)
    elif how == "quoted-printable":
        data = quopri.encodestring(data)
    head = f"Content-Type: text/{subtype}; charset=utf-8\nContent-Transfer-Encoding: {how}\n\n"
    return head.encode() + data


def multipart(r, subtype, parts):
    line = f"=_{r.getrandbits(96):x}"
    body = b"".join(b"--" + line.encode() + b"\n" + p + b"\n" for p in parts)
    return f'Content-Type: multipart/{subtype}; boundary="{line}"\n\n'.encode() + body \
        + f"--{line}--\n".encode()


def mail(i, question):
    r = random.Random(4711 + i)
    text = question or prose(r, min(20000, r.lognormvariate(6.9, .8)))
    if question or r.random() < .4:
        text += "\nOn Monday Ana Miller wrote:\n" + "".join(
            "> " + line + "\n" for line in prose(r, r.choice((400, 1200, 3000))).split("\n"))
    body = part(r, text, "plain")
    if r.random() < .55:
        style = '<p style="margin:0 0 10px 0;font-family:Calibri,sans-serif;font-size:11pt">'
        rich = "<html><body>" + "".join(f"{style}{p}</p>\n" for p in text.split("\n")) + "</body></html>"
        body = multipart(r, "alternative", (body, part(r, rich, "html")))
    if r.random() < .2:
        data = r.randbytes(min(760000, int(r.lognormvariate(10.6, 1.0))))
        head = ('Content-Type: application/pdf; name="cv.pdf"\n'
                'Content-Disposition: attachment; filename="cv.pdf"\n'
                "Content-Transfer-Encoding: base64\n\n")
        body = multipart(r, "mixed", (body, head.encode() + base64.encodebytes(data)))
    signature = "\n\t".join(base64.b64encode(r.randbytes(48)).decode() for _ in range(6))
    head = (f"Return-Path: <c{i}@mail.example>\n"
            "Received: from mail.example by mx.contoso.example; Tue, 24 Nov 2026 13:00:00 +0000\n"
            f"DKIM-Signature: v=1; a=rsa-sha256; d=mail.example; s=s1; b={signature}\n"
            f"From: Jo Brandt <c{i}@mail.example>\nTo: recruiting@contoso.example\n"
            f"Subject: {'My interview' if question else ' '.join(r.sample(TOPICS, 3))}\nDate: Tue, 24 Nov 2026 13:00:00 +0000\n"
            f"Message-ID: <{i}@mail.example>\nMIME-Version: 1.0\n")
    return head.encode() + body


def main():
    folder, count = sys.argv[1], int(sys.argv[2])
    question = sys.argv[3] + "\n" if len(sys.argv) > 3 else None
    for sub in ("new", "cur", "tmp"):
        os.makedirs(os.path.join(folder, sub), exist_ok=True)
    sizes = []
    for i in range(count):
        data = mail(i, question)
        sizes.append(len(data))
        with open(os.path.join(folder, "new", f"{1795525200 + i}.M{i}.mx"), "wb") as out:
            out.write(data)
    sizes.sort()
    print(f"{count} mails, {sum(sizes) / 1e6:.1f} MB; median {sizes[count // 2] / 1e3:.1f} KB, "
          f"p90 {sizes[count * 9 // 10] / 1e3:.0f} KB, p99 {sizes[count * 99 // 100] / 1e3:.0f} KB")


if __name__ == "__main__":
    main()
