/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing on the page depends on when it is looked at, or how often it was. */
#include "config.h"
#include "pipeline/erasure-page.h"
#include "util/text.h"

#define CELL_CHARS 60

static void
add_text(GString *page, const char *label, const char *text)
{
	g_autofree char *clean =
		text != NULL ? apres_text_clean_line(text, 500) : g_strdup("-");

	g_string_append_printf(page, "%-9s %s\n", label, clean);
}

/* A cell of ROW; what is no text is left out. */
static void
add_cell(GString *page, const json_t *row, const char *name)
{
	const char *text = json_string_value(json_object_get(row, name));
	g_autofree char *clean =
		text != NULL ? apres_text_clean_line(text, CELL_CHARS) : NULL;

	if (clean != NULL)
		g_string_append_printf(page, "  %s", clean);
}

/* Part NAME of DUMP: how many there are, and each with its number and CELLS. */
static void
add_part(GString *page, const json_t *dump, const char *name, const char *title,
	 const char *const *cells)
{
	const json_t *rows = json_object_get(dump, name);
	size_t i;
	const json_t *row;

	g_string_append_printf(page, "\n%s: %d\n", title, (int)json_array_size(rows));
	json_array_foreach(rows, i, row)
	{
		const json_t *id = json_object_get(row, "id");
		if (json_is_integer(id))
			g_string_append_printf(page, "  %6d",
					       (int)json_integer_value(id));
		for (const char *const *cell = cells; *cell != NULL; cell++)
			add_cell(page, row, *cell);
		g_string_append_c(page, '\n');
	}
}

static void
add_head(GString *page, const apres_erase_request *request, const apres_person *person)
{
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(request->at);
	g_autofree char *when = g_date_time_format(at, "%Y-%m-%d %H:%M UTC");
	g_autofree char *asked = g_strdup_printf("%s, logged in as %s, %s", request->by,
						 request->login, when);

	g_string_append_printf(
		page, "Request %" G_GINT64_FORMAT " to forget a person of company %s\n\n",
		request->id, request->company);
	add_text(page, "Person", request->name);
	for (guint i = 0; i < person->names->len; i++)
		if (!g_str_equal(person->names->pdata[i], request->name))
			add_text(page, "", person->names->pdata[i]);
	add_text(page, "Asked by", asked);
	add_text(page, g_str_equal(request->cause, "retention") ? "Let go by" : "Basis",
		 request->basis);
	add_text(page, "Page", request->salt);
}

char *
apres_erasure_page(apres_store *store, const apres_erase_request *request,
		   const apres_person *person, GError **error)
{
	static const char *const mails[] = { "received", "effect", "subject", NULL };
	static const char *const sent[] = { "written", "kind", "subject", NULL };
	static const char *const cases[] = { "requisition", "outcome", "role", NULL };
	static const char *const others[] = { "opened", NULL };
	static const char *const letters[] = { "at", "topic", NULL };
	g_autoptr(GString) page = g_string_new(NULL);
	json_auto_t *dump = NULL;

	if (!apres_person_dump(store, person, &dump, error))
		return NULL;
	add_head(page, request, person);
	g_string_append(page, "\nWhat will be gone, and cannot be had again:\n");
	add_part(page, dump, "mails", "Mails, as far as apres keeps them", mails);
	add_part(page, dump, "sent", "Written to the person", sent);
	add_part(page, dump, "cases", "Cases", cases);
	add_part(page, dump, "owed", "Owed by people", others);
	add_part(page, dump, "debriefs", "Debriefs", others);
	add_part(page, dump, "letters", "Letters to the person that apres saw", letters);
	g_string_append(page, "\nand the private parts of all entries about them. The "
			      "entries themselves stay.\n");
	return g_string_free(g_steal_pointer(&page), FALSE);
}
