/* SPDX-License-Identifier: Apache-2.0 */
/*
 * apresd's one object.  It is the single writer: everything below runs on one
 * main loop in one thread, so no lock is needed and forking is safe.
 */
#ifndef APRES_APRESD_DAEMON_H
#define APRES_APRESD_DAEMON_H
#include "apresd/checkpoint-out.h"
#include "apresd/desk.h"
#include "apresd/generation.h"
#include "deliver/deliver.h"
#include "intake/control-socket.h"
#include "intake/maildir.h"
#include "intake/watch.h"
#include "store/checkpoint.h"

#include <sys/types.h>

/* So much mail is read ahead of the writer; the rest stays where it is. */
#define APRES_DAEMON_MAX_IN_FLIGHT 128
#define APRES_DAEMON_MAX_IN_FLIGHT_BYTES (16 * 1024 * 1024)
/* So long a letter may be under way to its Sent folder while it is answered already. */
#define APRES_DAEMON_LATE_LETTER_SECS (24 * 3600)
/* Mails in one transaction. */
#define APRES_DAEMON_GROUP 64

typedef struct apres_daemon apres_daemon;

/* A Maildir that is read: a mailbox's own, or its Sent folder. */
typedef struct apres_box {
	apres_daemon *daemon;
	const apres_mailbox_config *config;
	bool sent; /* the Sent folder */
	const char *path;
	char *name;               /* in the store: "ID" or "sent:ID" */
	apres_name_set *known;    /* base names that need no look; NULL until adopted */
	apres_maildir_walk *walk; /* under way; NULL = none */
	apres_watch *watch;       /* NULL: only polled for now */
	char *trouble;            /* why it cannot be read; NULL if it can */
	guint unreadable;         /* files that could not be read in the last scan */
	char *unreadable_why;     /* the first of them */
	guint strange;            /* entries that are no mail */
	bool rescan;              /* look at everything as soon as there is room, anew */
} apres_box;

/* One mail on its way through the daemon. */
typedef struct apres_transit {
	apres_daemon *daemon;
	apres_generation *generation;
	apres_arrival *arrival;
	apres_box *box;          /* or NULL (filter) */
	apres_socket_peer *peer; /* who waits for the answer, or NULL */
	const char *left_alone;  /* "out-of-scope", "adopted"; or NULL */
} apres_transit;

/* A process that asks the mail server; see null-path.c. */
typedef struct apres_null_path_question {
	pid_t pid; /* 0 = none */
	int fd;
	guint source;
} apres_null_path_question;

struct apres_daemon {
	apres_config *config;
	char *config_digest; /* of the file as it was read */
	apres_store *store;
	apres_generation *generation;
	apres_deliver *deliver;
	apres_socket_server *server; /* NULL with --once */
	GPtrArray *boxes;            /* apres_box */
	GPtrArray *desks;            /* apres_desk */
	GQueue *ready;               /* apres_transit, read and waiting for the writer */
	guint in_flight;             /* transits that exist */
	gsize in_flight_bytes;
	GArray *answered; /* gint64: mails to be marked or moved */
	guint commit_source, scan_source, poll_source, retry_source, watchdog_source;
	guint desk_source, clock_source, timer_source, file_source;
	int timer_fd; /* -1 with --once */
	guint signal_source;
	int signal_fd;
	apres_null_path_question question;
	bool asks_first; /* nothing is read before the answer, or the lack of one */
	bool once, draining, done;
	bool reconsider; /* with the next scan */
	bool has_backlog;
	gint64 backlog_since;
	gint64 started, reloaded;
	gint64 alarms_found; /* when they were looked for last */
	gint64 clock_seen,
		boot_seen; /* the clock, and the time since boot, at the last look */
	apres_log_signer *signer; /* NULL until the log was signed */
	apres_checkpoint_out *checkpoint_out;
	guint64 taken_out; /* size of the checkpoint that was taken out last */
	guint sign_source;
	char *log_trouble;    /* why the audit log cannot be signed, or NULL */
	char *reload_trouble; /* of the last reload, or NULL */
	char *store_trouble;  /* why the last commit failed, or NULL */
	guint64 commits, recorded;
};

typedef struct apres_daemon_options {
	bool once;
	bool has_backlog;
	gint64 backlog_since; /* mail that arrived since is not adopted but answered */
} apres_daemon_options;

/* Takes CONFIG.  Opens the store, starts workers, adopts new mailboxes, listens.  TEMP or
 * CONFIG errors. */
apres_daemon *apres_daemon_new(apres_config *config, const apres_daemon_options *options,
			       GError **error);
/* Run until SIGTERM; or with "once" until nothing is left to do: TEMP if something could
 * not be done. */
bool apres_daemon_run(apres_daemon *daemon, GError **error);
void apres_daemon_free(apres_daemon *daemon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_daemon, apres_daemon_free)

/* ---- between the files of this folder ---- */

/* box.c: Maildirs */
apres_box *apres_box_new(apres_daemon *daemon, const apres_mailbox_config *config,
			 bool sent);
