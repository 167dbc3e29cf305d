/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A fixed list of converters.  Each is opened once and kept: the C library
 * loads its tables from files, which a locked-down worker cannot read.
 */
#include "config.h"
#include "message/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/*
 * The converter for each: where a superset is what senders really mean
 * (windows-1252 for iso-8859-1), the superset.
 */
static const char *const converters[] = {
	"UTF-7",         "UTF-16",      "UTF-16LE",    "UTF-16BE",    "UTF-32",
	"CP1250",        "CP1251",      "CP1252",      "CP1253",      "CP1254",
	"CP1255",        "CP1256",      "CP1257",      "CP1258",      "CP874",
	"ISO-8859-2",    "ISO-8859-3",  "ISO-8859-4",  "ISO-8859-5",  "ISO-8859-6",
	"ISO-8859-7",    "ISO-8859-8",  "ISO-8859-10", "ISO-8859-13", "ISO-8859-14",
	"ISO-8859-15",   "ISO-8859-16", "KOI8-R",      "KOI8-U",      "CP866",
	"CP850",         "CP437",       "MACINTOSH",   "CP932",       "EUC-JP",
	"ISO-2022-JP-2", "GB18030",     "HZ",          "BIG5-HKSCS",  "CP949",
	"ISO-2022-KR",
};
#define UTF8 (-1)
#define UNKNOWN (-2)

/* Names of mail headers that are not a converter's own name; lower case. */
static const struct {
	const char *alias, *converter;
} aliases[] = {
	{ "iso-8859-1", "CP1252" },
	{ "iso8859-1", "CP1252" },
	{ "iso_8859-1", "CP1252" },
	{ "latin1", "CP1252" },
	{ "latin-1", "CP1252" },
	{ "iso-8859-1-windows-3.1-latin-1", "CP1252" },
	{ "windows-1250", "CP1250" },
	{ "windows-1251", "CP1251" },
	{ "windows-1252", "CP1252" },
	{ "windows-1253", "CP1253" },
	{ "windows-1254", "CP1254" },
	{ "windows-1255", "CP1255" },
	{ "windows-1256", "CP1256" },
	{ "windows-1257", "CP1257" },
	{ "windows-1258", "CP1258" },
	{ "windows-874", "CP874" },
	{ "tis-620", "CP874" },
	{ "iso-8859-11", "CP874" },
	{ "iso-8859-9", "CP1254" },
	{ "iso8859-15", "ISO-8859-15" },
	{ "latin9", "ISO-8859-15" },
	{ "iso8859-2", "ISO-8859-2" },
	{ "iso-8859-8-i", "ISO-8859-8" },
	{ "iso-8859-8-e", "ISO-8859-8" },
	{ "iso-8859-6-i", "ISO-8859-6" },
	{ "ibm866", "CP866" },
	{ "ibm850", "CP850" },
	{ "ibm437", "CP437" },
	{ "mac", "MACINTOSH" },
	{ "x-mac-roman", "MACINTOSH" },
	{ "shift_jis", "CP932" },
	{ "shift-jis", "CP932" },
	{ "sjis", "CP932" },
	{ "windows-31j", "CP932" },
	{ "x-sjis", "CP932" },
	{ "iso-2022-jp", "ISO-2022-JP-2" },
	{ "x-euc-jp", "EUC-JP" },
	{ "eucjp", "EUC-JP" },
	{ "gb2312", "GB18030" },
	{ "gbk", "GB18030" },
	{ "x-gbk", "GB18030" },
	{ "cp936", "GB18030" },
	{ "euc-cn", "GB18030" },
	{ "gb_2312-80", "GB18030" },
	{ "hz-gb-2312", "HZ" },
	{ "big5", "BIG5-HKSCS" },
	{ "cp950", "BIG5-HKSCS" },
	{ "euc-kr", "CP949" },
	{ "ks_c_5601-1987", "CP949" },
	{ "ks_c_5601", "CP949" },
	{ "unicode-1-1-utf-7", "UTF-7" },
};

