#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Policies that can be told apart by what they answer.  Source it after lib.sh.

ask() { mail "$1" 'Your decision' <<'T'; }
What was missing?
T
# version NAME: NAME/policy.xml, which answers with a text of its own.
version() {
	mkdir -p "$1"
	write_policy "<text template=\"no-feedback\" xml:lang=\"en\" file=\"no-feedback.en.txt\" override=\"yes\"/>"
	mv policy.xml "$1/policy.xml"
	printf 'Subject: Automatic reply\n\nThis is version %s. Work for us: you get a debrief.\n' "$1" >"$1/no-feedback.en.txt"
}
replies() { [ "$(ls Out/new | wc -l)" -eq "$1" ]; }
# answered_by VERSION ADDRESS: a mail from there is answered with its text.
answered_by() {
	before=$(ls Out/new | wc -l)
	ask "$2" | deliver Inbox "$2.M1.mx"
	wait_for replies $((before + 1)) || return 1
	newest=$(ls -t Out/new | head -n 1)
	body "Out/new/$newest" | grep -qF "version $1"
}
logged() { grep -qF -- "$1" apresd.log; }
