/* SPDX-License-Identifier: Apache-2.0 */
/* What runs in a worker process: frames with mail in, frames with readings out. */
#ifndef APRES_PIPELINE_WORKER_H
#define APRES_PIPELINE_WORKER_H
#include "classify/classify.h"

/* Longest company id in a request frame: "ID", NUL, the mail's bytes. */
#define APRES_WORKER_MAX_ID 255

/*
 * Lock this process down and serve requests on FD until its end.  Never
 * returns.  PARENT: the process to die with.
 *
 * Test hook: the environment variable APRES_TEST_WORKER_FAULT, a list
 * "KIND:MARKER|KIND:MARKER", makes the worker misbehave on a mail that contains
 * MARKER: crash, hang, memory (take all there is), garbage, oversize, lie (an
 * answer that is JSON but no reading), open (a call that is not allowed).
 */
void apres_worker_run(GHashTable *classifiers, int fd, int parent) G_GNUC_NORETURN;
#endif