/* Process-wide by nature, like the C library's own tables behind it. */
static struct {
	GMutex lock; /* a converter has state: one conversion at a time */
	iconv_t cd[G_N_ELEMENTS(converters)]; /* NULL: not opened yet */
} opened;

/* The converter I, or (iconv_t)-1; each is opened once. */
static iconv_t
open_converter(guint i)
{
	g_mutex_lock(&opened.lock);
	if (opened.cd[i] == NULL)
		opened.cd[i] = iconv_open("UTF-8", converters[i]);
	iconv_t cd = opened.cd[i];
	g_mutex_unlock(&opened.lock);
	return cd;
}

void
apres_charset_init(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(converters); i++)
		open_converter(i);
}

static int
find_converter(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(converters); i++)
		if (g_ascii_strcasecmp(converters[i], name) == 0)
			return open_converter(i) == (iconv_t)-1 ? UNKNOWN : (int)i;
	return UNKNOWN;
}

static int
find_charset(const char *charset)
{
	static const char *const utf8[] = { "utf-8", "utf8", "unicode-1-1-utf-8" };

	for (guint i = 0; i < G_N_ELEMENTS(utf8); i++)
		if (g_ascii_strcasecmp(charset, utf8[i]) == 0)
			return UTF8;
	for (guint i = 0; i < G_N_ELEMENTS(aliases); i++)
		if (g_ascii_strcasecmp(charset, aliases[i].alias) == 0)
			return find_converter(aliases[i].converter);
	return find_converter(charset);
}

/* What programs write when they do not know; then the bytes have to tell. */
static bool
is_unstated(const char *charset)
{
	static const char *const names[] = { "",
					     "us-ascii",
					     "ascii",
					     "us",
					     "x-unknown",
					     "unknown-8bit",
					     "default",
					     "iso-8859-8859-1",
					     "ansi_x3.4-1968",
					     "default_charset",
					     "unknown",
					     "x-user-defined" };

	for (guint i = 0; charset != NULL && i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strcasecmp(charset, names[i]) == 0)
			return true;
	return charset == NULL;
}

static GString *
convert(int converter, const char *bytes, gsize len, bool *exact)
{
	GString *out = g_string_sized_new(len + len / 4 + 16);
	char *in = (char *)bytes;
	iconv_t cd = opened.cd[converter];

	g_mutex_lock(&opened.lock);
	iconv(cd, NULL, NULL, NULL, NULL);
	while (len > 0) {
		char buffer[4096], *to = buffer;
		gsize room = sizeof buffer;
		gsize rc = iconv(cd, &in, &len, &to, &room);
		int why = errno;
		g_string_append_len(out, buffer, to - buffer);
		if (rc != (gsize)-1 || (why == E2BIG && to > buffer))
			continue;
		/* An invalid byte, or half a character at the end. */
		*exact = false;
		g_string_append(out, "\xef\xbf\xbd");
		in++;
		len--;
	}
	g_mutex_unlock(&opened.lock);
	return out;
}

/* iconv may hand through NUL (and lone surrogates from UTF-16): neither is text. */
static char *
from_utf8(const char *bytes, gsize len, bool *exact)
{
	if (g_utf8_validate(bytes, (gssize)len, NULL))
		return g_strndup(bytes, len);
	*exact = false;
	g_autofree char *valid = g_utf8_make_valid(bytes, (gssize)len);
	return g_steal_pointer(&valid);
}

char *
apres_charset_to_utf8(const char *charset, const char *bytes, gsize len, bool *exact_out)
{
	bool ignored = true, *exact = exact_out != NULL ? exact_out : &ignored;
	int converter = UTF8;

	*exact = true;
	if (!is_unstated(charset))
		converter = find_charset(charset);
	else if (!g_utf8_validate(bytes, (gssize)len, NULL))
		converter = find_converter("CP1252");
	if (converter == UNKNOWN) {
		*exact = false;
		return NULL;
	}
	if (converter == UTF8) {
		if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
			bytes += 3;
			len -= 3;
		}
		return from_utf8(bytes, len, exact);
	}
	GString *text = convert(converter, bytes, len, exact);
	char *utf8 = from_utf8(text->str, text->len, exact);
	g_string_free(text, TRUE);
	return utf8;
}
