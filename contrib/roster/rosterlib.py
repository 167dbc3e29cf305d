# SPDX-License-Identifier: Apache-2.0
"""What the roster programs of this folder share.

A roster is printed whole, after everything was read and counted, or not at all: an
empty or a cut one would make strangers of employees.
"""
import argparse
import csv
import os
import sys
import time


class Incomplete(Exception):
    """The source does not hold everybody, or cannot be understood."""


def parser(doc, file=True):
    options = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--at-least", type=int, default=1, metavar="N", help="fail if fewer people are active")
    if file:
        options.add_argument("--max-age", type=float, default=3, metavar="DAYS", help="fail if FILE is older (default: 3)")
        options.add_argument("file", metavar="FILE")
    return options


def check_age(path, days):
    age = (time.time() - os.stat(path).st_mtime) / 86400
    if age > days:
        raise Incomplete(f"{path} is {age:.0f} days old; is it still fetched? (--max-age)")


def write(people, at_least):
    """PEOPLE: (address, name, active) in any order; an address may come twice."""
    active, names = {}, {}
    for address, name, is_active in people:
        key = (address or "").strip().lower()
        if key:
            active[key] = active.get(key, False) or is_active
            names.setdefault(key, " ".join((name or "").split()))
    if sum(active.values()) < at_least:
        raise Incomplete(f"only {sum(active.values())} people are active, not {at_least} (--at-least)")
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("address", "name", "status"))
    for key in sorted(active):
        out.writerow((key, names[key], "active" if active[key] else "left"))


def run(program):
    """PROGRAM prints a roster; whatever fails ends with status 1 and a line that says why."""
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        program()
        sys.stdout.flush()
    except (Incomplete, OSError, ValueError, csv.Error) as error:
        sys.exit(f"{os.path.basename(sys.argv[0])}: {error}")
