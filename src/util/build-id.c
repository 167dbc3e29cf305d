/* SPDX-License-Identifier: Apache-2.0 */
/* NT_GNU_BUILD_ID of the program itself, from its notes in memory. */
#include "config.h"
#include "util/build-id.h"

#include <glib.h>
#include <link.h>
#include <string.h>

#include "util/hex.h"

/* The description of the note that says it, in [NOTES, END). */
static char *
find_note(const guint8 *notes, const guint8 *end)
{
	const ElfW(Nhdr) * note;

	for (; (gsize)(end - notes) > sizeof *note;) {
		note = (const ElfW(Nhdr) *)notes;
		const guint8 *name = notes + sizeof *note;
		const guint8 *bytes = name + ((note->n_namesz + 3) & ~3u);
		if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 &&
		    memcmp(name, "GNU", 4) == 0)
			return apres_hex(bytes, note->n_descsz);
		notes = bytes + ((note->n_descsz + 3) & ~3u);
	}
	return NULL;
}

/* The program comes first; libraries are not asked. */
static int
on_object(struct dl_phdr_info *info, size_t size G_GNUC_UNUSED, void *data)
{
	char **id = data;

	for (guint i = 0; *id == NULL && i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		const guint8 *notes = (const guint8 *)info->dlpi_addr + part->p_vaddr;
		if (part->p_type == PT_NOTE)
			*id = find_note(notes, notes + part->p_memsz);
	}
	return 1;
}

char *
apres_build_id(void)
{
	char *id = NULL;

	dl_iterate_phdr(on_object, &id);
	return id;
}
