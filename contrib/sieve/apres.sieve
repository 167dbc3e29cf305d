# SPDX-License-Identifier: Apache-2.0
# Pigeonhole: needs sieve_plugins = sieve_extprograms, sieve_extensions = +vnd.dovecot.pipe
# +vnd.dovecot.environment, and apres-filter below in sieve_pipe_bin_dir:
#
#   #!/bin/sh
#   exec /usr/local/bin/apres filter --sender "$1" --recipient "$2"
#
# While apresd is away, Pigeonhole delivers the mail without telling it.  So name
# the same Maildir in apres.conf: apresd finds there what it was not told of, and
# what it was told of is not read twice.
require ["vnd.dovecot.pipe", "copy", "envelope", "variables"];

if envelope :matches "from" "*" { set "sender" "${1}"; }
if envelope :matches "to" "*" { set "recipient" "${1}"; }
pipe :copy "apres-filter" ["${sender}", "${recipient}"];
keep;
