/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "util/error.h"

#include <errno.h>
#include <sysexits.h>

GQuark
apres_error_quark(void)
{
	return g_quark_from_static_string("apres-error");
}

bool
apres_throw(GError **error, apres_error_code code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_propagate_error(error, g_error_new_valist(APRES_ERROR, (int)code, fmt, ap));
	va_end(ap);
	return false;
}

bool
apres_throw_errno(GError **error, apres_error_code code, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *what = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	return apres_throw(error, code, "%s: %s", what, g_strerror(saved));
}

bool
apres_throw_prefix(GError **error, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *what = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	g_prefix_error(error, "%s: ", what);
	return false;
}

int
apres_error_exit_status(const GError *error)
{
	if (error->domain != APRES_ERROR)
		return EX_SOFTWARE;
	switch ((apres_error_code)error->code) {
	case APRES_ERROR_TEMP: return EX_TEMPFAIL;
	case APRES_ERROR_INPUT: return EX_DATAERR;
	case APRES_ERROR_CONFIG: return EX_CONFIG;
	case APRES_ERROR_USAGE: return EX_USAGE;
	case APRES_ERROR_INTERNAL: return EX_SOFTWARE;
	}
	return EX_SOFTWARE;
}
