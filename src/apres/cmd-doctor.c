/* SPDX-License-Identifier: Apache-2.0 */
/* apres doctor: is everything in order here?  Each finding with its remedy. */
#include "config.h"
#include "apres/cli.h"
#include "apres/doctor-spoof.h"
#include "apres/wrap.h"
#include "apres/output.h"
#include "util/clock.h"
#include "util/error.h"
#include "util/text.h"

#include <signal.h>
#include <stdio.h>
#include <sysexits.h>

#define WHAT_CHARS 300

static void
print_diagnosis(const apres_diagnosis *diagnosis)
{
	static const apres_style styles[] = { APRES_STYLE_GOOD, APRES_STYLE_WARN,
					      APRES_STYLE_STRONG };
	apres_style style = styles[diagnosis->health];
	g_autofree char *what = apres_output_clean(diagnosis->what, WHAT_CHARS);
	g_autofree char *remedy = apres_output_clean(
		diagnosis->remedy ? diagnosis->remedy : "", WHAT_CHARS);

	apres_wrap_printf("%s%-7s%s  %-13s  %s%s%s\n", apres_output_begin(style),
			  apres_health_to_string(diagnosis->health),
			  apres_output_end(style), diagnosis->check, what,
			  *remedy != '\0' ? "; remedy: " : "", remedy);
}

static void
show(const apres_cli *cli, const GPtrArray *diagnoses)
{
	for (guint i = 0; i < diagnoses->len; i++) {
		const apres_diagnosis *one = diagnoses->pdata[i];
		if (cli->json)
			apres_output_json(json_pack(
				"{s:s, s:s, s:o, s:o}", "health",
				apres_health_to_string(one->health), "check", one->check,
				"what", apres_output_string(one->what), "remedy",
				apres_output_string(one->remedy)));
		else
			print_diagnosis(one);
	}
}

static void
show_sum(const GPtrArray *diagnoses)
{
	guint count[3] = { 0 };

	for (guint i = 0; i < diagnoses->len; i++)
		count[((apres_diagnosis *)diagnoses->pdata[i])->health]++;
	printf("\n%u good, %u warning%s, %u fault%s\n", count[APRES_HEALTH_GOOD],
	       count[APRES_HEALTH_WARNING],
	       apres_noun(count[APRES_HEALTH_WARNING], "", "s"),
	       count[APRES_HEALTH_FAULT], apres_noun(count[APRES_HEALTH_FAULT], "", "s"));
}

/* Every check, or the one that sends a mail. */
static bool
examine(apres_doctor *doctor, const apres_spoof *spoof, bool forge, GError **error)
{
	if (forge)
		return apres_doctor_spoof(doctor, spoof, error);
	if (spoof->via != NULL || spoof->from != NULL || spoof->mailbox != NULL)
		return apres_throw(error, APRES_ERROR_USAGE,
				   "--via, --from and --mailbox belong to --spoof-test");
	apres_doctor_run(doctor);
	return true;
}

static int
run(int argc, char **argv, GError **error)
{
	g_auto(apres_cli) cli = { 0 };
	g_auto(apres_spoof) spoof = { .wait_secs = 60 };
	gboolean forge = FALSE;
	/* clang-format off */
	const GOptionEntry own[] = {
		{ "spoof-test", 0, 0, G_OPTION_ARG_NONE, &forge, "send one mail with a forged sender instead, and see what becomes of it", NULL },
		{ "via", 0, 0, G_OPTION_ARG_STRING, &spoof.via, "the mail server that takes strangers' mail", "HOST[:PORT]" },
		{ "from", 0, 0, G_OPTION_ARG_STRING, &spoof.from, "the employee to forge; default an invented one", "ADDRESS" },
		{ "mailbox", 0, 0, G_OPTION_ARG_STRING, &spoof.mailbox, "where to; default the first", "ID" },
		{ "wait", 0, 0, G_OPTION_ARG_INT, &spoof.wait_secs, "how long for its arrival; default 60", "SECONDS" },
		{ "yes", 0, 0, G_OPTION_ARG_NONE, &spoof.yes, "send it without asking", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};
	/* clang-format on */

	if (!apres_cli_parse(&cli, &apres_verb_doctor, own, argc, argv, 0, 0, error))
		return EX_USAGE;
	if (cli.help)
		return 0;
	g_autoptr(GError) cause = NULL;
	g_autoptr(apres_config) config = apres_cli_config(&cli, &cause);
	g_autoptr(apres_doctor) doctor = apres_doctor_new(config, apres_clock_now());
	/* A mail server may hang up while we write. */
	signal(SIGPIPE, SIG_IGN);
	if (config == NULL)
		apres_doctor_fault(doctor,
				   g_strdup("correct it, then apres config check"), "%s",
				   cause->message);
	else if (!examine(doctor, &spoof, forge, error))
		return EX_USAGE;
	show(&cli, doctor->diagnoses);
	if (!cli.json)
		show_sum(doctor->diagnoses);
	return (int)apres_doctor_health(doctor);
}

const apres_verb apres_verb_doctor = {
	.name = "doctor",
	.usage = "[--spoof-test --via HOST[:PORT]] [-c FILE] [--json]",
	.summary = "is everything in order here, and what is the remedy if not",
	.run = run,
	.notes = "Changes nothing, but tells apresd what the mail server said of the "
		 "null path;\n"
		 "sends a mail with --spoof-test only.\n"
		 "Exit status: 0 all good, 1 warnings, 2 faults, as monitoring wants it; "
		 "64 wrong usage.\n",
};
