#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Multiply what a store knows of its last answered mail: years of mail in minutes.

usage: fill.py STORE.db COUNT

Each copy is of another candidate in another thread, a minute before the one before.  The
audit log is not sound afterwards, and the long columns, which nobody reads again, are
shortened: this is for measuring, on a store that is thrown away.
"""
import sqlite3
import sys

path, count = sys.argv[1], int(sys.argv[2])
db = sqlite3.connect(path)
# What the tables are to each other does not matter here, and is not what is measured.
db.execute("PRAGMA foreign_keys = off")
db.execute("PRAGMA synchronous = off")

sample = db.execute(
    "SELECT message FROM outbox WHERE kind = 'reply' AND state = 4 ORDER BY id DESC LIMIT 1"
).fetchone()
if sample is None:
    sys.exit(f"{path}: no reply in it has been sent")
sample = sample[0]
first = {
    "message": db.execute("SELECT max(id) FROM message").fetchone()[0],
    "outbox": db.execute("SELECT max(id) FROM outbox").fetchone()[0],
    "entry": db.execute("SELECT max(idx) FROM entry").fetchone()[0],
}
entries = db.execute("SELECT count(*) FROM entry WHERE message = ?", (sample,)).fetchone()[0]

# What is another one in each copy.  {n}: its number, from 1.
CHANGES = {
    "message": {
        "id": f"{first['message']} + n",
        "sha256": "lower(hex(randomblob(32)))",
        "candidate": "'c' || n || '@mail.example'",
        "message_id": "'m' || n || '@mail.example'",
        "reply_key": "lower(hex(randomblob(16)))",
        "thread": "'t' || n || '@mail.example'",
        "base_name": "'f' || n",
        "received": "received - 60 * n",
        "decided": "decided - 60 * n",
        "evidence": "substr(evidence, 1, 200)",
    },
    "outbox": {
        "id": f"{first['outbox']} + n",
        "message": f"{first['message']} + n",
        "recipient": "'c' || n || '@mail.example'",
        "candidate": "'c' || n || '@mail.example'",
        "smtp_message_id": "'r' || n || '@contoso.example'",
        "thread": "'t' || n || '@mail.example'",
        "bounce_tag": "CASE WHEN bounce_tag IS NULL THEN NULL ELSE lower(hex(randomblob(8))) END",
        "created": "created - 60 * n",
        "send_after": "send_after - 60 * n",
        "finished": "finished - 60 * n",
        "bytes": "zeroblob(400)",
    },
    "name": {"base_name": "'f' || n", "message": f"{first['message']} + n", "at": "at - 60 * n"},
    "entry": {
        "idx": f"{first['entry']} + {entries} * (n - 1) + row_number() OVER (PARTITION BY n ORDER BY idx)",
        "message": f"{first['message']} + n",
        "leaf": "randomblob(32)",
        "com": "randomblob(32)",
    },
    "body": {
        "idx": f"{first['entry']} + {entries} * (n - 1) + row_number() OVER (PARTITION BY n ORDER BY idx)",
        "data": "zeroblob(200)",
    },
}
OF_THE_SAMPLE = {
    "message": "id = :m",
    "outbox": "message = :m AND kind = 'reply'",
    "name": "message = :m AND state <> 'adopted'",
    "entry": "message = :m",
    "body": "idx IN (SELECT idx FROM entry WHERE message = :m)",
}

with db:
    for table, changes in CHANGES.items():
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(changes.get(column, f'"{column}"') for column in columns)
        db.execute(
            f"WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < :count)"
            f" INSERT INTO {table} SELECT {values} FROM copy, {table} WHERE {OF_THE_SAMPLE[table]}",
            {"count": count, "m": sample},
        )
for table in CHANGES:
    print(f"{table}: {db.execute(f'SELECT count(*) FROM {table}').fetchone()[0]} rows")
db.close()
