/* SPDX-License-Identifier: Apache-2.0 */
/* Which entries of the record are meant. */
#include "config.h"
#include "apres/audit-screen.h"
#include "apres/output.h"
#include "message/address.h"
#include "policy/policy.h"
#include "store/zone.h"
#include "util/clock.h"
#include "util/error.h"

#include <stdio.h>
#include <string.h>

void
apres_audit_filter_clear(apres_audit_filter *filter)
{
	g_free(filter->company);
	g_free(filter->to);
	g_free(filter->class_id);
	g_free(filter->rule);
	g_free(filter->template_id);
	g_free(filter->policy);
	g_free(filter->effect);
	g_free(filter->from_day);
	g_free(filter->until_day);
	g_free(filter->person);
	g_clear_pointer(&filter->mails, g_hash_table_unref);
}

bool
apres_audit_time(const char *option, const char *text, bool end, GTimeZone *zone,
		 gint64 *when_out, GError **error)
{
	int year, month, day, used = 0;

	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3 &&
	    text[used] == '\0') {
		g_autoptr(GDateTime) begin =
			g_date_time_new(zone, year, month, day, 0, 0, 0);
		g_autoptr(GDateTime) next =
			begin != NULL ? g_date_time_add_days(begin, 1) : NULL;
		if (next != NULL) {
			*when_out = g_date_time_to_unix(end ? next : begin);
			return true;
		}
	} else if (apres_clock_parse(text, when_out)) {
		return true;
	}
	return apres_throw(error, APRES_ERROR_USAGE,
			   "%s '%s' is no day such as 2026-11-24, and no time such as "
			   "2026-11-24T13:50:00Z",
			   option, text);
}

static bool
effect_is_known(const char *effect, GError **error)
{
	for (int e = APRES_EFFECT_REPLY; e <= APRES_EFFECT_HOLD; e++)
		if (g_str_equal(effect, apres_effect_to_string((apres_effect)e)))
			return true;
	return apres_throw(error, APRES_ERROR_USAGE,
			   "--effect '%s': only reply, silence or hold", effect);
}

static bool
take_days(apres_audit_filter *f, GTimeZone *zone, GError **error)
{
	return (f->from_day == NULL ||
		apres_audit_time("--from", f->from_day, false, zone, &f->from, error)) &&
	       (f->until_day == NULL ||
		apres_audit_time("--until", f->until_day, true, zone, &f->until, error));
}

bool
apres_audit_filter_place(apres_audit_filter *f, apres_store *store, GError **error)
{
	g_autoptr(GTimeZone) zone = apres_zone_of(store, f->company);

	return take_days(f, zone, error);
}

bool
apres_audit_filter_parse(apres_audit_filter *f, GError **error)
{
	g_autoptr(GTimeZone) any = g_time_zone_new_utc();

	if (!take_days(f, any, error))
		return false;
	if (f->effect != NULL && !effect_is_known(f->effect, error))
		return false;
	if (f->policy != NULL &&
	    (*f->policy == '\0' ||
	     f->policy[strspn(f->policy, "0123456789abcdef")] != '\0'))
		return apres_throw(error, APRES_ERROR_USAGE,
				   "--policy '%s' is no digest, nor the beginning of "
				   "one; see: apres audit list --group-by policy",
				   f->policy);
	f->person = f->to != NULL ? apres_address_identity(f->to) : NULL;
	return f->to == NULL || f->person != NULL ||
	       apres_throw(error, APRES_ERROR_USAGE, "'%s' is not an address", f->to);
}

/* ---- whose ---- */

static bool
is_person(const char *address, const char *person)
{
	g_autofree char *identity =
		address != NULL ? apres_address_identity(address) : NULL;

	return g_strcmp0(identity, person) == 0;
}

/* Mail that PERSON wrote, or that we sent to PERSON. */
static bool
is_about(const apres_audit_entry *entry, const char *person)
{
	return is_person(apres_audit_private(entry, "candidate"), person) ||
	       is_person(apres_audit_private(entry, "to"), person);
}

static bool
note_mail(const apres_audit_entry *entry, void *context)
{
	apres_audit_filter *f = context;

	if (entry->message_id != 0 && is_about(entry, f->person))
		g_hash_table_add(f->mails, g_memdup2(&entry->message_id, sizeof(gint64)));
	return true;
}

bool
apres_audit_filter_find(apres_audit_filter *f, apres_store *store, GError **error)
{
	if (!apres_audit_filter_place(f, store, error))
		return false;
	if (f->case_id != 0)
		return apres_book_case(store, f->case_id, &f->mails, error);
	if (f->person == NULL)
		return true;
	f->mails = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	return apres_audit_walk(store, f->company, 0, 0, note_mail, f, error);
}

static bool
is_meant(const apres_audit_filter *f, const apres_audit_entry *entry)
{
	gint64 id = json_integer_value(json_object_get(entry->pub, "case"));

	if (f->case_id != 0)
		return g_hash_table_contains(f->mails, &entry->message_id) ||
		       id == f->case_id;
	return f->person == NULL || g_hash_table_contains(f->mails, &entry->message_id) ||
	       is_about(entry, f->person);
}

/* ---- what ---- */

static bool
has_word(const json_t *array, const char *word)
{
	const json_t *one;
	size_t i;

	json_array_foreach(array, i, one)
	{
		if (g_strcmp0(json_string_value(one), word) == 0)
			return true;
	}
	return false;
}

static bool
fact_is(const apres_audit_entry *entry, const char *name, const char *wanted)
{
	return wanted == NULL || g_strcmp0(apres_audit_fact(entry, name), wanted) == 0;
}

/* The beginning of a digest is enough. */
static bool
policy_is(const apres_audit_entry *entry, const char *wanted)
{
	const char *digest = apres_audit_fact(entry, "policy");

	if (digest == NULL)
		digest = apres_audit_fact(entry, "digest");
	return wanted == NULL || (digest != NULL && g_str_has_prefix(digest, wanted));
}

bool
apres_audit_filter_takes(const apres_audit_filter *f, const apres_audit_entry *entry)
{
	return (f->from == 0 || entry->at >= f->from) &&
	       (f->until == 0 || entry->at < f->until) &&
	       fact_is(entry, "effect", f->effect) && fact_is(entry, "rule", f->rule) &&
	       fact_is(entry, "template", f->template_id) &&
	       policy_is(entry, f->policy) &&
	       (f->class_id == NULL ||
		has_word(json_object_get(entry->pub, "classes"), f->class_id)) &&
	       is_meant(f, entry);
}

/* ---- as data ---- */

static void
set_text(json_t *object, const char *name, const char *text)
{
	if (text != NULL)
		json_object_set_new(object, name, apres_output_string(text));
}

json_t *
apres_audit_filter_to_json(const apres_audit_filter *f)
{
	json_t *object = json_object();

	set_text(object, "company", f->company);
	set_text(object, "class", f->class_id);
	set_text(object, "rule", f->rule);
	set_text(object, "template", f->template_id);
	set_text(object, "policy", f->policy);
	set_text(object, "effect", f->effect);
	set_text(object, "from", f->from_day);
	set_text(object, "until", f->until_day);
	if (f->mail != 0)
		json_object_set_new(object, "mail", json_integer(f->mail));
	if (f->case_id != 0)
		json_object_set_new(object, "case", json_integer(f->case_id));
	return object;
}
