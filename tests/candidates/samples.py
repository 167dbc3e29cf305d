# SPDX-License-Identifier: Apache-2.0
"""Invented mail of tests/data/candidates, and what apres would do with it.

A file has five columns, divided by tabs: class, further classes asked (comma list),
language, subject, new text ("\\n" is a line end).  Lines that begin with "#" are comments.
"""
import collections
import email.message
import email.policy
import json
import os
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join(TOP, "tests/data/candidates")
APRES = os.path.join(os.environ.get("top_builddir", os.path.join(TOP, "build")), "apres")
POLICY = os.path.join(TOP, "policies/contoso/policy.xml")
LANGUAGES = ["en", "de", "fr", "es"]

Sample = collections.namedtuple("Sample", "where klass also language subject text")


def read(paths):
    samples = []
    for path in sorted(paths):
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.startswith("#"):
                    continue
                klass, also, language, subject, text = line.rstrip("\n").split("\t")
                where = f"{os.path.basename(path)}:{number}"
                samples.append(Sample(where, klass, also.split(","), language, subject, text.replace("\\n", "\n")))
    return samples


def mail(number, sample, front=None):
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["Return-Path"] = f"<candidate{number}@mail.example>"
    message["Authentication-Results"] = "mx.contoso.example; dmarc=pass header.from=mail.example"
    message["From"] = f"Candidate <candidate{number}@mail.example>"
    message["To"] = "recruiting@contoso.example"
    message["Subject"] = sample.subject
    message["Date"] = "Tue, 24 Nov 2026 09:00:00 +0000"
    message["Message-ID"] = f"<{number}@mail.example>"
    message.set_content((front + "\n\n" if front else "") + sample.text + "\n")
    return message.as_bytes()


def explain(samples, fronts=None, apres=APRES, policy=POLICY):
    """What apres would do with each sample, in the order of SAMPLES; FRONTS: language -> text put in front."""
    with tempfile.TemporaryDirectory() as folder:
        for number, sample in enumerate(samples):
            with open(os.path.join(folder, f"{number:05}.eml"), "wb") as file:
                file.write(mail(number, sample, (fronts or {}).get(sample.language)))
        command = [apres, "explain", "--json", "--policy", policy, "--authserv-id", "mx.contoso.example",
                   "--own-domain", "contoso.example", "--own-address", "recruiting@contoso.example", folder]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f"{apres} explain ended with {done.returncode}")
    rows = {os.path.basename(row["file"]): row for row in map(json.loads, done.stdout.decode("utf-8").splitlines())}
    return [rows[f"{number:05}.eml"] for number in range(len(samples))]