void apres_box_free(apres_box *box);
/* Who is who around its mailbox, as the policy in force says. */
apres_circle apres_box_circle(const apres_box *box);
/* Take over what is there at the first start, load known names.  TEMP errors become the
 * box's trouble. */
void apres_box_open(apres_box *box);
/* box-adopt.c: fill box->known; at the first start with what is there. */
bool apres_box_load_known(apres_box *box, GError **error);
/*
 * A letter may come to its Sent folder later than its answer comes here, since a program
 * fetches both: what was out of scope of late is not known any more, and met again.
 */
void apres_box_reconsider(apres_box *box);
/* Is ARRIVAL a mail from before the first start, under whatever name its file has now?
 * TEMP errors. */
bool apres_box_was_adopted(apres_store *store, const apres_arrival *arrival,
			   bool *yes_out, GError **error);
/* Look at everything that is not known; goes on where it stopped for want of room. */
void apres_box_scan(apres_box *box);
/* Watch anew, for a Maildir may have been replaced. */
void apres_box_watch(apres_box *box);

/* sent-box.c: one file of a Sent folder */
bool apres_box_take_sent(apres_box *box, const char *base_name, GBytes *bytes,
			 GError **error);

/* transit.c: from bytes to the writer */
bool apres_daemon_has_room(const apres_daemon *daemon);
/* Read BYTES with the policies in force; WHY not NULL: it cannot be read at all.  PEER
 * may be NULL. */
void apres_transit_start(apres_daemon *daemon, apres_box *box,
			 const apres_mailbox_config *mailbox, const char *base_name,
			 GBytes *bytes, gint64 file_time, const char *why,
			 apres_socket_peer *peer);
void apres_transit_free(apres_transit *transit);
/* It could not be recorded: its mail is met again at a later scan, its peer gets ERROR.
 * Frees it. */
void apres_transit_fail(apres_transit *transit, const GError *error);

/* commit.c: the writer */
void apres_daemon_commit_soon(apres_daemon *daemon);

/* log-head.c: checkpoints of the audit log */
/* Sign what is new, and take the checkpoint out; what fails is a trouble of status. */
void apres_daemon_sign(apres_daemon *daemon);
/* Something was committed: at once if much is new, else within a minute. */
void apres_daemon_sign_soon(apres_daemon *daemon);
/* How many entries were signed; 0 if nobody can sign. */
guint64 apres_daemon_signed_size(apres_daemon *daemon);

/* set-back.c: if the store has fewer entries than the last checkpoint, here or outside,
 * pause all replies, once, until a person resumes. */
bool apres_daemon_notice_set_back(apres_daemon *daemon, GError **error);

/* filing.c: what is to be done to mails that were answered */
/* All that is left over, at start and now and then. */
void apres_daemon_file(apres_daemon *daemon);
/* What a crash broke off of an erasure; called at the start. */
void apres_daemon_finish_erasure(apres_daemon *daemon);
/* apres_deliver_done_func */
void apres_daemon_delivered(gint64 message_id, apres_outcome outcome, void *context);

/* clock.c: at start, when the timer rings, and at every poll; what fails is tried again
 * then.  Reminders and what is late, digests, and the alarms for the service manager. */
void apres_daemon_look_at_clock(apres_daemon *daemon);
/* Set up the timer.  TEMP errors. */
bool apres_daemon_start_clock(apres_daemon *daemon, GError **error);
/* Something is owed that was not, or no more, or by another day. */
void apres_daemon_clock_soon(apres_daemon *daemon);

/* null-path.c: with envelope-from = auto, ask unless the answer is known; until it is,
 * replies have the null path */
void apres_daemon_ask_null_path(apres_daemon *daemon);
/* The server refused a reply for good: perhaps that was why. */
void apres_daemon_doubt_null_path(apres_daemon *daemon);
void apres_null_path_question_clear(apres_null_path_question *question);

/* request.c: the control socket */
/* Run an action (pipeline/action.h) for BY, and what follows from it. */
bool apres_daemon_act(apres_daemon *daemon, const char *name, json_t *args,
		      const char *by, json_t **answer_out, GError **error);
void apres_daemon_request(apres_socket_peer *peer, json_t *request, GBytes *mail,
			  void *context);
/* status.c: what "apres status" shows of a running daemon; caller owns. */
json_t *apres_daemon_status(const apres_daemon *daemon);

/* signals.c */
bool apres_daemon_watch_signals(apres_daemon *daemon, GError **error);
void apres_daemon_reload(apres_daemon *daemon);

/* daemon.c */
/* What is proposed may have changed: let the desks have a turn. */
void apres_daemon_desk_soon(apres_daemon *daemon);
void apres_daemon_scan_soon(apres_daemon *daemon);
/* Somebody has sent something: it may be a letter whose answer is here already. */
void apres_daemon_reconsider_soon(apres_daemon *daemon);
/* Something failed that may work later: scan and send again in a while. */
void apres_daemon_retry_later(apres_daemon *daemon);
#endif
