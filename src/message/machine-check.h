/* SPDX-License-Identifier: Apache-2.0 */
/* What a machine check is, between the table in machine.c and the functions it names. */
#ifndef APRES_MESSAGE_MACHINE_CHECK_H
#define APRES_MESSAGE_MACHINE_CHECK_H
#include "message/machine.h"

typedef struct machine_check machine_check;

/* What every check sees; all borrowed. */
typedef struct machine_context {
	const apres_headers *headers;
	const apres_machine_options *options;
	const char *subject;      /* decoded and folded */
	const GPtrArray *senders; /* apres_address of From, Sender and Return-Path */
	bool own_list;            /* it came through a list that is ours */
	const GPtrArray *hits;    /* apres_machine_hit so far */
} machine_context;

/* The name of the field that says so, or NULL if none does. */
typedef const char *machine_function(const machine_check *check,
				     const machine_context *context);

struct machine_check {
	const char *id;
	apres_machine_grade grade;
	machine_function *find; /* NULL: found in the MIME tree */
	const char *const
		*words; /* what it looks for: field names, "Name: value", phrases */
};

/* machine-fields.c: WORDS are fields */
machine_function machine_find_present;    /* "Name" or "Prefix-*", not empty, not "no" */
machine_function machine_find_value;      /* "Name: value", the value's first token */
machine_function machine_find_containing; /* "Name: value", anywhere in the value */
machine_function machine_find_list;       /* like present, but not of a list of ours */
machine_function machine_find_suppress;   /* X-Auto-Response-Suppress */
machine_function machine_find_auto_replied; /* Auto-Submitted */
machine_function machine_find_auto_generated;
machine_function machine_find_null_path;  /* Return-Path: <> */
machine_function machine_find_own_loop;   /* X-Apres-Loop */
machine_function machine_find_hops;       /* Received more than 50 times */
machine_function machine_find_high_score; /* a spam confidence level of 5 or more */
machine_function machine_find_crowd;      /* more than 20 recipients */
machine_function machine_find_several; /* several of the hits in WORDS, the first of them
					  among these */
/* machine-words.c: WORDS are names of mailboxes or beginnings of subjects */
machine_function machine_find_own_sender;
machine_function machine_find_sender;        /* "name", "name-*", "*-name", "*-name-*" */
machine_function machine_find_subject_start; /* folded phrases at the start */
machine_function machine_find_subject;       /* folded phrases anywhere; no reply */
#endif
