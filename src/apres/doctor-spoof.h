/* SPDX-License-Identifier: Apache-2.0 */
/* One forged mail, sent on request: is whoever forges an employee seen through? */
#ifndef APRES_APRES_DOCTOR_SPOOF_H
#define APRES_APRES_DOCTOR_SPOOF_H
#include "apres/doctor.h"

typedef struct apres_spoof {
	char *via;     /* "host" or "host:port": where strangers' mail comes in */
	char *from;    /* whom to forge; NULL = an invented employee */
	char *mailbox; /* id; NULL = the first */
	int wait_secs; /* until it must have arrived */
	gboolean yes;  /* it may be sent, nobody is asked; gboolean: GOption writes an int
			*/
} apres_spoof;
void apres_spoof_clear(apres_spoof *spoof);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_spoof, apres_spoof_clear)

/*
 * Send a mail that claims to be from an employee, with forged proofs, to the mailbox's
 * own address; wait for it, and assess it as apresd would.  It stays where it arrives.
 * Automatic mail is never answered, and it says that it is.  USAGE error if something is
 * missing, or nobody has agreed.
 */
bool apres_doctor_spoof(apres_doctor *doctor, const apres_spoof *spoof, GError **error);
#endif
