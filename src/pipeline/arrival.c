/* SPDX-License-Identifier: Apache-2.0 */
/* One mail that came in: bytes, header block, time. */
#include "config.h"
#include "intake/maildir.h"
#include "intake/received.h"
#include "pipeline/pipeline.h"

apres_arrival *
apres_arrival_new(const apres_company *company, const apres_mailbox_config *mailbox,
		  const char *base_name, GBytes *bytes, gint64 file_time,
		  const apres_config *config)
{
	apres_arrival *arrival = g_new0(apres_arrival, 1);
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);

	arrival->company = company;
	arrival->mailbox = mailbox;
	arrival->base_name = g_strdup(base_name);
	arrival->bytes = g_bytes_ref(bytes);
	arrival->headers = apres_headers_parse(data != NULL ? data : "", len);
	arrival->received = apres_received_time(config, arrival->headers);
	if (arrival->received == 0)
		arrival->received = base_name != NULL
					    ? apres_maildir_time(base_name, file_time)
					    : file_time;
	return arrival;
}

void
apres_arrival_free(apres_arrival *arrival)
{
	if (arrival == NULL)
		return;
	g_free(arrival->base_name);
	g_bytes_unref(arrival->bytes);
	apres_headers_free(arrival->headers);
	apres_reading_free(arrival->reading);
	g_free(arrival->unparsable_why);
	g_free(arrival);
}
