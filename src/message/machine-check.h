/* SPDX-License-Identifier: Apache-2.0 */
/* What a machine check is, between the table in machine.c and the functions it names. */
#ifndef APRES_MESSAGE_MACHINE_CHECK_H
#define APRES_MESSAGE_MACHINE_CHECK_H
#include "message/machine.h"

/* What every probe sees; all borrowed. */
typedef struct machine_context {
	const apres_headers *headers;
	const apres_machine_options *options;
	const char *subject; /* decoded and folded */
	/* apres_address of From; the others are those of Sender and Return-Path */
	const GPtrArray *authors, *senders;
	bool own_list;         /* it came through a list that is ours */
	const GPtrArray *hits; /* apres_machine_hit so far */
} machine_context;

/* The name of the field in which one of WORDS (may be NULL) was found, or NULL. */
typedef const char *machine_function(const char *const *words,
				     const machine_context *context);

/* One place where a check looks; FIND is NULL behind the last. */
typedef struct machine_probe {
	machine_function *find;
	const char *const *words; /* field names, "Name: value", phrases */
} machine_probe;

/* machine-fields.c: WORDS are fields */
machine_function machine_find_present;    /* "Name" or "Prefix-*", not empty, not "no" */
machine_function machine_find_value;      /* "Name: value", the value's first token */
machine_function machine_find_containing; /* "Name: value", anywhere in the value */
machine_function machine_find_list;       /* like present, but not of a list of ours */
machine_function machine_find_precedence; /* like value, but not of a list of ours */
machine_function machine_find_high_score; /* a spam confidence level of 5 or more */
/* machine-mark.c: one field each, with rules of its own */
machine_function machine_find_suppress;     /* X-Auto-Response-Suppress */
machine_function machine_find_auto_replied; /* Auto-Submitted */
machine_function machine_find_auto_generated;
machine_function machine_find_null_path; /* Return-Path: <> */
machine_function machine_find_hops;      /* Received more than 50 times */
machine_function machine_find_several;   /* several marks that are weak alone */
/* machine-recipient.c: to whom it went */
machine_function machine_find_crowd;       /* more than 20 recipients */
machine_function machine_find_not_to_us;   /* none of ours among them */
machine_function machine_find_seen_before; /* Delivered-To twice for one of ours */
/* machine-words.c: WORDS are names of mailboxes or beginnings of subjects */
machine_function machine_find_own_sender;
machine_function machine_find_rewritten;     /* by a list of ours: its address in From */
machine_function machine_find_sender;        /* "name", "name-*", "*-name", "*-name-*" */
machine_function machine_find_errors_to;     /* the same for Errors-To */
machine_function machine_find_subject_start; /* folded phrases at the start */
machine_function machine_find_subject;       /* folded phrases anywhere; no reply */
machine_function machine_find_stacked;       /* an automatic prefix upon another */
#endif
