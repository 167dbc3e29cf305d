/* SPDX-License-Identifier: Apache-2.0 */
/* The user as whom apresd runs, and what that one may do; for the checks of access. */
#ifndef APRES_APRES_DOCTOR_USER_H
#define APRES_APRES_DOCTOR_USER_H
#include "apres/doctor.h"

typedef struct apres_doctor_user {
	uid_t uid;
	gid_t gid;
	char *name;
	bool another; /* not who asks: only root can find out */
} apres_doctor_user;
apres_doctor_user apres_doctor_user_of(uid_t uid);
void apres_doctor_user_clear(apres_doctor_user *user);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_doctor_user, apres_doctor_user_clear)

/* May USER do MODE (R_OK, W_OK, X_OK) with PATH? */
bool apres_doctor_user_may(const apres_doctor_user *user, const char *path, int mode);

/* Each mail of MAILBOX in its folder SUB: can USER read it?  One finding for all that it
 * cannot; true if there is none. */
bool apres_doctor_look_at_mail(apres_doctor *doctor, const apres_doctor_user *user,
			       const apres_mailbox_config *mailbox, const char *sub);
/* The store, which is USER's alone: can it read and write all of it?  As above. */
bool apres_doctor_look_at_state(apres_doctor *doctor, const apres_doctor_user *user);
#endif
