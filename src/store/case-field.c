/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of a case, and what may stand in each. */
#include "config.h"
#include "store/case-field.h"

#include <string.h>

#include "message/address.h"
#include "policy/case.h"
#include "util/error.h"

#define TEXT_MAX 500
#define ADDRESSES_MAX 10
#define DAY_LEN 10

typedef enum {
	KIND_TEXT,
	KIND_ADDRESS,
	KIND_ADDRESSES,
	KIND_DAY, /* not in the future */
	KIND_ANY_DAY,
	KIND_FLAG,
	KIND_WORD, /* "ca-on" */
	KIND_STAGE,
	KIND_OUTCOME,
	KIND_CHANNEL,
} field_kind;

typedef struct field_row {
	const char *name;
	field_kind kind;
	const char *help;
} field_row;

static const field_row fields[APRES_CASE_FIELD_COUNT_] = {
	[APRES_CASE_PERSON] = { "person", KIND_TEXT, "the person's id, or an address" },
	[APRES_CASE_REQUISITION] = { "requisition", KIND_TEXT, "the post's id" },
	[APRES_CASE_NAME] = { "name", KIND_TEXT, "the person's name" },
	[APRES_CASE_ADDRESSES] = { "addresses", KIND_ADDRESSES,
				   "where the person writes from; space between" },
	[APRES_CASE_ROLE] = { "role", KIND_TEXT, "the post in words" },
	[APRES_CASE_STAGE] = { "stage", KIND_STAGE,
			       "applied, review, interview or decision" },
	[APRES_CASE_OUTCOME] = { "outcome", KIND_OUTCOME,
				 "none, rejected, offered, hired, withdrawn or closed" },
	[APRES_CASE_CHANNEL] = { "outcome-channel", KIND_CHANNEL,
				 "how it was told: mail, call or letter" },
	[APRES_CASE_DECIDED] = { "outcome-date", KIND_DAY, "the day it was told" },
	[APRES_CASE_INTERVIEWED] = { "interviewed", KIND_ANY_DAY,
				     "the day of the last interview, held or planned" },
	[APRES_CASE_RECORDED] = { "recorded", KIND_DAY, "the day as of which it is so" },
	[APRES_CASE_RECRUITER] = { "recruiter", KIND_ADDRESS, "address" },
	[APRES_CASE_MANAGER] = { "manager", KIND_ADDRESS,
				 "the hiring manager's address" },
	[APRES_CASE_HR] = { "hr", KIND_ADDRESS, "the HR partner's address" },
	[APRES_CASE_JURISDICTION] = { "jurisdiction", KIND_WORD, "a pack's id: ca-on" },
	[APRES_CASE_PAY_RANGE] = { "pay-range", KIND_TEXT, "never sent" },
	[APRES_CASE_DO_NOT_REHIRE] = { "do-not-rehire", KIND_FLAG, "yes or no" },
	[APRES_CASE_TALENT_POOL] = { "talent-pool", KIND_FLAG,
				     "yes: consents to be kept in mind" },
	[APRES_CASE_INTERNAL] = { "internal", KIND_FLAG, "yes: an employee" },
};

const char *
apres_case_field_name(apres_case_field field)
{
	return fields[field].name;
}

const char *
apres_case_field_help(apres_case_field field)
{
	return fields[field].help;
}

bool
apres_case_field_find(const char *name, apres_case_field *field_out)
{
	for (guint i = 0; i < APRES_CASE_FIELD_COUNT_; i++) {
		if (g_strcmp0(fields[i].name, name) == 0) {
			*field_out = (apres_case_field)i;
			return true;
		}
	}
	return false;
}

/* ---- values ---- */

static char *
parse_text(const char *text, GError **error)
{
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		if (g_unichar_iscntrl(g_utf8_get_char(p))) {
			apres_throw(error, APRES_ERROR_INPUT,
				    "a line break or another control character in it");
			return NULL;
		}
	}
	return g_strdup(text);
}

static char *
parse_address(const char *text, GError **error)
{
	char *identity = apres_address_identity(text);

	if (identity == NULL)
		apres_throw(error, APRES_ERROR_INPUT, "'%s' is no mail address", text);
	return identity;
}

static char *
parse_addresses(const char *text, GError **error)
{
	g_auto(GStrv) parts = g_strsplit_set(text, " ,;\t\r\n", -1);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; parts[i] != NULL; i++) {
		if (*parts[i] == '\0')
			continue;
		g_autofree char *one = parse_address(parts[i], error);
		if (one == NULL)
			return NULL;
		if (!g_ptr_array_find_with_equal_func(found, one, g_str_equal, NULL))
			g_ptr_array_add(found, g_steal_pointer(&one));
	}
	if (found->len > ADDRESSES_MAX) {
		apres_throw(error, APRES_ERROR_INPUT, "more than %d addresses",
			    ADDRESSES_MAX);
		return NULL;
	}
	g_ptr_array_add(found, NULL);
	return g_strjoinv(" ", (char **)found->pdata);
}

