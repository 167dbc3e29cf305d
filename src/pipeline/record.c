/* SPDX-License-Identifier: Apache-2.0 */
/* Decision -> row and audit entry. */
#include "config.h"
#include "pipeline/record.h"
#include "pipeline/reading-json.h"
#include "store/audit.h"
#include "util/fsutil.h"

#include <string.h>

static char **
strv_of(const GPtrArray *strings)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

	for (guint i = 0; strings != NULL && i < strings->len; i++)
		g_strv_builder_add(builder, strings->pdata[i]);
	return g_strv_builder_end(builder);
}

char *
apres_record_reference(const char *sha256)
{
	return g_ascii_strup(sha256, 10);
}

char *
apres_reply_key(const apres_arrival *arrival, const apres_facts *facts, bool with_text)
{
	const char *text = arrival->reading != NULL ? arrival->reading->text : "";
	const char *date = apres_headers_get(arrival->headers, "Date");
	g_autoptr(GString) key = g_string_new(arrival->company->config->id);

	/* A NUL cannot stand in any of these, so no two keys run into each other. */
	g_string_append_c(key, '\0');
	g_string_append(key, facts->candidate != NULL ? facts->candidate : "");
	g_string_append_c(key, '\0');
	if (facts->message_id != NULL)
		g_string_append(key, facts->message_id);
	if (facts->message_id == NULL || with_text) {
		g_string_append_c(key, '\0');
		g_string_append(key, text);
		g_string_append_c(key, '\0');
		g_string_append(key, date != NULL ? date : "");
	}
	/* Nothing of its own at all: then only the same bytes are the same mail. */
	if (facts->message_id == NULL && text[0] == '\0') {
		gsize len;
		gconstpointer data = g_bytes_get_data(arrival->bytes, &len);
		g_autofree char *whole = apres_sha256_hex(data, len);
		g_string_append_c(key, '\0');
		g_string_append(key, whole);
	}
	return apres_sha256_hex(key->str, key->len);
}

static char *
evidence_text(const apres_reading *reading)
{
	json_auto_t *json =
		reading != NULL ? apres_evidence_places(reading) : json_array();
	char *dumped = json_dumps(json, JSON_COMPACT);
	char *text = g_strdup(dumped != NULL ? dumped : "[]");

	free(dumped);
	return text;
}

apres_record *
apres_record_of(const apres_arrival *arrival, const char *sha256, const char *reply_key,
		const apres_facts *facts, const apres_decision *decision, gint64 now)
{
	const apres_reading *reading = arrival->reading;
	apres_record *record = g_new0(apres_record, 1);

	record->company = g_strdup(arrival->company->config->id);
	record->mailbox = g_strdup(arrival->mailbox->id);
	record->base_name = g_strdup(arrival->base_name);
	record->sha256 = g_strdup(sha256);
	record->candidate = g_strdup(facts->candidate);
	record->message_id = g_strdup(facts->message_id);
	record->reply_key = g_strdup(reply_key);
	record->thread = g_strdup(facts->thread);
	record->subject = g_strdup(reading != NULL ? reading->subject : "");
	record->text = g_strdup(reading != NULL ? reading->text : "");
	record->evidence = evidence_text(reading);
	record->received = arrival->received;
	record->decided = now;
	record->audience = facts->audience;
	record->effect = decision->effect;
	record->rule = decision->rule != NULL ? g_strdup(decision->rule->id) : NULL;
	record->template_id = g_strdup(decision->template_id);
	record->language = g_strdup(decision->language);
	record->queue =
		decision->effect == APRES_EFFECT_HOLD ? g_strdup(decision->queue) : NULL;
	record->reasons = strv_of(decision->reasons);
	record->classes = strv_of(decision->classes);
	record->unknown = strv_of(decision->unknown);
	record->policy_digest = g_strdup(arrival->company->policy->digest);
	return record;
}

/* Header fields may hold any bytes; JSON may not. */
static json_t *
text_json(const char *text)
{
	g_autofree char *valid = text != NULL ? g_utf8_make_valid(text, -1) : NULL;

	return valid != NULL ? json_string(valid) : json_null();
}

static json_t *
strv_to_json(char **strings)
{
	json_t *array = json_array();

	for (char **s = strings; s != NULL && *s != NULL; s++)
		json_array_append_new(array, text_json(*s));
	return array;
}

static json_t *
obligations_to_json(const GPtrArray *obligations)
{
	json_t *array = json_array();

	for (guint i = 0; i < obligations->len; i++) {
		const apres_obligation *o = obligations->pdata[i];
		json_array_append_new(array,
				      json_pack("{s:s,s:s?,s:I,s:s?}", "kind",
						apres_obligation_kind_to_string(o->kind),
						"queue", o->queue, "due",
						(json_int_t)o->due, "rule", o->rule));
	}
	return array;
}

bool
apres_record_audit(apres_store *store, const apres_record *record,
		   const apres_decision *decision, apres_mode mode, gint64 now,
		   GError **error)
{
	json_t *evidence = json_loads(record->evidence, 0, NULL);
	json_auto_t *pub = json_object();
	json_auto_t *private_body = json_object();

	json_object_set_new(pub, "mailbox", text_json(record->mailbox));
	json_object_set_new(pub, "received", json_integer(record->received));
	json_object_set_new(pub, "audience",
			    json_string(apres_audience_to_string(record->audience)));
	json_object_set_new(pub, "effect",
			    json_string(apres_effect_to_string(record->effect)));
	json_object_set_new(pub, "mode", json_string(apres_mode_to_string(mode)));
	json_object_set_new(pub, "rule", text_json(record->rule));
	json_object_set_new(pub, "template", text_json(record->template_id));
	json_object_set_new(pub, "language", text_json(record->language));
	json_object_set_new(pub, "queue", text_json(record->queue));
	json_object_set_new(pub, "reasons", strv_to_json(record->reasons));
	json_object_set_new(pub, "classes", strv_to_json(record->classes));
	json_object_set_new(pub, "unknown", strv_to_json(record->unknown));
	json_object_set_new(pub, "obligations",
			    obligations_to_json(decision->obligations));
	json_object_set_new(pub, "policy", text_json(record->policy_digest));
	json_object_set_new(private_body, "sha256", text_json(record->sha256));
	json_object_set_new(private_body, "candidate", text_json(record->candidate));
	json_object_set_new(private_body, "message_id", text_json(record->message_id));
	json_object_set_new(private_body, "thread", text_json(record->thread));
	json_object_set_new(private_body, "subject", text_json(record->subject));
	json_object_set_new(private_body, "text", text_json(record->text));
	json_object_set_new(private_body, "evidence",
			    evidence != NULL ? evidence : json_array());
	return apres_audit_append(store, "decided", record->company, record->id, pub,
				  private_body, now, NULL, error);
}
