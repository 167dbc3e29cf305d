/* SPDX-License-Identifier: Apache-2.0 */
/* Entries -> decisions and sendings. */
#include "config.h"
#include "store/audit-book.h"

#include "store/db.h"

#define PAGE 500

bool
apres_audit_walk(apres_store *store, const char *company, gint64 mail, gint64 first,
		 apres_audit_visit visit, void *context, GError **error)
{
	for (guint count = PAGE; count == PAGE;) {
		g_autoptr(GPtrArray) entries = NULL;

		if (!apres_audit_list(store, company, mail, first, PAGE, &entries, error))
			return false;
		count = entries->len;
		for (guint i = 0; i < count; i++) {
			const apres_audit_entry *entry = entries->pdata[i];
			if (!visit(entry, context))
				return true;
			first = entry->index + 1;
		}
	}
	return true;
}

const char *
apres_audit_fact(const apres_audit_entry *entry, const char *name)
{
	return json_string_value(json_object_get(entry->pub, name));
}

const char *
apres_audit_private(const apres_audit_entry *entry, const char *name)
{
	return json_string_value(json_object_get(entry->private_body, name));
}

static char *
copy_fact(const apres_audit_entry *entry, const char *name)
{
	const char *text = apres_audit_fact(entry, name);

	return text != NULL && *text != '\0' ? g_strdup(text) : NULL;
}

/* ---- decisions ---- */

static void
decided_free(gpointer data)
{
	apres_decided *d = data;

	g_free(d->company);
	g_free(d->mailbox);
	g_free(d->effect);
	g_free(d->audience);
	g_free(d->rule);
	g_free(d->template_id);
	g_free(d->queue);
	g_free(d->policy);
	g_strfreev(d->classes);
	g_free(d->candidate);
	g_free(d);
}

static char **
copy_words(const json_t *array)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	const json_t *one;
	size_t i;

	json_array_foreach(array, i, one)
	{
		if (json_is_string(one))
			g_strv_builder_add(builder, json_string_value(one));
	}
	return g_strv_builder_end(builder);
}

static void
add_decided(apres_book *book, const apres_audit_entry *entry)
{
	apres_decided *d = g_new0(apres_decided, 1);

	d->index = entry->index;
	d->at = entry->at;
	d->received = json_integer_value(json_object_get(entry->pub, "received"));
	d->mail = entry->message_id;
	d->company = g_strdup(entry->company);
	d->mailbox = copy_fact(entry, "mailbox");
	d->effect = copy_fact(entry, "effect");
	d->audience = copy_fact(entry, "audience");
	d->rule = copy_fact(entry, "rule");
	d->template_id = copy_fact(entry, "template");
	d->queue = copy_fact(entry, "queue");
	d->policy = copy_fact(entry, "policy");
	d->classes = copy_words(json_object_get(entry->pub, "classes"));
	d->candidate = g_strdup(apres_audit_private(entry, "candidate"));
	g_ptr_array_add(book->decided, d);
	g_hash_table_replace(book->by_mail, &d->mail, d);
}

/* ---- sendings ---- */

static void
sending_free(gpointer data)
{
	apres_sending *s = data;

	g_free(s->receipt);
	g_free(s->id);
	g_free(s->company);
	g_free(s->kind);
	g_free(s->template_id);
	g_free(s->language);
	g_free(s->mailbox);
	g_free(s->to);
	g_free(s->from);
	g_free(s->state);
	g_free(s->why);
	g_free(s->by);
	g_free(s->digest);
	g_free(s);
}

bool
apres_sending_may_have_left(const apres_sending *sending)
{
	return g_strcmp0(sending->state, "sent") == 0 ||
	       g_strcmp0(sending->state, "in-doubt") == 0 ||
	       g_strcmp0(sending->state, "unknown") == 0;
}

static apres_sending *
sending_of(apres_book *book, const apres_audit_entry *entry)
{
	const char *id = apres_audit_fact(entry, "id");
	apres_sending *s = g_hash_table_lookup(book->by_id, id != NULL ? id : "");

	if (s != NULL)
		return s;
	s = g_new0(apres_sending, 1);
	s->intent = -1;
	s->id = g_strdup(id != NULL ? id : "");
	s->company = g_strdup(entry->company);
	s->mail = entry->message_id;
	s->at = entry->at;
	g_ptr_array_add(book->sendings, s);
	g_hash_table_insert(book->by_id, s->id, s);
	return s;
}