/* "2026-12-02", or the same with a time behind it, which is cut. */
static char *
parse_day(const char *text, const char *latest, GError **error)
{
	int year, month, day;
	gsize len = strlen(text);
	g_autofree char *iso = g_strndup(text, DAY_LEN);
	const char *after = len > DAY_LEN ? text + DAY_LEN : "T00";
	bool shaped = len >= DAY_LEN && iso[4] == '-' && iso[7] == '-' &&
		      strspn(iso, "0123456789-") == DAY_LEN &&
		      (*after == 'T' || *after == ' ') && g_ascii_isdigit(after[1]);

	if (shaped) {
		year = (int)g_ascii_strtoll(iso, NULL, 10);
		month = (int)g_ascii_strtoll(iso + 5, NULL, 10);
		day = (int)g_ascii_strtoll(iso + 8, NULL, 10);
		shaped = year >= 1970 && month >= 1 && month <= 12 && day >= 1 &&
			 g_date_valid_dmy((GDateDay)day, (GDateMonth)month,
					  (GDateYear)year);
	}
	if (!shaped) {
		apres_throw(error, APRES_ERROR_INPUT,
			    "'%s' is no day as ISO 8601 has it: 2026-12-02", text);
		return NULL;
	}
	if (latest != NULL && strcmp(iso, latest) > 0) {
		apres_throw(error, APRES_ERROR_INPUT, "'%s' is still to come", text);
		return NULL;
	}
	return g_steal_pointer(&iso);
}

/* Where it is written the day after ours may have begun. */
static char *
day_after(const char *day)
{
	g_autoptr(GDateTime) when = NULL;
	g_autoptr(GDateTime) next = NULL;
	g_autofree char *midnight = g_strdup_printf("%sT00:00:00Z", day);

	when = g_date_time_new_from_iso8601(midnight, NULL);
	g_assert(when != NULL);
	next = g_date_time_add_days(when, 1);
	return g_date_time_format(next, "%Y-%m-%d");
}

static char *
parse_flag(const char *text, GError **error)
{
	static const char *const yes[] = { "yes", "true", "1", "y", NULL };
	static const char *const no[] = { "no", "false", "0", "n", NULL };
	g_autofree char *word = g_ascii_strdown(text, -1);

	if (g_strv_contains(yes, word))
		return g_strdup("yes");
	if (g_strv_contains(no, word))
		return g_strdup("no");
	apres_throw(error, APRES_ERROR_INPUT, "'%s' is neither yes nor no", text);
	return NULL;
}

static bool
is_stage(const char *word)
{
	apres_stage stage;

	return apres_stage_from_string(word, &stage);
}

static bool
is_outcome(const char *word)
{
	apres_case_outcome outcome;

	return apres_case_outcome_from_string(word, &outcome);
}

static bool
is_channel(const char *word)
{
	static const char *const channels[] = { "mail", "call", "letter", NULL };

	return g_strv_contains(channels, word);
}

static bool
is_pack_id(const char *word)
{
	gsize len = strlen(word);

	return len <= 20 && strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

static char *
parse_word(bool (*is_known)(const char *), const char *text, const char *help,
	   GError **error)
{
	g_autofree char *word = g_ascii_strdown(text, -1);

	if (is_known(word))
		return g_steal_pointer(&word);
	apres_throw(error, APRES_ERROR_INPUT, "'%s' is not known here; allowed: %s", text,
		    help);
	return NULL;
}

static char *
parse_past_day(const char *text, const char *today, GError **error)
{
	g_autofree char *latest = day_after(today);

	return parse_day(text, latest, error);
}

char *
apres_case_field_parse(apres_case_field field, const char *text, const char *today,
		       GError **error)
{
	const field_row *row = &fields[field];
	g_autofree char *bare = g_strstrip(g_strdup(text));

	if (*bare == '\0')
		return g_strdup("");
	if (strlen(bare) > TEXT_MAX || !g_utf8_validate(bare, -1, NULL)) {
		apres_throw(error, APRES_ERROR_INPUT,
			    strlen(bare) > TEXT_MAX ? "longer than %d bytes"
						    : "not UTF-8",
			    TEXT_MAX);
		return NULL;
	}
	switch (row->kind) {
	case KIND_TEXT: return parse_text(bare, error);
	case KIND_ADDRESS: return parse_address(bare, error);
	case KIND_ADDRESSES: return parse_addresses(bare, error);
	case KIND_DAY: return parse_past_day(bare, today, error);
	case KIND_ANY_DAY: return parse_day(bare, NULL, error);
	case KIND_FLAG: return parse_flag(bare, error);
	case KIND_WORD: return parse_word(is_pack_id, bare, row->help, error);
	case KIND_STAGE: return parse_word(is_stage, bare, row->help, error);
	case KIND_OUTCOME: return parse_word(is_outcome, bare, row->help, error);
	case KIND_CHANNEL: return parse_word(is_channel, bare, row->help, error);
	}
	g_assert_not_reached();
}
