/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checkpoints (C2SP tlog-checkpoint): signed notes that say how many entries the audit
 * log had, and the root of its tree.  Whoever keeps one outside can prove later that
 * nothing before it was changed or removed.
 */
#ifndef APRES_STORE_CHECKPOINT_H
#define APRES_STORE_CHECKPOINT_H
#include "store/merkle.h"
#include "store/store.h"
#include "util/signed-note.h"

typedef struct apres_checkpoint {
	char *origin; /* which log: the name of its key */
	guint64 size; /* entries */
	apres_hash root;
	char *note; /* the signed bytes; NULL until signed */
} apres_checkpoint;
void apres_checkpoint_free(apres_checkpoint *checkpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_checkpoint, apres_checkpoint_free)

/* Open NOTE with KEY and read it.  INPUT errors.  Caller owns. */
apres_checkpoint *apres_checkpoint_open(const apres_note_public *key, const char *note,
					gsize len, GError **error);
/* Those of the store, ascending by size, each opened with KEY; *BAD_OUT: what is wrong
 * with the first that cannot be, caller owns, or NULL. */
bool apres_checkpoint_list(apres_store *store, const apres_note_public *key,
			   GPtrArray **checkpoints_out, char **bad_out, GError **error);
/* Those of a size in (FROM, TO], as they were signed: char *, ascending. */
bool apres_checkpoint_notes(apres_store *store, guint64 from, guint64 to,
			    GPtrArray **notes_out, GError **error);

/* The first of a size above FROM; *NOTE_OUT NULL if there is none; caller owns. */
bool apres_checkpoint_next(apres_store *store, guint64 from, char **note_out,
			   GError **error);
/* The last that was signed before WHEN; *NOTE_OUT NULL if there was none; caller owns. */
bool apres_checkpoint_before(apres_store *store, gint64 when, char **note_out,
			     GError **error);

/*
 * Who signs.  It keeps what it signed last in a file of its own beside the store, and
 * signs nothing that does not go on from there: a store that was set back, or replaced
 * by an older copy, gets no signature.
 */
typedef struct apres_log_signer apres_log_signer;
/*
 * The key and what it signed last, in FOLDER/log/; made at the first call.  ORIGIN names
 * this log for ever; it counts at the first call.  CONFIG: what is there is damaged, or
 * does not belong together.
 */
apres_log_signer *apres_log_signer_open(const char *folder, const char *origin,
					GError **error);
void apres_log_signer_free(apres_log_signer *signer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_log_signer, apres_log_signer_free)
/* How many entries the last checkpoint covers. */
guint64 apres_log_signer_size(const apres_log_signer *signer);
/*
 * A checkpoint over all committed entries of STORE, recorded there, in the open
 * transaction; NULL without error if nothing is new.  CONFIG: the store does not go on
 * from what was signed last.  Caller owns.
 */
apres_checkpoint *apres_log_signer_sign(apres_log_signer *signer, apres_store *store,
					gint64 now, GError **error);
/* FOLDER/log/public.key, for those who check; caller owns.  CONFIG, TEMP errors. */
char *apres_log_public_key(const char *folder, GError **error);
#endif
