/* SPDX-License-Identifier: Apache-2.0 */
/* Who took what out of the store is recorded, too.  The words for it are sealed for whom
 * they are about, and go with the person. */
#include "config.h"
#include "message/address.h"
#include "pipeline/action-parts.h"
#include "store/audit.h"
#include "store/person.h"
#include "util/error.h"

static void
copy(json_t *to, const json_t *from, const char *name)
{
	json_t *value = json_object_get(from, name);

	if (value != NULL && !json_is_null(value))
		json_object_set(to, name, value);
}

/* ---- the record ---- */

static bool
check_numbers(const json_t *args, GError **error)
{
	static const char *const names[] = { "mail", "entries", "mails", "missing" };

	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		const json_t *one = json_object_get(args, names[i]);
		if (!json_is_integer(one) || json_integer_value(one) < 0)
			return apres_throw(error, APRES_ERROR_USAGE,
					   "\"%s\" must be a number", names[i]);
	}
	return json_is_object(json_object_get(args, "filter")) ||
	       apres_throw(error, APRES_ERROR_USAGE, "\"filter\" must be an object");
}

bool
apres_action_audit_export(const apres_action_context *c, const json_t *args,
			  json_t **answer_out, GError **error)
{
	const char *company, *by, *because, *to, *manifest;

	if (!apres_action_take_text(args, "company", false, &company, error) ||
	    !apres_action_take_text(args, "by", true, &by, error) ||
	    !apres_action_take_text(args, "because", true, &because, error) ||
	    !apres_action_take_text(args, "to", false, &to, error) ||
	    !apres_action_take_text(args, "manifest", true, &manifest, error) ||
	    !check_numbers(args, error) ||
	    (company != NULL && !apres_action_check_company(c, company, error)))
		return false;
	const json_t *filter = json_object_get(args, "filter");
	gint64 mail = json_integer_value(json_object_get(args, "mail"));
	json_auto_t *pub = json_pack("{s:s, s:s, s:s, s:b}", "by", by, "login", c->by,
				     "manifest", manifest, "one-person", to != NULL);
	copy(pub, args, "filter");
	copy(pub, args, "entries");
	copy(pub, args, "mails");
	copy(pub, args, "missing");
	copy(pub, filter, "case");
	/* Without a mail of the person nobody's key could seal the address. */
	json_auto_t *body =
		json_pack("{s:s, s:s*}", "because", because, "to", mail != 0 ? to : NULL);
	*answer_out = json_pack("{s:s}", "state", "recorded");
	return apres_audit_append(c->store, "export", company, mail, pub, body, c->now,
				  NULL, error);
}

/* ---- a person ---- */

static gint64
newest(const GArray *ids)
{
	gint64 id = 0;

	for (guint i = 0; i < ids->len; i++)
		id = MAX(id, g_array_index(ids, gint64, i));
	return id;
}

bool
apres_action_person_look(const apres_action_context *c, const json_t *args,
			 json_t **answer_out, GError **error)
{
	const char *company, *given, *how, *by, *because;
	g_autoptr(apres_person) person = NULL;

	if (!apres_action_take_text(args, "company", true, &company, error) ||
	    !apres_action_take_text(args, "name", true, &given, error) ||
	    !apres_action_take_text(args, "how", true, &how, error) ||
	    !apres_action_take_text(args, "by", false, &by, error) ||
	    !apres_action_take_text(args, "because", false, &because, error) ||
	    !apres_action_check_company(c, company, error))
		return false;
	bool exported = g_str_equal(how, "export");
	if (!exported && !g_str_equal(how, "show"))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "\"how\" is \"show\" or \"export\"");
	g_autofree char *name = apres_address_identity(given);
	if (!apres_person_find(c->store, company, name != NULL ? name : given, &person,
			       error))
		return false;
	if (person == NULL)
		return apres_throw(error, APRES_ERROR_INPUT,
				   "nothing is stored about %s; see: apres case list",
				   given);
	gint64 mail = newest(person->messages), application = newest(person->cases);
	json_auto_t *pub = json_pack("{s:s*, s:s}", "by", by, "login", c->by);
	if (mail == 0 && application != 0)
		json_object_set_new(pub, "case", json_integer(application));
	json_auto_t *body = json_pack("{s:s*, s:s*}", "because", because, "name",
				      mail + application != 0 ? given : NULL);
	*answer_out = json_pack("{s:s}", "state", "recorded");
	return apres_audit_append(c->store, exported ? "person-export" : "person-show",
				  company, mail, pub, body, c->now, NULL, error);
}
