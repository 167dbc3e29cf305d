/* SPDX-License-Identifier: Apache-2.0 */
/* Through a Maildir, in as many pieces as it takes. */
#include "config.h"
#include "intake/maildir.h"
#include "util/error.h"

#include <dirent.h>
#include <errno.h>

static const char *const subs[] = { "new", "cur" };

struct apres_maildir_walk {
	char *maildir;
	guint sub;     /* G_N_ELEMENTS(subs): at the end */
	DIR *dir;      /* of that one, or NULL */
	char *put_off; /* the name of the file that FUNC did not want, or NULL */
};

apres_maildir_walk *
apres_maildir_walk_new(const char *maildir)
{
	apres_maildir_walk *walk = g_new0(apres_maildir_walk, 1);

	walk->maildir = g_strdup(maildir);
	return walk;
}

void
apres_maildir_walk_free(apres_maildir_walk *walk)
{
	if (walk == NULL)
		return;
	if (walk->dir != NULL)
		closedir(walk->dir);
	g_free(walk->put_off);
	g_free(walk->maildir);
	g_free(walk);
}

/* The next name; NULL with *ERROR, or at the end of the folder.  Borrowed. */
static const char *
next_name(apres_maildir_walk *walk, GError **error)
{
	const char *sub = subs[walk->sub];

	if (walk->dir == NULL) {
		g_autofree char *path = g_build_filename(walk->maildir, sub, NULL);
		walk->dir = opendir(path);
		if (walk->dir == NULL) {
			apres_throw_errno(error, APRES_ERROR_TEMP, "'%s'", path);
			return NULL;
		}
	}
	errno = 0;
	const struct dirent *file = readdir(walk->dir);
	if (file != NULL)
		return file->d_name;
	if (errno != 0)
		apres_throw_errno(error, APRES_ERROR_TEMP, "'%s/%s'", walk->maildir, sub);
	return NULL;
}

/* False: FUNC wants no more, not even the file NAME. */
static bool
visit(const apres_maildir_walk *walk, const char *name, const apres_name_set *known,
      apres_maildir_func func, void *context)
{
	if (name[0] == '.' ||
	    (known != NULL &&
	     apres_name_set_has(known, name, (gssize)apres_maildir_base_len(name))))
		return true;
	/* NULL: moved since, and then seen under its new name, now or next time. */
	g_autoptr(apres_maildir_entry) entry =
		apres_maildir_entry_of(walk->maildir, subs[walk->sub], name);
	return entry == NULL || func(entry, context);
}

bool
apres_maildir_walk_on(apres_maildir_walk *walk, const apres_name_set *known,
		      apres_maildir_func func, void *context, bool *done_out,
		      GError **error)
{
	g_autofree char *put_off = g_steal_pointer(&walk->put_off);
	g_autoptr(GError) cause = NULL;
	const char *name = put_off;

	*done_out = false;
	/* new/ first: mail moves from there to cur/, so a moving file is met once or
	 * twice, not never. */
	while (walk->sub < G_N_ELEMENTS(subs)) {
		if (name == NULL)
			name = next_name(walk, &cause);
		if (cause != NULL) {
			g_propagate_error(error, g_steal_pointer(&cause));
			return false;
		}
		if (name == NULL) {
			closedir(g_steal_pointer(&walk->dir));
			walk->sub++;
			continue;
		}
		if (!visit(walk, name, known, func, context)) {
			walk->put_off = g_strdup(name);
			return true;
		}
		name = NULL;
	}
	*done_out = true;
	return true;
}

bool
apres_maildir_scan(const char *maildir, const apres_name_set *known,
		   apres_maildir_func func, void *context, GError **error)
{
	g_autoptr(apres_maildir_walk) walk = apres_maildir_walk_new(maildir);
	bool done;

	return apres_maildir_walk_on(walk, known, func, context, &done, error);
}
