/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What child processes share of our memory, they share until one of us writes to it, by
 * pages.  To load something leaves holes between what stays, and whoever allocates next,
 * we or a child, writes into these: soon everybody has a copy of nearly all pages.  So
 * the holes are taken out of use, and what comes next lies together.
 */
#ifndef APRES_UTIL_HEAP_H
#define APRES_UTIL_HEAP_H

typedef struct apres_heap_holes apres_heap_holes;

/* Fill all holes, and give back the pages that nobody uses.  Large blocks have pages of
 * their own from then on, which are given back when they are freed.  NULL where there are
 * no holes to be found (another C library, sanitizers).  Caller owns. */
apres_heap_holes *apres_heap_fill(void);
/* They may be used again. */
void apres_heap_holes_free(apres_heap_holes *holes);
#endif
