/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"
#include "pipeline/byte-search.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "util/autoptr.h"
#include "util/error.h"

#define CHUNK (1024 * 1024)
/* What is kept of one chunk for the next: a needle may lie across both. */
#define OVERLAP 1024

static void
lower(char *text, gsize len)
{
	for (gsize i = 0; i < len; i++)
		text[i] = g_ascii_tolower(text[i]);
}

static void
mark_found(const char *chunk, gsize len, const GPtrArray *needles, bool *found)
{
	for (guint i = 0; i < needles->len; i++) {
		const char *needle = needles->pdata[i];
		if (!found[i] && memmem(chunk, len, needle, strlen(needle)) != NULL)
			found[i] = true;
	}
}

static GPtrArray *
lower_all(const GPtrArray *needles)
{
	GPtrArray *lowered = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < needles->len; i++)
		g_ptr_array_add(lowered, g_ascii_strdown(needles->pdata[i], OVERLAP));
	return lowered;
}

bool
apres_byte_search(const char *path, const GPtrArray *needles, guint *found_out,
		  GError **error)
{
	apres_autofd fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	g_autoptr(GPtrArray) lowered = lower_all(needles);
	g_autofree bool *found = g_new0(bool, needles->len);
	g_autofree char *chunk = g_malloc(OVERLAP + CHUNK);
	gsize kept = 0;

	*found_out = 0;
	if (fd < 0)
		return errno == ENOENT ||
		       apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
	for (;;) {
		ssize_t n = read(fd, chunk + kept, CHUNK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
		if (n == 0)
			break;
		lower(chunk + kept, (gsize)n);
		mark_found(chunk, kept + (gsize)n, lowered, found);
		gsize all = kept + (gsize)n;
		kept = MIN(all, OVERLAP);
		memmove(chunk, chunk + all - kept, kept);
	}
	for (guint i = 0; i < needles->len; i++)
		*found_out += found[i];
	return true;
}
