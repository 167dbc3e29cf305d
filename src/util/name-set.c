/* SPDX-License-Identifier: Apache-2.0 */
/* Open addressing in shards: one at a time grows, so that there are never two of all. */
#include "config.h"
#include "util/name-set.h"
#include "util/sha256.h"

#include <openssl/rand.h>
#include <string.h>

#define SHARDS 64
#define KEY_LEN 32
#define FIRST_ROOM 4
/* A shard is at most seven eighths full, and grows by an eighth. */
#define FULL(room) ((room) / 8 * 7 + (room) % 8 * 7 / 8)
#define GROWN(room) ((room) + MAX((room) / 8, FIRST_ROOM))

/* What is kept of a name. */
typedef struct mark {
	guint64 where;
	guint64 what; /* 0 = there is none */
} mark;

typedef struct shard {
	mark *marks;
	guint32 room, used;
} shard;

struct apres_name_set {
	EVP_MD_CTX *hash;
	guint8 key[KEY_LEN];
	shard shards[SHARDS];
};

apres_name_set *
apres_name_set_new(void)
{
	apres_name_set *set = g_new0(apres_name_set, 1);

	set->hash = EVP_MD_CTX_new();
	/* Neither fails unless there is no memory, or no randomness, at all. */
	if (set->hash == NULL || RAND_bytes(set->key, sizeof set->key) != 1)
		g_error("no random key");
	return set;
}

void
apres_name_set_free(apres_name_set *set)
{
	if (set == NULL)
		return;
	for (guint i = 0; i < SHARDS; i++)
		g_free(set->shards[i].marks);
	EVP_MD_CTX_free(set->hash);
	g_free(set);
}

static mark
mark_of(const apres_name_set *set, const char *name, gsize len)
{
	guint8 digest[EVP_MAX_MD_SIZE];
	mark m;

	if (EVP_DigestInit_ex2(set->hash, apres_sha256(), NULL) != 1 ||
	    EVP_DigestUpdate(set->hash, set->key, sizeof set->key) != 1 ||
	    EVP_DigestUpdate(set->hash, name, len) != 1 ||
	    EVP_DigestFinal_ex(set->hash, digest, NULL) != 1)
		g_error("SHA-256 failed");
	memcpy(&m, digest, sizeof m);
	m.what |= 1;
	return m;
}

static shard *
shard_of(const apres_name_set *set, const mark *m)
{
	return (shard *)&set->shards[m->where >> 32 & (SHARDS - 1)];
}

/* Where it would stand if nothing else did. */
static guint32
home_of(const shard *s, const mark *m)
{
	return (guint32)((m->where & G_MAXUINT32) * s->room >> 32);
}

static guint32
after(const shard *s, guint32 i)
{
	return i + 1 < s->room ? i + 1 : 0;
}

/* The place of M, or the empty one where it would have to stand.  There is one. */
static guint32
place_of(const shard *s, const mark *m)
{
	guint32 i = home_of(s, m);

	while (s->marks[i].what != 0 &&
	       (s->marks[i].what != m->what || s->marks[i].where != m->where))
		i = after(s, i);
	return i;
}

static void
grow(shard *s)
{
	const shard old = *s;

	s->room = GROWN(old.room);
	s->marks = g_new0(mark, s->room);
	for (guint32 i = 0; i < old.room; i++)
		if (old.marks[i].what != 0)
			s->marks[place_of(s, &old.marks[i])] = old.marks[i];
	g_free(old.marks);
}

bool
apres_name_set_has(const apres_name_set *set, const char *name, gssize len)
{
	const mark m = mark_of(set, name, len < 0 ? strlen(name) : (gsize)len);
	const shard *s = shard_of(set, &m);

	return s->used > 0 && s->marks[place_of(s, &m)].what != 0;
}

void
apres_name_set_add(apres_name_set *set, const char *name)
{
	const mark m = mark_of(set, name, strlen(name));
	shard *s = shard_of(set, &m);

	if (s->used >= FULL(s->room))
		grow(s);
	guint32 i = place_of(s, &m);
	s->used += s->marks[i].what == 0;
	s->marks[i] = m;
}

/* May what lives at HOME and stands at I move to the gap, which is before I? */
static bool
may_move(guint32 home, guint32 gap, guint32 i)
{
	return gap < i ? home <= gap || home > i : home <= gap && home > i;
}

void
apres_name_set_remove(apres_name_set *set, const char *name)
{
	const mark m = mark_of(set, name, strlen(name));
	shard *s = shard_of(set, &m);
	guint32 gap = s->used > 0 ? place_of(s, &m) : 0;

	if (s->used == 0 || s->marks[gap].what == 0)
		return;
	s->used--;
	/* A search ends at an empty place: what stands behind it must not be cut off. */
	for (guint32 i = after(s, gap); s->marks[i].what != 0; i = after(s, i))
		if (may_move(home_of(s, &s->marks[i]), gap, i)) {
			s->marks[gap] = s->marks[i];
			gap = i;
		}
	s->marks[gap] = (mark){ 0, 0 };
}

gsize
apres_name_set_size(const apres_name_set *set)
{
	gsize size = 0;

	for (guint i = 0; i < SHARDS; i++)
		size += set->shards[i].used;
	return size;
}
