/* SPDX-License-Identifier: Apache-2.0 */
/* Holes, filled with blocks that nobody uses. */
#include "config.h"
#include "util/heap.h"

#include <glib.h>
#include <malloc.h>
#include <unistd.h>

/* A hole; the next one stands in it. */
struct apres_heap_holes {
	apres_heap_holes *next;
};

#if defined(__GLIBC__) && !defined(APRES_SANITIZED)
/* What fits malloc(3)'s own sizes: 24, 40 ... */
#define SMALLEST 24
#define LARGEST (1024 * 1024 + SMALLEST)
#define EXACT 1096 /* up to here it keeps some of each size, for that size alone */
#define LARGE_BLOCK (256 * 1024)

/* Behind it lies what was never used. */
static const char *
end_of_used(void)
{
	return (const char *)sbrk(0) - mallinfo2().keepcost;
}

apres_heap_holes *
apres_heap_fill(void)
{
	apres_heap_holes *holes = NULL;
	const char *end;

	mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK);
	malloc_trim(0);
	end = end_of_used();
	for (gsize size = LARGEST; size >= SMALLEST;
	     size -= size > EXACT ? MIN(size / 4 / 16 * 16, size - EXACT) : 16) {
		apres_heap_holes *hole;
		while ((hole = g_try_malloc(size)) != NULL && (const char *)hole < end) {
			hole->next = holes;
			holes = hole;
		}
		g_free(hole);
	}
	return holes;
}
#else
apres_heap_holes *
apres_heap_fill(void)
{
	return NULL;
}
#endif

void
apres_heap_holes_free(apres_heap_holes *holes)
{
	while (holes != NULL) {
		apres_heap_holes *next = holes->next;
		g_free(holes);
		holes = next;
	}
}
