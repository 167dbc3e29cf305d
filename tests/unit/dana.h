/* SPDX-License-Identifier: Apache-2.0 */
/* Dana's own mailbox: what she sends, and whether what she gets is a candidate's. */
#ifndef APRES_TESTS_DANA_H
#define APRES_TESTS_DANA_H
#include "intake/scope.h"
#include "intake/sent.h"

#include "house.h"

#define OUT APRES_SCOPE_OUT
#define IN APRES_SCOPE_IN
#define DOUBT APRES_SCOPE_DOUBT

/* A letter to a candidate, and what stands in each mail of its thread (ID 1). */
#define LETTER "To: ann@mail.example\nSubject: Your application\n"
#define THREAD "In-Reply-To: <1@contoso.example>\nReferences: <1@contoso.example>\n"

static guint sent;

static inline apres_circle
circle_of(const char *mailbox)
{
	return apres_company_circle(h.company, h.config,
				    apres_config_mailbox(h.config, mailbox));
}

/* Dana sends a mail with header LINES, whose Message-ID is ID@contoso.example. */
static inline void
send_mail(const char *id, const char *lines)
{
	g_autofree char *mail =
		g_strdup_printf("From: Dana Frey <dana@contoso.example>\n"
				"Message-ID: <%s@contoso.example>\n%s\nHello.\n",
				id, lines);
	g_autofree char *base = g_strdup_printf("%u.S.mx", sent++);
	g_autoptr(apres_headers) headers = apres_headers_parse(mail, strlen(mail));
	g_autoptr(apres_txn) txn = apres_txn_begin(h.store, NULL);
	const apres_circle circle = circle_of("desk");
	guint closed;

	ck_assert(apres_sent_note(h.store, &circle, base, headers, HOUSE_NOW, &closed,
				  NULL));
	ck_assert(apres_txn_commit(txn, NULL));
}

static inline apres_scope
scope_in(const char *mailbox, const char *lines)
{
	g_autofree char *mail = g_strconcat(lines, "\nHello.\n", NULL);
	g_autoptr(apres_headers) headers = apres_headers_parse(mail, strlen(mail));
	const apres_circle circle = circle_of(mailbox);
	apres_scope scope = OUT;

	ck_assert(apres_scope_of(h.store, &circle, headers, &scope, NULL));
	return scope;
}

/* Of what Dana gets FROM somebody; it answers ID@contoso.example. */
static inline apres_scope
answer(const char *from, const char *id)
{
	g_autofree char *lines =
		g_strdup_printf("From: %s\nTo: dana@contoso.example\n"
				"Subject: Re: x\nIn-Reply-To: <%s@contoso.example>\n",
				from, id);

	return scope_in("desk", lines);
}
#endif