static void
add_intent(apres_book *book, const apres_audit_entry *entry)
{
	apres_sending *s = sending_of(book, entry);

	if (s->intents++ > 0)
		return;
	s->intent = entry->index;
	s->at = s->changed = entry->at;
	s->receipt = g_strdup(entry->leaf_hex);
	s->kind = copy_fact(entry, "kind");
	s->template_id = copy_fact(entry, "template");
	s->language = copy_fact(entry, "language");
	s->mailbox = copy_fact(entry, "mailbox");
	s->to = g_strdup(apres_audit_private(entry, "to"));
	s->from = g_strdup(apres_audit_private(entry, "from"));
	g_free(s->state);
	s->state = copy_fact(entry, "state");
	s->decided = g_hash_table_lookup(book->by_mail, &s->mail);
}

static void
replace(char **at, char *text)
{
	g_free(*at);
	*at = text;
}

static void
add_change(apres_book *book, const apres_audit_entry *entry)
{
	apres_sending *s = sending_of(book, entry);
	char *why = copy_fact(entry, "why");
	char *digest = copy_fact(entry, "bytes");

	replace(&s->state, copy_fact(entry, "to"));
	replace(&s->by, copy_fact(entry, "by"));
	s->changed = entry->at;
	if (why != NULL)
		replace(&s->why, why);
	if (digest != NULL)
		replace(&s->digest, digest);
	s->accepted += g_strcmp0(s->state, "sent") == 0;
}

/* What an entry "returned" is about is the mail that was answered, and the Message-ID. */
static void
add_returned(apres_book *book, const apres_audit_entry *entry)
{
	const char *id = apres_audit_fact(entry, "id");
	apres_sending *s = id != NULL ? g_hash_table_lookup(book->by_id, id) : NULL;

	if (s != NULL && s->returned == 0)
		s->returned = entry->at;
}

static bool
add_entry(const apres_audit_entry *entry, void *context)
{
	apres_book *book = context;

	if (g_strcmp0(entry->type, "decided") == 0)
		add_decided(book, entry);
	else if (g_strcmp0(entry->type, "send-intent") == 0)
		add_intent(book, entry);
	else if (g_strcmp0(entry->type, "outbox") == 0 ||
		 g_strcmp0(entry->type, "send-result") == 0)
		add_change(book, entry);
	else if (g_strcmp0(entry->type, "returned") == 0)
		add_returned(book, entry);
	return true;
}

void
apres_book_free(apres_book *book)
{
	if (book == NULL)
		return;
	g_hash_table_unref(book->by_id);
	g_hash_table_unref(book->by_mail);
	g_ptr_array_unref(book->sendings);
	g_ptr_array_unref(book->decided);
	g_free(book);
}

apres_book *
apres_book_read(apres_store *store, const char *company, GError **error)
{
	g_autoptr(apres_book) book = g_new0(apres_book, 1);

	book->decided = g_ptr_array_new_with_free_func(decided_free);
	book->sendings = g_ptr_array_new_with_free_func(sending_free);
	book->by_id = g_hash_table_new(g_str_hash, g_str_equal);
	book->by_mail = g_hash_table_new(g_int64_hash, g_int64_equal);
	return apres_audit_walk(store, company, 0, 0, add_entry, book, error)
		       ? g_steal_pointer(&book)
		       : NULL;
}

/* ---- beside it ---- */

bool
apres_book_outbox(apres_store *store, const char *company, GHashTable **sent_out,
		  GHashTable **known_out, GError **error)
{
	g_auto(apres_query) gone =
		apres_query_of(store, "SELECT smtp_message_id FROM outbox WHERE state = 4"
				      " AND (?1 IS NULL OR company = ?1)");
	g_auto(apres_query) all =
		apres_query_of(store, "SELECT smtp_message_id FROM outbox"
				      " WHERE ?1 IS NULL OR company = ?1");
	g_autoptr(GHashTable) sent =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) known =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	apres_bind_text(&gone, company);
	apres_bind_text(&all, company);
	if (!apres_query_add_texts(&gone, sent, error) ||
	    !apres_query_add_texts(&all, known, error))
		return false;
	*sent_out = g_steal_pointer(&sent);
	*known_out = g_steal_pointer(&known);
	return true;
}

bool
apres_book_case(apres_store *store, gint64 case_id, GHashTable **mails_out,
		GError **error)
{
	g_auto(apres_query) query =
		apres_query_of(store, "SELECT id FROM message WHERE application = ?1"
				      " AND application <> 0 ORDER BY id");
	g_autoptr(GHashTable) mails =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));

	apres_bind_int(&query, case_id);
	if (!apres_query_add_ints(&query, ids, error))
		return false;
	for (guint i = 0; i < ids->len; i++)
		g_hash_table_add(
			mails, g_memdup2(&g_array_index(ids, gint64, i), sizeof(gint64)));
	*mails_out = g_steal_pointer(&mails);
	return true;
}
