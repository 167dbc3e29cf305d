/* SPDX-License-Identifier: Apache-2.0 */
/* A table of cases (CSV), read and checked row by row. */
#ifndef APRES_PIPELINE_CASE_FILE_H
#define APRES_PIPELINE_CASE_FILE_H
#include "config/columns.h"
#include "store/case.h"

typedef struct apres_case_table {
	const char *path;
	const apres_columns *columns; /* whose table it is; NULL = ours */
	const char *company;
	const char *today; /* "2026-12-02": of rows that do not say when they were so */
} apres_case_table;

/* One good row, the LINE in which it begins; RECORD is given away. */
typedef bool (*apres_case_row_func)(void *context, guint line, apres_case_record *record,
				    GError **error);

/* What was found wrong. */
typedef struct apres_case_faults {
	GPtrArray *shown; /* char *: "FILE:LINE:COLUMN: ...", the first of them */
	guint count;
} apres_case_faults;
void apres_case_faults_clear(apres_case_faults *faults);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(apres_case_faults, apres_case_faults_clear)

/*
 * Call FUNC (NULL: only check) for each row without fault; the others are told in
 * FAULTS_OUT, by line and by number of the cell.  Two rows of one person and post
 * are a fault, too.  False if the file itself cannot be used (INPUT, CONFIG, TEMP), or a
 * call failed.
 */
bool apres_case_file_read(const apres_case_table *table, apres_case_row_func func,
			  void *context, apres_case_faults *faults_out, GError **error);
#endif
