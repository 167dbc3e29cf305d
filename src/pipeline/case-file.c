/* SPDX-License-Identifier: Apache-2.0 */
/* Which cell is which field, and what is wrong with it. */
#include "config.h"
#include "pipeline/case-file.h"

#include <string.h>

#include "util/csv.h"
#include "util/error.h"
#include "util/fsutil.h"
#include "util/nearest.h"

#define FAULTS_SHOWN 20
#define ROWS_MAX 1000000
#define UNUSED (-1)

typedef struct table_reading {
	const apres_case_table *table;
	apres_case_row_func func;
	void *context;
	apres_case_faults *faults;
	GArray *fields;   /* int: apres_case_field of each cell, or UNUSED */
	GHashTable *keys; /* of person and post, shortened -> line */
	guint rows;
} table_reading;

void
apres_case_faults_clear(apres_case_faults *faults)
{
	g_clear_pointer(&faults->shown, g_ptr_array_unref);
}

static void G_GNUC_PRINTF(4, 5)
	add_fault(table_reading *r, guint line, guint cell, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	g_autofree char *what = g_strdup_vprintf(fmt, args);
	va_end(args);
	if (r->faults->count++ < FAULTS_SHOWN)
		g_ptr_array_add(r->faults->shown,
				g_strdup_printf("%s:%u:%u: %s", r->table->path, line,
						cell, what));
}

/* ---- the header ---- */

static bool
may_repeat(int field)
{
	return field == APRES_CASE_ADDRESSES || field == APRES_CASE_NAME;
}

static bool
has_field(const table_reading *r, int field)
{
	for (guint i = 0; i < r->fields->len; i++)
		if (g_array_index(r->fields, int, i) == field)
			return true;
	return false;
}

/* Nobody else's column is at fault for not being ours; one of ours that is misspelt is.
 */
static void
unknown_column(table_reading *r, guint line, guint cell, const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < APRES_CASE_FIELD_COUNT_; i++)
		g_ptr_array_add(names,
				(gpointer)apres_case_field_name((apres_case_field)i));
	const char *nearest = apres_nearest(name, names);
	add_fault(r, line, cell, "no column '%s'%s%s%s", name,
		  nearest != NULL ? "; did you mean '" : "",
		  nearest != NULL ? nearest : "",
		  nearest != NULL ? "'?" : "; name it in a mapping file (--map)");
}

static void
take_heading(table_reading *r, guint line, guint cell, const char *heading)
{
	const apres_columns *columns = r->table->columns;
	const char *name =
		columns != NULL ? apres_columns_field(columns, heading) : heading;
	apres_case_field field;
	int found = UNUSED;

	if (name != NULL && *name != '\0') {
		if (!apres_case_field_find(name, &field))
			unknown_column(r, line, cell, name);
		else if (has_field(r, (int)field) && !may_repeat((int)field))
			add_fault(r, line, cell, "'%s' for the second time", name);
		else
			found = (int)field;
	}
	g_array_append_val(r->fields, found);
}

static bool
names_heading(const GPtrArray *cells, const char *heading)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)cells, heading, g_str_equal,
						NULL);
}

/* A mapping that speaks of what is not there is a slip, or another table's. */
static void
check_mapping(table_reading *r, guint line, const GPtrArray *cells)
{
	g_autoptr(GPtrArray) headings = apres_columns_headings(r->table->columns);
	g_autoptr(GPtrArray) valued = apres_columns_valued(r->table->columns);

	for (guint i = 0; i < headings->len; i++)
		if (!names_heading(cells, headings->pdata[i]))
			add_fault(r, line, 1,
				  "the mapping names '%s', which is no column here",
				  (char *)headings->pdata[i]);
	for (guint i = 0; i < valued->len; i++) {
		apres_case_field field;
		if (!apres_case_field_find(valued->pdata[i], &field))
			add_fault(r, line, 1,
				  "the mapping has words for '%s', which is no field",
				  (char *)valued->pdata[i]);
	}
}

static bool
take_header(table_reading *r, guint line, const GPtrArray *cells, GError **error)
{
	static const apres_case_field needed[] = { APRES_CASE_PERSON,
						   APRES_CASE_REQUISITION,
						   APRES_CASE_ADDRESSES };

	for (guint i = 0; i < cells->len; i++) {
		if (!g_utf8_validate(cells->pdata[i], -1, NULL))
			return apres_throw(error, APRES_ERROR_INPUT,
					   "%s:%u:%u: not UTF-8", r->table->path, line,
					   i + 1);
		take_heading(r, line, i + 1, cells->pdata[i]);
	}
	if (r->table->columns != NULL)
		check_mapping(r, line, cells);
	for (guint i = 0; i < G_N_ELEMENTS(needed); i++)
		if (!has_field(r, (int)needed[i]))
			add_fault(r, line, 1, "the column '%s' is missing",
				  apres_case_field_name(needed[i]));
	/* Every row would be at fault for it. */
	return r->faults->count == 0 ||
	       apres_throw(error, APRES_ERROR_INPUT, "%s: its columns are not usable",
			   r->table->path);
}

/* ---- rows ---- */

