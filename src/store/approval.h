/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who agreed to what: to exactly these bytes of a policy, a reply, or what would be
 * erased.  Rows are only added; with other bytes nobody has agreed yet.
 */
#ifndef APRES_STORE_APPROVAL_H
#define APRES_STORE_APPROVAL_H
#include "store/store.h"
#include "util/login.h"

/* What is to be approved. */
typedef struct apres_matter {
	const char *kind;   /* "policy", "reply", "resend-FENCE", "erasure" */
	gint64 id;          /* serial, outbox row, request */
	const char *digest; /* SHA-256 in hex of what people look at */
} apres_matter;

typedef struct apres_approval {
	char *name;  /* as it was given */
	char *login; /* who was logged in */
	gint64 at;
} apres_approval;
void apres_approval_free(apres_approval *approval);

/* Who does it: a name, which is taken at its word, and the login, by which people are
 * told apart; with APRES_LOGIN_UNKNOWN, which older versions wrote, by their names. */
typedef struct apres_signer {
	const char *name, *login;
} apres_signer;
/* TEMP error if nobody can tell who SIGNER is. */
bool apres_signer_check(const apres_signer *signer, GError **error);

/* Who agreed to MATTER, oldest first; array of apres_approval. */
bool apres_approval_list(apres_store *store, const apres_matter *matter,
			 GPtrArray **approvals_out, GError **error);
/* How many people APPROVALS are: logins, whatever names they gave. */
int apres_approval_people(const GPtrArray *approvals);
/* The names that they gave, "Ana, Bo"; caller owns. */
char *apres_approval_names(const GPtrArray *approvals);
/* INPUT error about TITLE ("serial 3") if the name (whatever its case) or the login of
 * SIGNER is among APPROVALS. */
bool apres_approval_is_other(const GPtrArray *approvals, const apres_signer *signer,
			     const char *title, GError **error);
/* SIGNER agrees to MATTER, now. */
bool apres_approval_add(apres_store *store, const apres_matter *matter,
			const apres_signer *signer, gint64 now, GError **error);
/* Is SEEN, what somebody says to have looked at, DIGEST or its beginning (at least 12
 * digits)? */
bool apres_approval_saw(const char *digest, const char *seen);
#endif
