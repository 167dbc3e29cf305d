/* SPDX-License-Identifier: Apache-2.0 */
/* File by file: may apresd read this mail, may it write the store? */
#include "config.h"
#include "apres/doctor-user.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *
name_of(uid_t uid)
{
	const struct passwd *entry = getpwuid(uid);

	return entry != NULL ? g_strdup(entry->pw_name) : g_strdup_printf("%u", uid);
}

apres_doctor_user
apres_doctor_user_of(uid_t uid)
{
	const struct passwd *entry = getpwuid(uid);
	apres_doctor_user user = { .uid = uid, .another = uid != geteuid() };

	user.gid = entry != NULL ? entry->pw_gid : (gid_t)uid;
	user.name = name_of(uid);
	return user;
}

void
apres_doctor_user_clear(apres_doctor_user *user)
{
	g_free(user->name);
}

/* Be USER from now on, with all their groups. */
static bool
become(const apres_doctor_user *user)
{
	return initgroups(user->name, user->gid) == 0 && setgid(user->gid) == 0 &&
	       setuid(user->uid) == 0;
}

static bool
child_succeeded(pid_t child)
{
	int status = 0;

	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Only a process that is this user gets a true answer: groups and ACLs count. */
bool
apres_doctor_user_may(const apres_doctor_user *user, const char *path, int mode)
{
	if (!user->another)
		return access(path, mode) == 0;
	pid_t child = fork();
	if (child == 0)
		_exit(become(user) && access(path, mode) == 0 ? 0 : 1);
	return child_succeeded(child);
}

/* What a user may not read or write; a plain value, as it comes through a pipe. */
typedef struct closed {
	guint count;
	bool unseen;         /* it could not be found out */
	char path[PATH_MAX]; /* of one of them, with its owner and mode */
	uid_t owner;
	mode_t mode;
} closed;

static void
add_closed(closed *c, const char *path, const struct stat *st)
{
	if (c->count++ > 0)
		return;
	g_strlcpy(c->path, path, sizeof(c->path));
	c->owner = st->st_uid;
	c->mode = st->st_mode & 07777;
}

/* A key is only read: it may be closed even to its owner. */
static int
mode_needed(const char *name, int mode)
{
	return g_str_has_suffix(name, ".pem") || g_str_has_suffix(name, ".key") ? R_OK
										: mode;
}

/* Add the files of FOLDER that we may not MODE. */
static void
seek_files(const char *folder, int mode, closed *c)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	c->unseen |= dir == NULL;
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		struct stat st;
		/* Mail comes and goes: what is no longer there is not closed. */
		if (access(path, mode_needed(name, mode)) < 0 && lstat(path, &st) == 0 &&
		    S_ISREG(st.st_mode))
			add_closed(c, path, &st);
	}
}

/* The same for USER, in a process that is them: one for the whole folder, which tells
 * what it found in memory that both have. */
static void
seek_closed(const apres_doctor_user *user, const char *folder, int mode, closed *c)
{
	if (!user->another) {
		seek_files(folder, mode, c);
		return;
	}
	closed *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED) {
		c->unseen = true;
		return;
	}
	*shared = *c;
	pid_t child = fork();
	if (child == 0) {
		bool ok = become(user);
		if (ok)
			seek_files(folder, mode, shared);
		_exit(ok ? 0 : 1);
	}
	if (child_succeeded(child))
		*c = *shared;
	else
		c->unseen = true;
	munmap(shared, sizeof(*shared));
}

/* A folder of the store, and what is in it. */
static void
seek_in_store(const apres_doctor_user *user, const char *folder, closed *c)
{
	struct stat st;

	/* Before the first start there is no log. */
	if (stat(folder, &st) < 0) {
		c->unseen |= errno != ENOENT;
		return;
	}
	if (apres_doctor_user_may(user, folder, R_OK | W_OK | X_OK))
		seek_closed(user, folder, R_OK | W_OK, c);
	else
		add_closed(c, folder, &st);
}

/* " and 3 more", or nothing. */
static char *
and_more(const closed *c)
{
	return c->count == 1 ? g_strdup("")
			     : g_strdup_printf(" and %u more", c->count - 1);
}

/* What was not seen is not good. */
static bool
say_unseen(apres_doctor *doctor, const apres_doctor_user *user, const char *folder,
	   const closed *c)
{
	if (c->unseen)
		apres_doctor_fault(doctor,
				   g_strdup_printf("as root: ls -la '%s', then apres "
						   "doctor",
						   folder),
				   "whether %s can read all that is in %s could not be "
				   "found out",
				   user->name, folder);
	return !c->unseen;
}

bool
apres_doctor_look_at_mail(apres_doctor *doctor, const apres_doctor_user *user,
			  const apres_mailbox_config *mailbox, const char *sub)
{
	g_autofree char *folder = g_build_filename(mailbox->maildir, sub, NULL);
	closed c = { 0 };

	seek_closed(user, folder, R_OK, &c);
	if (c.count == 0)
		return say_unseen(doctor, user, folder, &c);
	g_autofree char *owner = name_of(c.owner);
	g_autofree char *more = and_more(&c);
	char *remedy =
		c.owner == user->uid
			? g_strdup_printf("chmod -R u+rwX '%s'", mailbox->maildir)
			: g_strdup_printf("setfacl -R -m u:%s:rwX '%s', and have what "
					  "delivers mail leave it readable to %s",
					  user->name, mailbox->maildir, user->name);
	apres_doctor_fault(doctor, remedy,
			   "%s cannot read the mail %s (owner %s, mode %04o)%s: it is "
			   "never looked at",
			   user->name, c.path, owner, (guint)c.mode, more);
	return false;
}

bool
apres_doctor_look_at_state(apres_doctor *doctor, const apres_doctor_user *user)
{
	const char *state = doctor->config->state;
	g_autofree char *log = g_build_filename(state, "log", NULL);
	closed c = { 0 };

	seek_in_store(user, state, &c);
	seek_in_store(user, log, &c);
	if (c.count == 0)
		return say_unseen(doctor, user, state, &c);
	g_autofree char *owner = name_of(c.owner);
	g_autofree char *more = and_more(&c);
	apres_doctor_fault(
		doctor,
		g_strdup_printf("as root: chown -R %s '%s' && chmod -R u+rwX '%s'",
				user->name, state, state),
		"%s cannot read and write %s (owner %s, mode %04o)%s; the store is for "
		"%s alone: folders 0700, files 0600",
		user->name, c.path, owner, (guint)c.mode, more, user->name);
	return false;
}
