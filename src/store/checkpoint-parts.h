/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files about checkpoints. */
#ifndef APRES_STORE_CHECKPOINT_PARTS_H
#define APRES_STORE_CHECKPOINT_PARTS_H
#include "store/checkpoint.h"

/* What is signed; caller owns. */
char *apres_checkpoint_text(const apres_checkpoint *checkpoint);
bool apres_checkpoint_add(apres_store *store, const apres_checkpoint *checkpoint,
			  gint64 now, GError **error);
#endif
