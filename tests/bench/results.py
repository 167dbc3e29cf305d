#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run a measurement and put what it prints into RESULTS.md, in its own section.

usage: results.py RESULTS.md SECTION COMMAND...

A section is what stands between the lines "<!-- SECTION -->" and "<!-- end -->"; the text
around it, and sections that are not run, stay as they are, with their dates.  A command
that fails changes nothing.
"""
import datetime
import os
import subprocess
import sys


def version(command):
    """The first line that COMMAND says of itself, or nothing."""
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return said.split("\n")[0]


def machine():
    with open("/etc/os-release", encoding="utf-8") as file:
        system = next(line for line in file if line.startswith("PRETTY_NAME="))
    return (system.partition("=")[2].strip().strip('"'),
            f"{os.cpu_count()} processors")


def run(command):
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    if process.returncode != 0:
        sys.exit(f"{command[0]}: ended with {process.returncode}; nothing was written")
    return "".join(lines)


def main():
    path, section, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    begin, end = f"<!-- {section} -->\n", "<!-- end -->\n"
    if text.count(begin) != 1:
        sys.exit(f"{path}: no line '{begin.strip()}'")
    head, _, rest = text.partition(begin)
    _, found, tail = rest.partition(end)
    if not found:
        sys.exit(f"{path}: section {section} has no end")
    output = run(command)
    shown = " ".join(["tests/bench/" + os.path.basename(command[0]), *command[1:]])
    about = ", ".join(filter(None, (datetime.date.today().isoformat(),
                                    version(["apres", "--version"]), *machine())))
    new = f"`{shown}`, {about}:\n\n```\n{output}```\n"
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(head + begin + new + end + tail)
    os.replace(path + ".new", path)


if __name__ == "__main__":
    main()
