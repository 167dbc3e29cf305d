/* SPDX-License-Identifier: Apache-2.0 */
/* Values of apres.conf.  Every refusal says what would have been taken. */
#include "config.h"
#include "config/value.h"
#include "util/error.h"
#include "util/nearest.h"

#include <errno.h>
#include <string.h>

#define MAX_ADDRESS 254 /* RFC 5321 4.5.3.1.3, without the brackets */
#define MAX_DOMAIN 253

bool
apres_value_is_domain(const char *text)
{
	gsize label = 0;

	if (*text == '\0' || strlen(text) > MAX_DOMAIN)
		return false;
	for (const char *c = text; *c != '\0'; c++) {
		if (*c == '.' && label == 0)
			return false;
		if (*c != '.' && !g_ascii_isalnum(*c) && *c != '-')
			return false;
		label = *c == '.' ? 0 : label + 1;
		if (label > 63)
			return false;
	}
	return label > 0;
}

bool
apres_value_is_address(const char *text)
{
	const char *at = strrchr(text, '@');

	if (at == NULL || at == text || strlen(text) > MAX_ADDRESS)
		return false;
	for (const char *c = text; c < at; c++)
		if (!g_ascii_isalnum(*c) && strchr(".!#$%&'*+/=?^_`{|}~-", *c) == NULL)
			return false;
	return apres_value_is_domain(at + 1);
}

static char *
folded_address(const char *text)
{
	g_autofree char *domain = g_ascii_strdown(strrchr(text, '@') + 1, -1);

	return g_strdup_printf("%.*s@%s", (int)(strrchr(text, '@') - text), text, domain);
}

static char **
split_list(const char *text)
{
	g_auto(GStrv) parts = g_strsplit_set(text, ",;", -1);
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; parts[i] != NULL; i++)
		if (*g_strstrip(parts[i]) != '\0')
			g_ptr_array_add(list, g_strdup(parts[i]));
	g_ptr_array_add(list, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&list), FALSE);
}

/* A number with an optional unit, in the option's base unit (seconds or hours, else
 * plain). */
static bool
parse_number(const apres_option *option, const char *text, int *out, GError **error)
{
	static const struct {
		const char *unit;
		int secs;
	} units[] = { { "s", 1 }, { "min", 60 }, { "h", 3600 }, { "d", 86400 } };
	int base = option->type == APRES_OPTION_HOURS ? 3600 : 1;
	char *end = NULL;
	gint64 factor = base;

	errno = 0;
	gint64 number = g_ascii_strtoll(text, &end, 10);
	bool known = end != text && errno == 0 && g_ascii_isdigit(*text);
	if (known && *end != '\0') {
		known = false;
		for (guint i = 0; i < G_N_ELEMENTS(units); i++)
			if (option->type != APRES_OPTION_NUMBER &&
			    g_str_equal(end, units[i].unit)) {
				factor = units[i].secs;
				known = true;
			}
	}
	if (!known || number > G_MAXINT || (number * factor) % base != 0)
		return apres_throw(error, APRES_ERROR_CONFIG, "'%s' is not %s", text,
				   option->type == APRES_OPTION_NUMBER ? "a whole number"
				   : base == 1 ? "a time such as 90s, 15min or 2h"
					       : "a time such as 72h or 3d");
	number = number * factor / base;
	/* A test may be in more of a hurry than RFC 5321 allows a mail server to be. */
	int min = g_getenv("APRES_TEST_TIMEOUTS") != NULL ? MIN(option->min, 1)
							  : option->min;
	if (number < min || number > option->max)
		return apres_throw(error, APRES_ERROR_CONFIG, "'%s' is outside %d..%d%s",
				   text, min, option->max,
				   option->type == APRES_OPTION_SECONDS ? " seconds"
				   : option->type == APRES_OPTION_HOURS ? " hours"
									: "");
	*out = (int)number;
	return true;
}

static bool
parse_word(const apres_option *option, const char *text, guint *index_out, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; option->words[i] != NULL; i++) {
		if (g_str_equal(option->words[i], text)) {
			*index_out = i;
			return true;
		}
		g_ptr_array_add(names, (gpointer)option->words[i]);
	}
	g_autofree char *allowed = g_strjoinv(", ", (char **)option->words);
	const char *near = apres_nearest(text, names);
	return apres_throw(error, APRES_ERROR_CONFIG, "'%s' is none of: %s%s%s%s", text,
			   allowed, near ? "; did you mean '" : "", near ? near : "",
			   near ? "'?" : "");
}

