/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is everything in order on this machine, for these mailboxes?  A check is a
 * function that looks at one thing, changes nothing, and tells what it found.
 */
#ifndef APRES_APRES_DOCTOR_H
#define APRES_APRES_DOCTOR_H
#include "config/config.h"
#include "deliver/smtp-dialogue.h"
#include "intake/survey.h"
#include "pipeline/pipeline.h"

#include <sys/types.h>

typedef enum {
	APRES_HEALTH_GOOD,
	APRES_HEALTH_WARNING, /* it works, but not as it could */
	APRES_HEALTH_FAULT,
} apres_health;
const char *apres_health_to_string(apres_health health);

typedef struct apres_diagnosis {
	apres_health health;
	const char *check; /* which one, static */
	char *what;
	char *remedy; /* a command or a key; NULL if it is good */
} apres_diagnosis;

/* How many of the youngest mails are looked at. */
#define APRES_DOCTOR_MAILS 50

/* A mailbox that can be read, and what its youngest mails say. */
typedef struct apres_doctor_box {
	const apres_mailbox_config *config;
	apres_survey *survey;
} apres_doctor_box;

typedef struct apres_doctor {
	const apres_config *config;
	gint64 now;
	const char *check;    /* the one that runs */
	GPtrArray *diagnoses; /* apres_diagnosis */
	GPtrArray *companies; /* apres_company: those that load */
	GPtrArray *boxes;     /* apres_doctor_box */
} apres_doctor;

/* CONFIG is borrowed; NULL: there is only its fault to tell.  Caller owns. */
apres_doctor *apres_doctor_new(const apres_config *config, gint64 now);
/* Every check. */
void apres_doctor_run(apres_doctor *doctor);
void apres_doctor_free(apres_doctor *doctor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_doctor, apres_doctor_free)
/* The worst there is. */
apres_health apres_doctor_health(const apres_doctor *doctor);

/* What a check says.  REMEDY is taken. */
void apres_doctor_good(apres_doctor *doctor, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
void apres_doctor_warn(apres_doctor *doctor, char *remedy, const char *fmt, ...)
	G_GNUC_PRINTF(3, 4);
void apres_doctor_fault(apres_doctor *doctor, char *remedy, const char *fmt, ...)
	G_GNUC_PRINTF(3, 4);

/* The company ID, or NULL if its policy does not load. */
const apres_company *apres_doctor_company(const apres_doctor *doctor, const char *id);
/*
 * The user as whom apresd runs: the owner of the state folder, else who asks.
 * False: nobody knows.
 */
bool apres_doctor_daemon_user(const apres_doctor *doctor, uid_t *uid_out);
/* Do replies of COMPANY leave, or wait to: is its mode another than shadow? */
bool apres_doctor_sends(const apres_doctor *doctor, const apres_company_config *company);
/* The kind of network file system below PATH ("NFS"), or NULL: of this machine. */
const char *apres_doctor_network_disk(const char *path);

/* A part of the way out: the SMTP server of [transport]. */
void apres_doctor_look_at_smtp(apres_doctor *doctor);

/* A part of that: the sender with which replies leave, in a dialogue that is past the
 * login.  With envelope-from = auto the answer is noted for apresd. */
void apres_doctor_try_envelope(apres_doctor *doctor, apres_smtp_dialogue *dialogue);

/* The checks, by file. */
void apres_doctor_look_at_config(apres_doctor *doctor);
void apres_doctor_look_at_policy(apres_doctor *doctor);
void apres_doctor_look_at_access(apres_doctor *doctor);
void apres_doctor_look_at_mailboxes(apres_doctor *doctor);
void apres_doctor_look_at_sent(apres_doctor *doctor);
void apres_doctor_look_at_scope(apres_doctor *doctor);
void apres_doctor_look_at_marks(apres_doctor *doctor);
void apres_doctor_look_at_proofs(apres_doctor *doctor);
void apres_doctor_look_at_way_out(apres_doctor *doctor);
void apres_doctor_look_at_clock(apres_doctor *doctor);
void apres_doctor_look_at_disk(apres_doctor *doctor);
void apres_doctor_look_at_sandbox(apres_doctor *doctor);
void apres_doctor_look_at_store(apres_doctor *doctor);
void apres_doctor_look_at_alarms(apres_doctor *doctor);
void apres_doctor_look_at_daemon(apres_doctor *doctor);
#endif
