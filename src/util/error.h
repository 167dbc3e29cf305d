/* SPDX-License-Identifier: Apache-2.0 */
/* The one error idiom: bool or pointer, and a GError whose code says what to do next. */
#ifndef APRES_UTIL_ERROR_H
#define APRES_UTIL_ERROR_H
#include <glib.h>
#include <stdbool.h>

#define APRES_ERROR (apres_error_quark())
GQuark apres_error_quark(void);

/* What the caller should do about it, not where it happened. */
typedef enum {
	APRES_ERROR_TEMP,     /* try again later          (EX_TEMPFAIL 75) */
	APRES_ERROR_INPUT,    /* this message is unusable (EX_DATAERR 65) */
	APRES_ERROR_CONFIG,   /* fix the configuration    (EX_CONFIG 78) */
	APRES_ERROR_USAGE,    /* fix the command line     (EX_USAGE 64) */
	APRES_ERROR_INTERNAL, /* a bug, or a broken disk  (EX_SOFTWARE 70) */
} apres_error_code;

/* Set *ERROR and return false, so that "return apres_throw(...)" is one line. */
bool apres_throw(GError **error, apres_error_code code, const char *fmt, ...)
	G_GNUC_PRINTF(3, 4);
/* Same, appending ": " and the text of errno. */
bool apres_throw_errno(GError **error, apres_error_code code, const char *fmt, ...)
	G_GNUC_PRINTF(3, 4);
/* Put "PREFIX: " before the message of an error already set; return false. */
bool apres_throw_prefix(GError **error, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
/* The sysexits(3) status that tells the shell what ERROR tells us. */
int apres_error_exit_status(const GError *error);
#endif
