/* SPDX-License-Identifier: Apache-2.0 */
/* What another program prints, with a bound and a deadline. */
#ifndef APRES_PIPELINE_PROGRAM_OUTPUT_H
#define APRES_PIPELINE_PROGRAM_OUTPUT_H
#include <glib.h>

/*
 * Run COMMAND (words as in a shell, but without one) and return its standard
 * output, at most MAX_BYTES.  CONFIG error naming COMMAND if it cannot be run,
 * ends with another status than 0, prints too much or takes longer than
 * TIMEOUT_SECS (it is killed then).  Blocks.  Caller owns.
 */
GBytes *apres_program_output(const char *command, gsize max_bytes, guint timeout_secs,
			     GError **error);
#endif
