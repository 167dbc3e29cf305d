/* SPDX-License-Identifier: Apache-2.0 */
/* Files of labelled mail -> samples. */
#include "config.h"
#include "samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 40
#define NAME_MAX_WORDS 3

static const char *const names[SAMPLE_KINDS] = {
	[SAMPLE_PERSON] = "person",           [SAMPLE_FEEDBACK] = "feedback-request",
	[SAMPLE_STATUS] = "status-inquiry",   [SAMPLE_OTHER_ROLE] = "other-role",
	[SAMPLE_WITHDRAW] = "withdraw",       [SAMPLE_THANKS] = "thanks",
	[SAMPLE_PRIVACY] = "privacy-request", [SAMPLE_COLLEAGUE] = "claims-employee",
};

const char *
sample_kind_name(guint kind)
{
	return names[kind];
}

bool
sample_is_grave(guint kind)
{
	return kind == SAMPLE_PERSON || kind == SAMPLE_COLLEAGUE;
}

static guint
kind_of(const char *class)
{
	for (guint i = 0; i < SAMPLE_KINDS; i++)
		if (g_str_equal(class, names[i]))
			return i;
	return g_str_equal(class, "decision-pending") ? SAMPLE_STATUS : SAMPLE_PERSON;
}

const char *
sample_name(const char *text)
{
	const char *end = text + strlen(text), *line = strrchr(text, '\n');
	guint blanks = 0;

	if (line == NULL || end - line > NAME_MAX_BYTES)
		return end;
	for (const char *p = line + 1; p < end; p++) {
		if (strchr("0123456789,:?!", *p) != NULL)
			return end;
		blanks += *p == ' ';
	}
	return blanks < NAME_MAX_WORDS ? line + 1 : end;
}

guint
sample_draw(guint64 *random, guint below)
{
	*random = *random * G_GUINT64_CONSTANT(6364136223846793005) +
		  G_GUINT64_CONSTANT(1442695040888963407);
	return (guint)(*random >> 33) % below;
}

static void
free_sample(gpointer data)
{
	sample *s = data;

	g_free(s->text);
	g_free(s);
}

GPtrArray *
samples_new(void)
{
	return g_ptr_array_new_with_free_func(free_sample);
}

void
samples_read(GPtrArray *samples, const char *path, const char *language)
{
	g_autofree char *all = NULL;
	g_autoptr(GError) error = NULL;

	if (!g_file_get_contents(path, &all, NULL, &error)) {
		fprintf(stderr, "learn: %s\n", error->message);
		exit(1);
	}
	g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		g_auto(GStrv) columns = g_strsplit(*line, "\t", -1);
		if (**line == '#' || g_strv_length(columns) != 5 ||
		    !g_str_equal(columns[2], language))
			continue;
		g_auto(GStrv) text = g_strsplit(columns[4], "\\n", -1);
		sample *s = g_new(sample, 1);
		*s = (sample){ g_strjoinv("\n", text), kind_of(columns[0]) };
		g_ptr_array_add(samples, s);
	}
}
