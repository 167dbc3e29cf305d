# SPDX-License-Identifier: Apache-2.0
# Pigeonhole: needs sieve_plugins = sieve_extprograms, sieve_extensions = +vnd.dovecot.pipe
# +vnd.dovecot.environment, and apres-filter below in sieve_pipe_bin_dir:
#
#   #!/bin/sh
#   exec /usr/local/bin/apres filter --sender "$1" --recipient "$2"
#
# A temporary failure makes the delivery fail with 4xx, so that it is tried again.
require ["vnd.dovecot.pipe", "copy", "envelope", "variables"];

if envelope :matches "from" "*" { set "sender" "${1}"; }
if envelope :matches "to" "*" { set "recipient" "${1}"; }
pipe :copy "apres-filter" ["${sender}", "${recipient}"];
keep;
