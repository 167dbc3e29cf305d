/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that are wider than the terminal, broken between words. */
#ifndef APRES_APRES_WRAP_H
#define APRES_APRES_WRAP_H
#include <glib.h>

/*
 * TEXT in lines of at most COLUMNS (0: as they are).  What is broken goes on
 * below the beginning of its own column, which two spaces divide from the one
 * before; if that leaves too little room, behind a small indent.  A word that
 * is too long stays whole; escape sequences of colours take no room.
 */
char *apres_wrap(const char *text, guint columns);

/* Columns of the terminal that standard output is; 0: it is none. */
guint apres_wrap_columns(void);
/* TEXT on standard output, wrapped to the terminal if it is one. */
void apres_wrap_print(const char *text);
/* The same, for one formatted text. */
void apres_wrap_printf(const char *fmt, ...) G_GNUC_PRINTF(1, 2);

/* Columns on the screen: wide characters take two, combining marks none. */
guint apres_wrap_width(const char *text);
#endif
