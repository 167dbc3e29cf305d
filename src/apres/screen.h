/* SPDX-License-Identifier: Apache-2.0 */
/* What the screens over the store share: opening it to read, asking for an action. */
#ifndef APRES_APRES_SCREEN_H
#define APRES_APRES_SCREEN_H
#include "apres/cli.h"
#include "store/store.h"

#include <jansson.h>

/*
 * The store of CONFIG, for reading.  TEMP error that says what to start if
 * nothing was recorded yet.  Caller owns.
 */
apres_store *apres_screen_store(const apres_config *config, GError **error);
/* What apresd says about itself, or NULL if it does not run (or does not answer). */
json_t *apres_screen_daemon(const apres_config *config);
/*
 * Have action NAME done with ARGS (taken over): by apresd if it listens, else here,
 * holding the store's lock.  *ANSWER_OUT: an object; caller owns.
 */
bool apres_screen_ask(const apres_config *config, const char *name, json_t *args,
		      json_t **answer_out, GError **error);
/*
 * The same.  Prints the answer: the object with --json, else
 * DONE (a sentence).
 */
bool apres_screen_act(const apres_cli *cli, const apres_config *config, const char *name,
		      json_t *args, const char *done, GError **error);
/* WHEN in COMPANY's time zone (NULL: that of all, store/zone.h), as apres_clock_format
 * has it. Caller owns. */
char *apres_screen_time(apres_store *store, const char *company, gint64 when);
/* "3 min", "4 h", "2 days" between THEN and NOW; caller owns. */
char *apres_screen_age(gint64 then, gint64 now);
#endif
