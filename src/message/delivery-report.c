/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of a delivery report, linear in its length; what is not plain is left out.
 */
#include "config.h"
#include "message/delivery-report.h"

#include <string.h>

/* What is said of one recipient. */
typedef struct recipient {
	apres_report_kind kind;
	char status[APRES_REPORT_STATUS_MAX + 1];
} recipient;

static const char *const kind_names[] = { "none", "unclear", "delivered", "delayed",
					  "failed" };

const char *
apres_report_kind_to_string(apres_report_kind kind)
{
	g_assert((guint)kind < G_N_ELEMENTS(kind_names));
	return kind_names[kind];
}

bool
apres_report_kind_from_string(const char *name, apres_report_kind *kind_out)
{
	for (guint i = 0; i < G_N_ELEMENTS(kind_names); i++) {
		if (g_strcmp0(name, kind_names[i]) == 0) {
			*kind_out = (apres_report_kind)i;
			return true;
		}
	}
	return false;
}

void
apres_delivery_report_clear(apres_delivery_report *report)
{
	g_clear_pointer(&report->status, g_free);
	g_clear_pointer(&report->message_id, g_free);
	report->kind = APRES_REPORT_NONE;
}

void
apres_delivery_report_copy(apres_delivery_report *to, const apres_delivery_report *from)
{
	to->kind = from->kind;
	to->status = g_strdup(from->status);
	to->message_id = g_strdup(from->message_id);
}

/* How much of TEXT is "class.subject.detail"; 0: nothing. */
static gsize
status_length(const char *text)
{
	gsize at = 1;

	if (*text == '\0' || strchr("245", *text) == NULL)
		return 0;
	for (guint part = 0; part < 2; part++) {
		gsize digits = text[at] == '.' ? strspn(text + at + 1, "0123456789") : 0;
		if (digits < 1 || digits > 3)
			return 0;
		at += 1 + digits;
	}
	return at;
}

bool
apres_report_status_valid(const char *status)
{
	gsize len = status_length(status);

	return len > 0 && status[len] == '\0';
}

bool
apres_report_id_valid(const char *id)
{
	gsize len = strlen(id);

	for (const char *c = id; *c != '\0'; c++)
		if (*c <= ' ' || *c >= 0x7f || *c == '<' || *c == '>')
			return false;
	return len > 0 && len <= APRES_REPORT_ID_MAX;
}

static apres_report_kind
kind_of_action(const char *value)
{
	static const struct {
		const char *action;
		apres_report_kind kind;
	} actions[] = {
		{ "failed", APRES_REPORT_FAILED },
		{ "delayed", APRES_REPORT_DELAYED },
		{ "delivered", APRES_REPORT_DELIVERED },
		{ "relayed", APRES_REPORT_DELIVERED },
		{ "expanded", APRES_REPORT_DELIVERED },
	};
	gsize len = strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

	for (guint i = 0; i < G_N_ELEMENTS(actions); i++)
		if (len == strlen(actions[i].action) &&
		    g_ascii_strncasecmp(value, actions[i].action, len) == 0)
			return actions[i].kind;
	return APRES_REPORT_UNCLEAR;
}

/* The value if LINE is the field NAME, else NULL. */
static const char *
value_of(const char *line, const char *name)
{
	gsize len = strlen(name);

	if (g_ascii_strncasecmp(line, name, len) != 0)
		return NULL;
	line += len;
	line += strspn(line, " \t");
	if (*line != ':')
		return NULL;
	line++;
	return line + strspn(line, " \t");
}

static void
read_line(recipient *r, const char *line)
{
	const char *action = value_of(line, "Action");
	const char *status = value_of(line, "Status");

	if (action != NULL)
		r->kind = kind_of_action(action);
	if (status != NULL) {
		gsize len = status_length(status);
		bool whole = status[len] == '\0' || strchr(" \t(;", status[len]) != NULL;
		g_strlcpy(r->status, status, whole ? len + 1 : 1);
	}
}

/* What was said of one recipient counts if nothing worse was said of another. */
static void
end_recipient(apres_delivery_report *report, recipient *r)
{
	if (r->kind > report->kind) {
		report->kind = r->kind;
		g_free(report->status);
		report->status = r->status[0] != '\0' ? g_strdup(r->status) : NULL;
	}
	*r = (recipient){ 0 };
}

void
apres_delivery_report_read(apres_delivery_report *report, const char *bytes, gsize len)
{
	g_autofree char *text = g_strndup(bytes, MIN(len, APRES_REPORT_MAX_BYTES));
	recipient r = { 0 };

	report->kind = MAX(report->kind, APRES_REPORT_UNCLEAR);
	for (char *at = text; *at != '\0';) {
		gsize n = strcspn(at, "\r\n");
		char end = at[n];
		char *next = at + n + (end != '\0');
		/* CRLF ends one line, not two. */
		if (end == '\r' && *next == '\n')
			next++;
		at[n] = '\0';
		if (n == 0)
			end_recipient(report, &r);
		else
			read_line(&r, at);
		at = next;
	}
	end_recipient(report, &r);
}

void
apres_delivery_report_read_id(apres_delivery_report *report, const char *value)
{
	const char *open = value != NULL ? strchr(value, '<') : NULL;
	const char *end = open != NULL ? strchr(open, '>') : NULL;

	if (report->message_id != NULL || end == NULL)
		return;
	g_autofree char *id = g_strndup(open + 1, (gsize)(end - open - 1));
	if (apres_report_id_valid(id))
		report->message_id = g_steal_pointer(&id);
}
