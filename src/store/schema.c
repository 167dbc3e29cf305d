/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The schema as a list of steps, one entry a version; a step that was
 * released is never changed, only followed.
 */
#include "config.h"
#include "store/audit-parts.h"
#include "store/db.h"

#include "util/error.h"

/* clang-format off */
static const char *const steps[] = {
	/* 1 */
	"CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;"

	"CREATE TABLE message ("
	"  id INTEGER PRIMARY KEY,"
	"  company TEXT NOT NULL, mailbox TEXT NOT NULL, base_name TEXT,"
	"  sha256 TEXT NOT NULL, candidate TEXT, message_id TEXT, reply_key TEXT,"
	"  thread TEXT NOT NULL, subject TEXT, text TEXT, evidence TEXT,"
	"  received INTEGER NOT NULL, decided INTEGER NOT NULL,"
	"  audience INTEGER NOT NULL, effect INTEGER NOT NULL,"
	"  rule TEXT, template TEXT, language TEXT, queue TEXT,"
	"  reasons TEXT NOT NULL, classes TEXT NOT NULL, unknown TEXT NOT NULL,"
	"  policy_digest TEXT, duplicate_of INTEGER NOT NULL DEFAULT 0,"
	"  closed INTEGER NOT NULL DEFAULT 0, closed_by TEXT, closed_how TEXT) STRICT;"
	"CREATE UNIQUE INDEX message_intake ON message (company, sha256);"
	"CREATE UNIQUE INDEX message_reply_key ON message (reply_key) WHERE duplicate_of = 0 AND reply_key IS NOT NULL;"
	"CREATE INDEX message_thread ON message (company, thread, candidate);"
	"CREATE INDEX message_ids ON message (company, message_id);"
	"CREATE INDEX message_held ON message (company, id) WHERE effect = 2 AND closed = 0 AND duplicate_of = 0;"
	"CREATE INDEX message_mailbox ON message (mailbox, effect, closed);"

	"CREATE TABLE name ("
	"  mailbox TEXT NOT NULL, base_name TEXT NOT NULL, state TEXT NOT NULL,"
	"  message INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL,"
	"  PRIMARY KEY (mailbox, base_name)) STRICT, WITHOUT ROWID;"
	"CREATE INDEX name_state ON name (mailbox, state);"

	"CREATE TABLE obligation ("
	"  id INTEGER PRIMARY KEY, message INTEGER NOT NULL REFERENCES message (id),"
	"  company TEXT NOT NULL, candidate TEXT, thread TEXT NOT NULL, kind INTEGER NOT NULL,"
	"  queue TEXT, owner TEXT, due INTEGER NOT NULL, rule TEXT, opened INTEGER NOT NULL,"
	"  closed INTEGER NOT NULL DEFAULT 0, closed_how TEXT, grown INTEGER NOT NULL DEFAULT 0) STRICT;"
	"CREATE INDEX obligation_open ON obligation (company, thread, kind) WHERE closed = 0;"
	"CREATE INDEX obligation_due ON obligation (due) WHERE closed = 0;"
	"CREATE INDEX obligation_message ON obligation (message);"

	"CREATE TABLE outbox ("
	"  id INTEGER PRIMARY KEY, message INTEGER NOT NULL, company TEXT NOT NULL, mailbox TEXT,"
	"  kind TEXT NOT NULL, recipient TEXT NOT NULL, candidate TEXT, envelope_from TEXT NOT NULL,"
	"  smtp_message_id TEXT NOT NULL, thread TEXT, template TEXT, language TEXT, subject TEXT,"
	"  bytes BLOB NOT NULL, state INTEGER NOT NULL, needs_approval INTEGER NOT NULL,"
	"  approved_by TEXT, created INTEGER NOT NULL, send_after INTEGER NOT NULL,"
	"  next_attempt INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,"
	"  fence INTEGER NOT NULL DEFAULT 0, last_result TEXT, finished INTEGER NOT NULL DEFAULT 0) STRICT;"
	"CREATE INDEX outbox_open ON outbox (state, next_attempt) WHERE state NOT IN (4, 8);"
	"CREATE INDEX outbox_message ON outbox (message);"
	"CREATE INDEX outbox_thread ON outbox (company, thread);"
	"CREATE INDEX outbox_candidate ON outbox (company, candidate, created);"
	"CREATE INDEX outbox_company ON outbox (company, created);"
	"CREATE INDEX outbox_ids ON outbox (smtp_message_id);"

	"CREATE TABLE filing ("
	"  message INTEGER PRIMARY KEY, mailbox TEXT NOT NULL, base_name TEXT NOT NULL,"
	"  action TEXT NOT NULL, outcome TEXT) STRICT;"
	"CREATE INDEX filing_open ON filing (message) WHERE outcome IS NULL;"

	"CREATE TABLE policy ("
	"  digest TEXT PRIMARY KEY, id TEXT NOT NULL, first_used INTEGER NOT NULL) STRICT;"
	"CREATE TABLE policy_source ("
	"  digest TEXT NOT NULL, name TEXT NOT NULL, bytes BLOB NOT NULL,"
	"  PRIMARY KEY (digest, name)) STRICT;"

	"CREATE TABLE mode ("
	"  company TEXT NOT NULL, template TEXT NOT NULL, mode INTEGER NOT NULL,"
	"  PRIMARY KEY (company, template)) STRICT;"
	"CREATE TABLE pause ("
	"  kind TEXT NOT NULL, name TEXT NOT NULL, by TEXT, since INTEGER NOT NULL,"
	"  PRIMARY KEY (kind, name)) STRICT;"

	/* The audit tree in its final columns: pub without personal data, body erasable. */
	"CREATE TABLE entry ("
	"  idx INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL, company TEXT,"
	"  message INTEGER NOT NULL, pub BLOB NOT NULL, com BLOB NOT NULL, leaf BLOB NOT NULL) STRICT;"
	"CREATE INDEX entry_message ON entry (message, idx);"
	"CREATE TABLE body ("
	"  idx INTEGER PRIMARY KEY REFERENCES entry (idx), salt BLOB NOT NULL, nonce BLOB,"
	"  data BLOB NOT NULL) STRICT;",

	/* 2: who owes the answer, and until when, if the reply does not leave; until when it holds */
	"ALTER TABLE outbox ADD COLUMN owner TEXT;"
	"ALTER TABLE outbox ADD COLUMN due INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE outbox ADD COLUMN good_until INTEGER NOT NULL DEFAULT 0;",

	/* 3: has this candidate written the same words before?  The first of them lead there */
	"CREATE INDEX message_words ON message (company, substr(text, 1, 32), candidate);",

	/* 4: which policy was put into force, by whom */
	"CREATE TABLE install ("
	"  serial INTEGER PRIMARY KEY, company TEXT NOT NULL, digest TEXT NOT NULL,"
	"  file TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL,"
	"  in_force INTEGER NOT NULL DEFAULT 0, restores INTEGER NOT NULL DEFAULT 0) STRICT;"
	"CREATE INDEX install_company ON install (company, serial);"
	"CREATE TABLE approval ("
	"  serial INTEGER NOT NULL REFERENCES install (serial), name TEXT NOT NULL,"
	"  login TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (serial, name)) STRICT;",

	/* 5: what a decision was made on besides the words, so that it can be made again */
	"ALTER TABLE message ADD COLUMN basis TEXT;",

	/* 6: cases ("case" is a word of SQL), and to which a mail was counted; 0 = none */
	"CREATE TABLE application ("
	"  id INTEGER PRIMARY KEY, company TEXT NOT NULL,"
	"  person TEXT NOT NULL, requisition TEXT NOT NULL, name TEXT, addresses TEXT,"
	"  role TEXT, stage TEXT, outcome TEXT NOT NULL, channel TEXT, decided TEXT,"
	"  interviewed TEXT, recorded TEXT, recruiter TEXT, manager TEXT, hr TEXT,"
	"  jurisdiction TEXT, pay_range TEXT, do_not_rehire TEXT, talent_pool TEXT,"
	"  internal TEXT) STRICT;"
	"CREATE UNIQUE INDEX application_key ON application (company, requisition, person);"
	"CREATE INDEX application_person ON application (company, person);"
	"CREATE INDEX application_waiting ON application (interviewed) WHERE outcome = 'none';"
	"CREATE TABLE application_address ("
	"  company TEXT NOT NULL, address TEXT NOT NULL,"
	"  application INTEGER NOT NULL REFERENCES application (id),"
	"  PRIMARY KEY (company, address, application)) STRICT, WITHOUT ROWID;"
	"CREATE INDEX application_addresses ON application_address (application);"
	"ALTER TABLE message ADD COLUMN application INTEGER NOT NULL DEFAULT 0;"
	"CREATE INDEX message_application ON message (application) WHERE application <> 0;",

	/*
	 * 7: who is told when.  What is owed need not come of a mail (message 0), but of a case; since: when
	 * its date was set, and round: how often; plan: the policy its steps are of.
	 */
	"CREATE TABLE obligation_2 ("
	"  id INTEGER PRIMARY KEY, message INTEGER NOT NULL,"
	"  company TEXT NOT NULL, candidate TEXT, thread TEXT NOT NULL, kind INTEGER NOT NULL,"
	"  queue TEXT, owner TEXT, due INTEGER NOT NULL, rule TEXT, opened INTEGER NOT NULL,"
	"  closed INTEGER NOT NULL DEFAULT 0, closed_how TEXT, grown INTEGER NOT NULL DEFAULT 0,"
	"  latest INTEGER NOT NULL DEFAULT 0, latest_by TEXT,"
	"  application INTEGER NOT NULL DEFAULT 0,"
	"  since INTEGER NOT NULL, round INTEGER NOT NULL DEFAULT 0, plan TEXT) STRICT;"
	"INSERT INTO obligation_2 (id, message, company, candidate, thread, kind, queue, owner,"
	"  due, rule, opened, closed, closed_how, grown, since)"
	"  SELECT id, message, company, candidate, thread, kind, queue, owner,"
	"  due, rule, opened, closed, closed_how, grown, opened FROM obligation;"
	"DROP TABLE obligation;"
	"ALTER TABLE obligation_2 RENAME TO obligation;"
	"CREATE INDEX obligation_open ON obligation (company, thread, kind) WHERE closed = 0;"
	"CREATE INDEX obligation_due ON obligation (due) WHERE closed = 0;"
	"CREATE INDEX obligation_message ON obligation (message);"
	"CREATE TABLE step ("
	"  id INTEGER PRIMARY KEY, obligation INTEGER NOT NULL REFERENCES obligation (id),"
	"  round INTEGER NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL,"
	"  told INTEGER NOT NULL DEFAULT 0, outcome TEXT, UNIQUE (obligation, round, name)) STRICT;"
	"CREATE INDEX step_open ON step (at) WHERE told = 0;",

	/* 8: what people sent to candidates, and who else had it */
	"CREATE TABLE letter ("
	"  company TEXT NOT NULL, message_id TEXT NOT NULL, identity TEXT NOT NULL,"
	"  part INTEGER NOT NULL, topic TEXT NOT NULL, at INTEGER NOT NULL,"
	"  PRIMARY KEY (company, message_id, identity)) STRICT, WITHOUT ROWID;"
	"CREATE INDEX letter_person ON letter (company, identity, at);"
	"DELETE FROM name WHERE mailbox GLOB 'sent-id:*';",

	/* 9: what was signed about the audit log; looking an entry up by its leaf */
	"CREATE TABLE checkpoint ("
	"  size INTEGER PRIMARY KEY, at INTEGER NOT NULL, note TEXT NOT NULL) STRICT;"
	"CREATE INDEX entry_leaf ON entry (leaf);",

	/* 10: what was quoted, which some classes look at, too; NULL = it was not kept */
	"ALTER TABLE message ADD COLUMN quoted TEXT;",

	/* 11: cases that have changed, until somebody has looked what is owed because of it */
	"CREATE TABLE application_look (application INTEGER PRIMARY KEY) STRICT;"
	"CREATE TRIGGER application_added AFTER INSERT ON application BEGIN"
	"  INSERT OR IGNORE INTO application_look VALUES (new.id); END;"
	"CREATE TRIGGER application_changed AFTER UPDATE ON application BEGIN"
	"  INSERT OR IGNORE INTO application_look VALUES (new.id); END;"
	"INSERT INTO application_look SELECT id FROM application;"
	"CREATE INDEX obligation_application ON obligation (application) WHERE application <> 0;",

	/* 12: debriefs, how far each is */
	"CREATE TABLE debrief ("
	"  id INTEGER PRIMARY KEY, company TEXT NOT NULL, person TEXT NOT NULL, requisition TEXT,"
	"  thread TEXT NOT NULL, application INTEGER NOT NULL, owed INTEGER NOT NULL,"
	"  state INTEGER NOT NULL, owner TEXT, at INTEGER NOT NULL,"
	"  opened INTEGER NOT NULL, changed INTEGER NOT NULL, cleared INTEGER NOT NULL DEFAULT 0) STRICT;"
	"CREATE UNIQUE INDEX debrief_post ON debrief (company, person, requisition) WHERE requisition IS NOT NULL;"
	"CREATE UNIQUE INDEX debrief_thread ON debrief (company, person, thread) WHERE requisition IS NULL;"
	"CREATE INDEX debrief_owed ON debrief (owed);"
	"CREATE INDEX obligation_debrief ON obligation (company) WHERE closed = 0 AND kind = 1;",

	/* 13: how a reply that comes back is known, and that it did */
	"ALTER TABLE outbox ADD COLUMN bounce_tag TEXT;"
	"ALTER TABLE outbox ADD COLUMN returned INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE outbox ADD COLUMN returned_status TEXT;"
	"CREATE INDEX outbox_tag ON outbox (bounce_tag) WHERE bounce_tag IS NOT NULL;"
	"CREATE INDEX outbox_returned ON outbox (company, returned) WHERE returned <> 0;",

	/* 14: when did something come into a mailbox last? */
	"CREATE INDEX name_at ON name (mailbox, at);",

	/* 15: has this person written what a lawyer reads? */
	"CREATE INDEX message_candidate ON message (company, candidate);",

	/*
	 * 16: what was asked about a debrief by mail, of whom, until when an answer counts, and which acts
	 * came of it, each once; state 5 is now "unconfirmed".  The Message-ID is what an answer is known by.
	 */
	"UPDATE debrief SET state = state + 1 WHERE state >= 5;"
	"ALTER TABLE debrief ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE debrief ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;"
	"ALTER TABLE debrief ADD COLUMN mailed INTEGER NOT NULL DEFAULT 0;"
	"CREATE TABLE debrief_mail ("
	"  id INTEGER PRIMARY KEY, debrief INTEGER NOT NULL REFERENCES debrief (id),"
	"  occasion TEXT NOT NULL, purpose INTEGER NOT NULL, address TEXT NOT NULL,"
	"  message_id TEXT NOT NULL UNIQUE, sent INTEGER NOT NULL, expires INTEGER NOT NULL,"
	"  UNIQUE (debrief, occasion)) STRICT;"
	"CREATE TABLE debrief_act ("
	"  mail INTEGER NOT NULL REFERENCES debrief_mail (id), act TEXT NOT NULL,"
	"  at INTEGER NOT NULL, PRIMARY KEY (mail, act)) STRICT, WITHOUT ROWID;",

	/* 17: what happened to a debrief */
	"CREATE INDEX entry_debrief ON entry (company, idx) WHERE type IN ('debrief', 'debrief-mail');",

	/* 18: private parts are sealed: see body-old.c, which empties and drops body_plain */
	"CREATE TABLE subject ("
	"  id INTEGER PRIMARY KEY AUTOINCREMENT, company TEXT NOT NULL, name TEXT NOT NULL) STRICT;"
	"CREATE INDEX subject_name ON subject (company, name);"
	"ALTER TABLE body RENAME TO body_plain;"
	"CREATE TABLE body ("
	"  idx INTEGER PRIMARY KEY REFERENCES entry (idx), subject INTEGER NOT NULL,"
	"  nonce BLOB NOT NULL, data BLOB NOT NULL) STRICT;"
	"CREATE INDEX body_subject ON body (subject);"
	"CREATE INDEX entry_erased ON entry (idx) WHERE type = 'erase-intent';",

	/* 19: the planner does not see that what is ready is among what is open */
	"DROP INDEX outbox_open;"
	"CREATE INDEX outbox_state ON outbox (state);",

	/* 20: what no rule understood, masked */
	"CREATE TABLE unexplained ("
	"  company TEXT NOT NULL, day TEXT NOT NULL, sentence TEXT NOT NULL,"
	"  count INTEGER NOT NULL, PRIMARY KEY (company, day, sentence)) STRICT, WITHOUT ROWID;",

	/* 21: what stops erasure: of a person, or of a case (name "") */
	"CREATE TABLE legal_hold ("
	"  id INTEGER PRIMARY KEY, company TEXT NOT NULL, name TEXT NOT NULL, application INTEGER NOT NULL,"
	"  at INTEGER NOT NULL, by TEXT NOT NULL, because TEXT NOT NULL, lifted INTEGER NOT NULL DEFAULT 0) STRICT;"
	"CREATE INDEX legal_hold_open ON legal_hold (company, name) WHERE lifted = 0;",

	/* 22: the note by which somebody signed a policy, and the name of that key */
	"ALTER TABLE policy ADD COLUMN signature TEXT;"
	"ALTER TABLE policy ADD COLUMN signed_by TEXT;",

	/* 23: approvals not only of policies, and of exactly which bytes */
	"ALTER TABLE approval RENAME TO approval_1;"
	"CREATE TABLE approval ("
	"  kind TEXT NOT NULL, matter INTEGER NOT NULL, digest TEXT NOT NULL, name TEXT NOT NULL,"
	"  login TEXT NOT NULL, at INTEGER NOT NULL,"
	"  PRIMARY KEY (kind, matter, digest, name)) STRICT;"
	"INSERT INTO approval SELECT 'policy', a.serial, i.digest, a.name, a.login, a.at"
	"  FROM approval_1 a JOIN install i ON i.serial = a.serial ORDER BY a.rowid;"
	"DROP TABLE approval_1;",

	/* 24: whom somebody asked to forget, until somebody else agrees */
	"CREATE TABLE erase_request ("
	"  id INTEGER PRIMARY KEY AUTOINCREMENT, company TEXT NOT NULL, name TEXT NOT NULL,"
	"  basis TEXT NOT NULL, by TEXT NOT NULL, login TEXT NOT NULL, salt TEXT NOT NULL,"
	"  at INTEGER NOT NULL, closed INTEGER NOT NULL DEFAULT 0, closed_how TEXT) STRICT;"
	"CREATE INDEX erase_request_open ON erase_request (company) WHERE closed = 0;",

	/* 25: because the person asked, or because a law keeps them no longer */
	"ALTER TABLE erase_request ADD COLUMN cause TEXT NOT NULL DEFAULT 'request';",

	/* 26: a company's replies are counted for each mail: without reading them */
	"DROP INDEX outbox_company;"
	"CREATE INDEX outbox_company ON outbox (company, created, kind, state)"
	"  WHERE kind = 'reply' AND state NOT IN (6, 8);",
};
/* clang-format on */

