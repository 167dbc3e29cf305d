/* SPDX-License-Identifier: Apache-2.0 */
/* index.csv and missing.csv.  Whoever checks an export makes every cell again from the
 * entries: what is written here is described in README.txt. */
#include "config.h"
#include "apres/csv-out.h"
#include "apres/export-parts.h"
#include "util/clock.h"

#include <stdio.h>

#define INDEX "index.csv"
#define MISSING "missing.csv"

static const char *const facts[] = { "effect", "audience", "rule",    "template",
				     "queue",  "language", "mailbox", "policy" };

static bool
append(apres_export *x, const char *name, const GString *row, GError **error)
{
	return apres_bundle_append(x->bundle, name, row->str, row->len, error);
}

bool
apres_export_add_head(apres_export *x, GError **error)
{
	g_autoptr(GString) row =
		g_string_new("entry,time,type,company,mail,direction,from,to,subject,"
			     "message_id,state");
	g_autoptr(GString) missing = g_string_new("entry,time,type,mail,what,reason");

	for (guint i = 0; i < G_N_ELEMENTS(facts); i++)
		g_string_append_printf(row, ",%s", facts[i]);
	g_string_append(row, ",classes,file,private,salt,proof,hash");
	apres_csv_end(row);
	apres_csv_end(missing);
	return append(x, INDEX, row, error) && append(x, MISSING, missing, error);
}

static void
add_entry(GString *row, const apres_audit_entry *entry)
{
	g_autofree char *at = apres_clock_format_utc(entry->at);

	apres_csv_add_int(row, entry->index);
	apres_csv_add(row, at);
	apres_csv_add(row, entry->type);
}

static void
add_parties(GString *row, const apres_audit_entry *entry, const char *direction)
{
	bool out = g_strcmp0(direction, "out") == 0;
	bool in = g_strcmp0(direction, "in") == 0;

	apres_csv_add(row, direction);
	apres_csv_add(row, in    ? apres_audit_private(entry, "candidate")
			   : out ? apres_audit_private(entry, "from")
				 : NULL);
	apres_csv_add(row, out ? apres_audit_private(entry, "to") : NULL);
	apres_csv_add(row, in || out ? apres_audit_private(entry, "subject") : NULL);
	apres_csv_add(row, in    ? apres_audit_private(entry, "message_id")
			   : out ? apres_audit_fact(entry, "id")
				 : NULL);
}

static void
add_classes(GString *row, const apres_audit_entry *entry)
{
	g_autoptr(GString) words = g_string_new(NULL);
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(entry->pub, "classes"), i, one)
	{
		if (json_is_string(one))
			g_string_append_printf(words, "%s%s", words->len > 0 ? " " : "",
					       json_string_value(one));
	}
	apres_csv_add(row, words->str);
}

bool
apres_export_add_row(apres_export *x, const apres_audit_entry *entry, const export_row *r,
		     GError **error)
{
	g_autoptr(GString) row = g_string_new(NULL);
	g_autofree char *proof =
		g_strdup_printf("proofs/%08" G_GINT64_FORMAT ".json", entry->index);

	add_entry(row, entry);
	apres_csv_add(row, entry->company);
	apres_csv_add_int(row, entry->message_id);
	add_parties(row, entry, r->direction);
	apres_csv_add(row, r->state);
	for (guint i = 0; i < G_N_ELEMENTS(facts); i++)
		apres_csv_add(row, apres_audit_fact(entry, facts[i]));
	add_classes(row, entry);
	apres_csv_add(row, r->file);
	apres_csv_add(row, r->body);
	apres_csv_add(row, r->salt);
	apres_csv_add(row, proof);
	apres_csv_add(row, entry->leaf_hex);
	apres_csv_end(row);
	x->counts.entries++;
	return append(x, INDEX, row, error);
}

bool
apres_export_add_missing(apres_export *x, const apres_audit_entry *entry,
			 const char *what, const char *reason, GError **error)
{
	g_autoptr(GString) row = g_string_new(NULL);

	if (entry != NULL) {
		add_entry(row, entry);
		apres_csv_add_int(row, entry->message_id);
	} else {
		for (guint i = 0; i < 4; i++)
			apres_csv_add(row, NULL);
	}
	apres_csv_add(row, what);
	apres_csv_add(row, reason);
	apres_csv_end(row);
	x->counts.missing++;
	return append(x, MISSING, row, error);
}
