/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which policy was put into force, when and by whom.  Rows are only added; the
 * one in force is a company's newest that ever was.
 */
#ifndef APRES_STORE_INSTALL_H
#define APRES_STORE_INSTALL_H
#include "policy/policy.h"
#include "store/approval.h"

typedef struct apres_install {
	gint64 serial;
	char *company, *digest;
	char *file; /* where it lay; its bytes are kept */
	char *by;
	gint64 at;
	gint64 in_force;      /* since when; 0 = never */
	gint64 restores;      /* the serial it is the same as (a rollback), or 0 */
	char *signature;      /* the note that was kept with it, or NULL */
	char *signed_by;      /* the name of the key, or NULL */
	bool current;         /* it is the one in force */
	bool passed;          /* it never was, and a newer one is */
	GPtrArray *approvals; /* apres_approval, oldest first; the installer's is one */
	int people;           /* who approved it: logins, whatever names they gave */
} apres_install;
void apres_install_free(apres_install *install);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(apres_install, apres_install_free)

/*
 * Keep the bytes of POLICY as a new serial of COMPANY, approved by SIGNER, and in
 * force if NEEDED (at least 1) people are one.  Audited.
 */
bool apres_install_add(apres_store *store, const char *company,
		       const apres_policy *policy, const apres_signer *signer, int needed,
		       gint64 now, gint64 *serial_out, GError **error);
/*
 * SIGNER approves SERIAL too; in force once NEEDED people have.  INPUT error if
 * there is no such serial, it was or is in force, a newer one is, or the name
 * (whatever its case) or the login has approved it already.  Audited.
 */
bool apres_install_approve(apres_store *store, gint64 serial, const apres_signer *signer,
			   int needed, gint64 now, GError **error);
/*
 * What was in force before (SERIAL 0), or SERIAL, is in force again, as a new
 * serial.  INPUT error if there is none, or it never was.  Audited.
 */
bool apres_install_restore(apres_store *store, const char *company, gint64 serial,
			   const apres_signer *signer, gint64 now, gint64 *serial_out,
			   GError **error);

/* COMPANY's, NULL = everybody's, oldest first; array of apres_install. */
bool apres_install_list(apres_store *store, const char *company, GPtrArray **installs_out,
			GError **error);
/* *INSTALL_OUT NULL if there is no such serial. */
bool apres_install_get(apres_store *store, gint64 serial, apres_install **install_out,
		       GError **error);
/* What is in force for COMPANY; *INSTALL_OUT NULL if nothing was ever installed. */
bool apres_install_current(apres_store *store, const char *company,
			   apres_install **install_out, GError **error);
#endif
