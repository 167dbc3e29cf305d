/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apres.conf -> one const struct.  Groups: [apres], [transport], [company ID],
 * [mailbox ID].  Every key is a row of the option table (options.c): name,
 * type, bounds, default, help; the table also writes the manual's list.
 */
#ifndef APRES_CONFIG_CONFIG_H
#define APRES_CONFIG_CONFIG_H
#include <glib.h>
#include <stdbool.h>

typedef enum {
	APRES_TRANSPORT_SMTP,
	APRES_TRANSPORT_SENDMAIL,
	APRES_TRANSPORT_MAILDIR
} apres_transport_kind;
typedef enum {
	APRES_TLS_REQUIRED,
	APRES_TLS_NONE
} apres_tls; /* none: loopback hosts only */

/* From whom a reply comes, as the mail server is told. */
typedef enum {
	APRES_ENVELOPE_NULL_PATH, /* nobody: MAIL FROM:<> (RFC 3834 3.3) */
	APRES_ENVELOPE_ADDRESS,   /* one address for all */
	APRES_ENVELOPE_TAGGED,    /* an address of its own: config/bounce-address.h */
	APRES_ENVELOPE_AUTO, /* nobody, and if the server will not have that, tagged */
} apres_envelope;

typedef struct apres_transport_config {
	apres_transport_kind kind;
	char *host; /* smtp; "localhost" */
	int port;   /* 1..65535; 25 */
	apres_tls tls;
	char *tls_name;      /* name to verify; default host */
	char *ca_file;       /* or NULL = the system's */
	char *user;          /* AUTH, or NULL */
	char *password_file; /* one line; or NULL */
	char *helo;          /* or NULL = this host's name */
	apres_envelope envelope;
	char *envelope_from;       /* the address, or "" */
	char *recipient_delimiter; /* between a mailbox's name and a tag; "+" */
	char *maildir;             /* maildir */
	char *command;    /* sendmail; "/usr/sbin/sendmail -i -t"-like, without a shell */
	int timeout_secs; /* after the final dot; >= 600 (RFC 5321 4.5.3.2.6) unless a
			     test says so */
	int sessions; /* at a time: so many replies may be unknown after a crash; 1..8 */
	int max_attempts;
	int retry_secs; /* first retry; doubles, at most 4 h */
} apres_transport_config;

typedef struct apres_company_config {
	char *id;
	char *policy;          /* path */
	char *roster;          /* path, or NULL */
	char *roster_command;  /* prints the roster, or NULL */
	char *domain;          /* of our Message-IDs */
	char *notify_from;     /* sender of notices to owners */
	char *digest;          /* "08:00", or NULL = none */
	int digest_minutes;    /* the same after midnight; -1 = none */
	char *default_mode;    /* "shadow" until "apres mode" says otherwise */
	int approvals;         /* people who put a policy into force; 0 = its file is */
	int reply_approvals;   /* people who agree to a proposed reply; 1 or more */
	int erasure_approvals; /* people who agree to an erasure, who asks is one; >= 1 */
	char **policy_keys;    /* one of them signs the policy; none = nobody does */
	char **partners;       /* agencies', suppliers': addresses, domains; never NULL */
	char **requisitions;   /* "REQ-#", # = digits; never NULL */
} apres_company_config;

typedef enum { APRES_FILE_KEEP, APRES_FILE_MOVE } apres_file_action;
typedef enum { APRES_SCOPE_ALL, APRES_SCOPE_CANDIDATES } apres_scope_kind;
typedef enum { APRES_RECIPIENTS_OURS, APRES_RECIPIENTS_ANY } apres_recipients;

typedef struct apres_mailbox_config {
	char *id;
	char *company;  /* company id */
	char *address;  /* replies come from here */
	char **aliases; /* other addresses that reach it; never NULL */
	char **lists;   /* List-Ids of groups that deliver into it; never NULL */
	apres_recipients recipients;
	char *maildir;
	char *sent; /* Maildir of a human's sent mail, or NULL */
	char *desk; /* folder Apres, whose folders hold what is to be approved; or NULL */
	char *reply_to; /* or NULL */
	apres_scope_kind scope;
	apres_file_action file;
	bool careers; /* a careers mailbox: everything in it is candidates' mail */
} apres_mailbox_config;

typedef struct apres_config {
	char *path;
	GHashTable *lines; /* where what stands: apres_config_place */
	char *state;       /* folder of store, lock and socket */
	char *socket;      /* path */
	char *authserv_id; /* or NULL: no proof of anything */
	char **mta_names;  /* "by" hosts of our own Received lines; never NULL */
	int workers;
	int worker_timeout_secs;
	int poll_secs; /* rescan although nothing was notified */
	int max_age_hours;
	char *checkpoint_command;  /* gets each of them; or NULL */
	char *checkpoint_mail;     /* address that gets the newest; or NULL */
	int checkpoint_mail_hours; /* and how often */
	char *checkpoints;         /* folder for checkpoints of the audit log; or NULL */
	apres_transport_config *transport;
	GPtrArray *companies; /* apres_company_config */
	GPtrArray *mailboxes; /* apres_mailbox_config */
} apres_config;

/* CONFIG errors "FILE: [group] key: ..." with what is allowed and the nearest name.
 * Caller owns. */
apres_config *apres_config_load(const char *path, GError **error);
apres_config *apres_config_parse(const char *path, const char *data, gsize len,
				 GError **error);
void apres_config_free(apres_config *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_config, apres_config_free)
const apres_company_config *apres_config_company(const apres_config *config,
						 const char *id);
const apres_mailbox_config *apres_config_mailbox(const apres_config *config,
						 const char *id);
/* The mailbox one of whose addresses is ADDR (identity), or NULL. */
const apres_mailbox_config *apres_config_mailbox_of(const apres_config *config,
						    const char *addr);
/* "apres.conf:9: [mailbox m] maildir", or where GROUP begins if it has no such KEY (NULL:
 * none is meant).  Caller owns. */
char *apres_config_place(const apres_config *config, const char *group, const char *key);
/* The path to use without -c: $APRES_CONFIG, else /etc/apres/apres.conf. */
const char *apres_config_default_path(void);
/* The option table as text, one line an option, for manuals and "apres config --list". */
char *apres_config_describe(void);
#endif