static bool
check_addresses(char **list, GError **error)
{
	for (guint i = 0; list[i] != NULL; i++) {
		if (!apres_value_is_address(list[i]))
			return apres_throw(
				error, APRES_ERROR_CONFIG,
				"'%s' is not an address such as jobs@company.example",
				list[i]);
		char *folded = folded_address(list[i]);
		g_free(list[i]);
		list[i] = folded;
	}
	return true;
}

static bool
set_address(const char *text, char **out, GError **error)
{
	if (!apres_value_is_address(text))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "'%s' is not an address such as jobs@company.example",
				   text);
	*out = folded_address(text);
	return true;
}

/* What the words mean is found out with the rest of the file: check.c. */
static bool
set_sender(const char *text, char **out, GError **error)
{
	if (g_str_equal(text, "auto") || g_str_equal(text, "tagged") ||
	    g_str_equal(text, "<>") || *text == '\0') {
		*out = g_strdup(text);
		return true;
	}
	if (apres_value_is_address(text))
		return set_address(text, out, error);
	return apres_throw(
		error, APRES_ERROR_CONFIG,
		"'%s' is none of: auto, tagged, <>, and not an address such as "
		"jobs@company.example",
		text);
}

static bool
set_text(const apres_option *option, const char *text, const char *folder, char **out,
	 GError **error)
{
	guint word;

	if (option->type == APRES_OPTION_SENDER)
		return set_sender(text, out, error);
	if (*text == '\0')
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "is empty; leave the line out instead");
	if (option->type == APRES_OPTION_ADDRESS)
		return set_address(text, out, error);
	if (option->type == APRES_OPTION_DOMAIN && !apres_value_is_domain(text))
		return apres_throw(
			error, APRES_ERROR_CONFIG,
			"'%s' is not a domain in ASCII such as company.example", text);
	if (option->type == APRES_OPTION_COMMAND && *text != '/')
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "'%s' does not begin with a program's absolute path",
				   text);
	if (option->type == APRES_OPTION_WORD && !parse_word(option, text, &word, error))
		return false;
	if (option->type == APRES_OPTION_PATH)
		*out = g_canonicalize_filename(text, folder);
	else if (option->type == APRES_OPTION_DOMAIN)
		*out = g_ascii_strdown(text, -1);
	else
		*out = g_strdup(text);
	return true;
}

static bool
set_list(const apres_option *option, const char *text, char ***out, GError **error)
{
	g_auto(GStrv) list = split_list(text);

	if (option->type == APRES_OPTION_ADDRESSES && !check_addresses(list, error))
		return false;
	g_strfreev(*out);
	*out = g_steal_pointer(&list);
	return true;
}

static bool
set_flag(const char *text, bool *out, GError **error)
{
	if (!g_str_equal(text, "yes") && !g_str_equal(text, "no"))
		return apres_throw(error, APRES_ERROR_CONFIG,
				   "'%s' is neither yes nor no", text);
	*out = g_str_equal(text, "yes");
	return true;
}

static bool
clean_text(const char *text, GError **error)
{
	for (const char *c = text; *c != '\0'; c++)
		if ((guchar)*c < ' ' || *c == 0x7f)
			return apres_throw(error, APRES_ERROR_CONFIG,
					   "contains a control character");
	return true;
}

bool
apres_option_set(const apres_option *option, const char *text, const char *folder,
		 gpointer section, GError **error)
{
	gpointer field = G_STRUCT_MEMBER_P(section, option->offset);
	g_autofree char *value = NULL;
	guint word = 0;

	if (!clean_text(text, error))
		return false;
	switch (option->type) {
	case APRES_OPTION_LIST:
	case APRES_OPTION_ADDRESSES: return set_list(option, text, field, error);
	case APRES_OPTION_NUMBER:
	case APRES_OPTION_SECONDS:
	case APRES_OPTION_HOURS: return parse_number(option, text, field, error);
	case APRES_OPTION_CHOICE:
		if (!parse_word(option, text, &word, error))
			return false;
		*(guint *)field = word;
		return true;
	case APRES_OPTION_FLAG: return set_flag(text, field, error);
	case APRES_OPTION_STRING:
	case APRES_OPTION_PATH:
	case APRES_OPTION_COMMAND:
	case APRES_OPTION_ADDRESS:
	case APRES_OPTION_SENDER:
	case APRES_OPTION_DOMAIN:
	case APRES_OPTION_WORD: break;
	}
	if (!set_text(option, text, folder, &value, error))
		return false;
	g_free(*(char **)field);
	*(char **)field = g_steal_pointer(&value);
	return true;
}
