/* SPDX-License-Identifier: Apache-2.0 */
/* One file of a Sent folder. */
#include "config.h"
#include "apresd/daemon.h"
#include "intake/sent.h"
#include "util/clock.h"
#include "util/log.h"

bool
apres_box_take_sent(apres_box *box, const char *base_name, GBytes *bytes, GError **error)
{
	apres_store *store = box->daemon->store;
	const apres_circle circle = apres_box_circle(box);
	guint closed = 0;
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);
	g_autoptr(apres_headers) headers =
		apres_headers_parse(data != NULL ? data : "", len);
	g_autoptr(apres_txn) txn = apres_txn_begin(store, error);
	if (txn == NULL ||
	    !apres_sent_note(store, &circle, base_name, headers, apres_clock_now(),
			     &closed, error) ||
	    !apres_txn_commit(txn, error))
		return false;
	apres_daemon_reconsider_soon(box->daemon);
	if (closed > 0) {
		apres_log_info("mailbox %s: a person answered %u of our mails",
			       box->config->id, closed);
		apres_daemon_desk_soon(box->daemon);
	}
	return true;
}