/* The step that is done only when what it set aside is sealed. */
#define SEALING 18

guint
apres_schema_steps(void)
{
	return G_N_ELEMENTS(steps);
}

const char *
apres_schema_step(guint i)
{
	return steps[i];
}

static bool
version_of(apres_store *store, gint64 *version_out, GError **error)
{
	g_auto(apres_query) query = apres_query_of(store, "PRAGMA user_version");

	return apres_query_int(&query, version_out, error);
}

bool
apres_schema_check(apres_store *store, GError **error)
{
	gint64 version;

	if (!version_of(store, &version, error))
		return false;
	if (version == (gint64)G_N_ELEMENTS(steps))
		return true;
	if (version < (gint64)G_N_ELEMENTS(steps))
		return apres_throw(error, APRES_ERROR_TEMP,
				   "store '%s': written by an older apres; start apresd, "
				   "which brings it up to date",
				   store->folder);
	return apres_throw(
		error, APRES_ERROR_CONFIG,
		"store '%s': written by a newer apres (schema %d, this one knows %d); "
		"install that version again",
		store->folder, (int)version, (int)G_N_ELEMENTS(steps));
}

bool
apres_schema_migrate(apres_store *store, GError **error)
{
	gint64 version;

	if (!version_of(store, &version, error) ||
	    (version > (gint64)G_N_ELEMENTS(steps) && !apres_schema_check(store, error)))
		return false;
	for (gsize i = (gsize)version; i < G_N_ELEMENTS(steps); i++) {
		g_autofree char *mark =
			g_strdup_printf("PRAGMA user_version = %d", (int)i + 1);
		g_autoptr(apres_txn) txn = apres_txn_begin(store, error);
		if (txn == NULL || !apres_store_exec(store, steps[i], error) ||
		    (i + 1 == SEALING && !apres_body_seal_old(store, error)) ||
		    !apres_store_exec(store, mark, error) ||
		    !apres_txn_commit(txn, error))
			return false;
	}
	/* What was sealed must not lie about in the clear beside the database. */
	return version >= SEALING ||
	       apres_store_exec(store, "PRAGMA wal_checkpoint(TRUNCATE)", error);
}
