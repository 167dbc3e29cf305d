#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write the same COUNT rules for apres and for each peer.

usage: rules.py FOLDER COUNT MAILDIR

Each rule looks for two or three words in a row, case-insensitively, and all of them are
tried on each mail.  Writes COUNT.xml (a policy), .sieve, .fdm, .maildrop, .procmail,
.cf (SpamAssassin) and .lua (rspamd).
"""
import random
import sys

from corpus import OTHER, PLAIN, TOPICS

POLICY = """<policy xmlns="urn:x-apres:policy:1" id="bench" base="1" xml:lang="en">
<use pack="standard"/> <use pack="lang-en" auto="yes"/>
<company name="Contoso" careers="https://careers.contoso.example/" timezone="UTC"/>
<contacts adjustments="a@contoso.example" privacy="p@contoso.example" hr="hr@contoso.example"/>
<people domain="contoso.example"/>
<queue id="default" owner="ana@contoso.example" due="2bd"/>
<debrief owner="lea@contoso.example" owner-name="Lea Brandt" due="5bd" escalate-to="hr@contoso.example"/>
<send between="00:00 23:59" days="mon tue wed thu fri sat sun" wait="0min"/>
"""


def draw(count):
    """COUNT different rules, the first ones of a longer list: groups of alternatives."""
    r = random.Random(42)
    rules = {}
    while len(rules) < count:
        groups = [sorted(r.sample(TOPICS, r.randint(1, 3)))]
        groups.append(sorted(r.sample(r.choice((TOPICS, OTHER, OTHER)), r.randint(1, 3))))
        if r.random() < .3:
            groups.insert(1, sorted(r.sample(PLAIN, 2)))
        rules[repr(groups)] = groups
    return list(rules.values())


def joined(groups, opening, gap):
    return gap.join(g[0] if len(g) == 1 else opening + "|".join(g) + ")" for g in groups)


def main():
    folder, count, maildir = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    rules = draw(count)
    pcre = [r"\b" + joined(g, "(?:", r"\s+") + r"\b" for g in rules]
    ere = [(r"\b" + joined(g, "(", r"\s+") + r"\b").replace("\\", "\\\\") for g in rules]
    old = ["(^|[^a-z0-9_])" + joined(g, "(", "[ \t]+") + "($|[^a-z0-9_])" for g in rules]

    def write(suffix, head, line, values, tail=""):
        with open(f"{folder}/{count}.{suffix}", "w", encoding="utf-8") as out:
            out.write(head + "".join(line.format(i=i, re=v) for i, v in enumerate(values)) + tail)

    write("xml", POLICY, '<class id="c{i}"><re>{re}</re></class>\n'
          '<rule id="r{i}" when="c{i}"><hold queue="default"/><because>x</because></rule>\n',
          pcre, "</policy>\n")
    write("sieve", 'require ["body", "regex", "imap4flags"];\n',
          'if anyof(header :regex "subject" "{re}", body :text :regex "{re}")'
          ' {{ addflag "$r{i}"; }}\n', ere, "keep;\n")
    write("fdm", 'set unmatched-mail keep\nset lock-file "/tmp/fdm.lock"\nset maximum-size 32M\n'
          f'account "m" disabled maildir "{maildir}"\n',
          'action "t{i}" tag "r{i}"\nmatch account "m" and "{re}" action "t{i}" continue\n', ere,
          'match account "m" action keep\n')
    write("maildrop", 'R=""\n', "if (/^Subject:.*{re}/:h || /{re}/:b)\n{{\nR=\"$R {i}\"\n}}\n",
          pcre, "EXITCODE=0\nexit\n")
    write("procmail", "DEFAULT=/dev/null\nLOGFILE=/dev/null\nVERBOSE=off\n",
          ':0 HB\n* {re}\n{{ R="$R {i}" }}\n', old, ":0\n/dev/null\n")
    write("cf", "required_score 100000\n", "body R{i} /{re}/i\nscore R{i} 0.01\n", pcre)
    write("lua", 'config["regexp"] = {{}}\n'.format(),
          'config["regexp"]["R{i}"] = {{ re = [[/{re}/i{{sa_body}}]], score = 0.01 }}\n', pcre)


if __name__ == "__main__":
    main()
