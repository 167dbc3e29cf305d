/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a mail server's log says it did: Postfix, and others that write
 * "QUEUEID: name=value, ..." lines (Sendmail).  Lines are untrusted: what is not
 * understood is passed over, what is too long is cut.
 */
#ifndef APRES_APRES_MTA_LOG_H
#define APRES_APRES_MTA_LOG_H
#include <glib.h>
#include <stdbool.h>

/* One mail as the server saw it. */
typedef struct apres_mta_mail {
	char *id;   /* Message-ID without angle brackets, or NULL: none was logged */
	char *from; /* envelope sender; "" = the null path; NULL: not logged */
	guint sent, bounced, deferred; /* recipients */
} apres_mta_mail;

typedef struct apres_mta_log {
	GPtrArray *mails; /* apres_mta_mail, in the order in which they came */
	guint64 lines;
	GHashTable *open; /* queue id -> apres_mta_mail */
} apres_mta_log;
apres_mta_log *apres_mta_log_new(void);
void apres_mta_log_free(apres_mta_log *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_mta_log, apres_mta_log_free)
/* Read the lines of PATH, unpacked if its name ends in ".gz", into LOG; the older file
 * first.  INPUT: unreadable, damaged, or more mails than fit. */
bool apres_mta_log_read(apres_mta_log *log, const char *path, GError **error);
/* One line, without its end. */
void apres_mta_log_line(apres_mta_log *log, const char *line);
#endif