/* Names and addresses may stand in several columns; MORE is given away. */
static void
append(char **value, char *more)
{
	if (*value == NULL || **value == '\0') {
		g_free(*value);
		*value = more;
		return;
	}
	if (*more != '\0') {
		char *both = g_strdup_printf("%s %s", *value, more);
		g_free(*value);
		*value = both;
	}
	g_free(more);
}

static void
take_cell(table_reading *r, guint line, guint cell, const char *text,
	  apres_case_record *record)
{
	apres_case_field field =
		(apres_case_field)g_array_index(r->fields, int, cell - 1);
	const char *name = apres_case_field_name(field);
	g_autoptr(GError) cause = NULL;
	bool valid = g_utf8_validate(text, -1, NULL);
	const char *ours = r->table->columns != NULL && valid
				   ? apres_columns_value(r->table->columns, name, text)
				   : text;
	char *value = apres_case_field_parse(field, ours, r->table->today, &cause);

	if (value == NULL)
		add_fault(r, line, cell, "%s: %s", name, cause->message);
	else
		append(&record->value[field], value);
}

/* The same address may stand in two columns. */
static void
join_addresses(table_reading *r, guint line, apres_case_record *record)
{
	char **all = &record->value[APRES_CASE_ADDRESSES];
	g_autoptr(GError) cause = NULL;

	if (*all == NULL)
		return;
	char *joined = apres_case_field_parse(APRES_CASE_ADDRESSES, *all, r->table->today,
					      &cause);
	if (joined == NULL) {
		add_fault(r, line, 1, "addresses: %s", cause->message);
		return;
	}
	g_free(*all);
	*all = joined;
}

static void
check_needed(table_reading *r, guint line, const apres_case_record *record,
	     apres_case_field field)
{
	const char *value = record->value[field];

	if (value != NULL && *value == '\0')
		add_fault(r, line, 1, "%s is empty", apres_case_field_name(field));
}

/* Of a million rows no two that differ are taken for the same. */
static gint64
key_of(const apres_case_record *record)
{
	g_autofree char *both =
		g_strdup_printf("%s\n%s", record->value[APRES_CASE_REQUISITION],
				record->value[APRES_CASE_PERSON]);
	g_autofree char *hex = apres_sha256_hex(both, strlen(both));

	hex[16] = '\0';
	return (gint64)g_ascii_strtoull(hex, NULL, 16);
}

static void
check_key(table_reading *r, guint line, const apres_case_record *record)
{
	gint64 key = key_of(record);
	gpointer earlier = g_hash_table_lookup(r->keys, &key);

	if (earlier != NULL)
		add_fault(r, line, 1, "the same person and requisition as in line %u",
			  GPOINTER_TO_UINT(earlier));
	else
		g_hash_table_insert(r->keys, g_memdup2(&key, sizeof key),
				    GUINT_TO_POINTER(line));
}

static apres_case_record *
record_of(table_reading *r, guint line, const GPtrArray *cells)
{
	g_autoptr(apres_case_record) record = apres_case_record_new(r->table->company);
	guint before = r->faults->count;

	if (cells->len != r->fields->len) {
		add_fault(r, line, MIN(cells->len, r->fields->len) + 1,
			  "%u cells under %u columns", cells->len, r->fields->len);
		return NULL;
	}
	for (guint i = 0; i < cells->len; i++)
		if (g_array_index(r->fields, int, i) != UNUSED)
			take_cell(r, line, i + 1, cells->pdata[i], record);
	join_addresses(r, line, record);
	check_needed(r, line, record, APRES_CASE_PERSON);
	check_needed(r, line, record, APRES_CASE_REQUISITION);
	check_needed(r, line, record, APRES_CASE_ADDRESSES);
	if (r->faults->count == before)
		check_key(r, line, record);
	char **recorded = &record->value[APRES_CASE_RECORDED];
	if (*recorded == NULL || **recorded == '\0') {
		g_free(*recorded);
		*recorded = g_strdup(r->table->today);
	}
	return r->faults->count == before ? g_steal_pointer(&record) : NULL;
}

static bool
take_row(void *context, guint line, const GPtrArray *cells, GError **error)
{
	table_reading *r = context;

	if (r->fields == NULL) {
		r->fields = g_array_new(FALSE, FALSE, sizeof(int));
		return take_header(r, line, cells, error);
	}
	if (++r->rows > ROWS_MAX)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "%s:%u: more than %d rows; split the file",
				   r->table->path, line, ROWS_MAX);
	apres_case_record *record = record_of(r, line, cells);
	if (record == NULL || r->func == NULL) {
		apres_case_record_free(record);
		return true;
	}
	return r->func(r->context, line, record, error);
}

bool
apres_case_file_read(const apres_case_table *table, apres_case_row_func func,
		     void *context, apres_case_faults *faults_out, GError **error)
{
	g_autoptr(GHashTable) keys =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	table_reading r = { .table = table,
			    .func = func,
			    .context = context,
			    .faults = faults_out,
			    .keys = keys };

	*faults_out = (apres_case_faults){
		.shown = g_ptr_array_new_with_free_func(g_free),
	};
	bool good = apres_csv_read(table->path, take_row, &r, error);
	if (good && r.fields == NULL)
		good = apres_throw(error, APRES_ERROR_INPUT, "%s:1: the file is empty",
				   table->path);
	g_clear_pointer(&r.fields, g_array_unref);
	return good;
}
