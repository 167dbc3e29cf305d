#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run a command and print what it took, with the memory of all its processes.

usage: pss.py OUT COMMAND...

Into OUT, when it has ended: seconds of the clock, seconds of processor (children too), and
the peak of the proportional set size, of all processes together, in MiB.  Looked at every
50 ms: what comes and goes between two looks is not seen.
"""
import os
import resource
import signal
import subprocess
import sys
import time

LOOK_SECS = .05


def family(pid):
    """PID and all that descends from it."""
    children = {}
    for each in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{each}/stat", encoding="latin-1") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(each))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def pss(pid):
    """In KiB; 0 of a process that is gone."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def main():
    out, command = sys.argv[1], sys.argv[2:]
    start = time.monotonic()
    process = subprocess.Popen(command)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _: process.send_signal(got))
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(pss(pid) for pid in family(process.pid)))
        time.sleep(LOOK_SECS)
    took = time.monotonic() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(out, "w", encoding="ascii") as file:
        file.write(f"{took:.2f} s, {used.ru_utime + used.ru_stime:.2f} s of CPU, "
                   f"{peak / 1024:.0f} MiB PSS\n")
    sys.exit(process.returncode if process.returncode >= 0 else 128 - process.returncode)


if __name__ == "__main__":
    main()
