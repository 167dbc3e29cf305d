# SPDX-License-Identifier: Apache-2.0
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
TEST_EXTENSIONS = .t
T_LOG_DRIVER = $(LOG_DRIVER)
AM_TESTS_ENVIRONMENT = \
	G_DEBUG=fatal-warnings G_SLICE=always-malloc LC_ALL=C.UTF-8 TZ=UTC \
	CC='$(CC)' APRES_CFLAGS='$(APRES_CFLAGS)' \
	top_builddir='$(abs_top_builddir)' top_srcdir='$(abs_top_srcdir)'; \
	export G_DEBUG G_SLICE LC_ALL TZ CC APRES_CFLAGS top_builddir top_srcdir;

EXTRA_DIST += %D%/unit/unit.h %D%/unit/good-policy.h
unit_cflags = $(AM_CFLAGS) $(CHECK_CFLAGS)
unit_ldadd = $(whole_apres) $(CHECK_LIBS)
unit_tests =
script_tests =

# util
unit_tests += %D%/unit/test-clock
%C%_unit_test_clock_SOURCES = %D%/unit/test-clock.c
%C%_unit_test_clock_CFLAGS = $(unit_cflags)
%C%_unit_test_clock_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-bundle
%C%_unit_test_bundle_SOURCES = %D%/unit/test-bundle.c %D%/unit/temp.h
%C%_unit_test_bundle_CFLAGS = $(unit_cflags)
%C%_unit_test_bundle_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-empty-file
%C%_unit_test_empty_file_SOURCES = %D%/unit/test-empty-file.c %D%/unit/temp.h
%C%_unit_test_empty_file_CFLAGS = $(unit_cflags)
%C%_unit_test_empty_file_LDADD = $(unit_ldadd)

unit_tests += %D%/unit/test-name-set
%C%_unit_test_name_set_SOURCES = %D%/unit/test-name-set.c
%C%_unit_test_name_set_CFLAGS = $(unit_cflags)
%C%_unit_test_name_set_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-text
%C%_unit_test_text_SOURCES = %D%/unit/test-text.c
%C%_unit_test_text_CFLAGS = $(unit_cflags)
%C%_unit_test_text_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-sentences
%C%_unit_test_sentences_SOURCES = %D%/unit/test-sentences.c
%C%_unit_test_sentences_CFLAGS = $(unit_cflags)
%C%_unit_test_sentences_LDADD = $(unit_ldadd)

# config
unit_tests += %D%/unit/test-config
%C%_unit_test_config_SOURCES = %D%/unit/test-config.c
%C%_unit_test_config_CFLAGS = $(unit_cflags)
%C%_unit_test_config_LDADD = $(unit_ldadd)

# message
unit_tests += %D%/unit/test-html
%C%_unit_test_html_SOURCES = %D%/unit/test-html.c
%C%_unit_test_html_CFLAGS = $(unit_cflags)
%C%_unit_test_html_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-quote
%C%_unit_test_quote_SOURCES = %D%/unit/test-quote.c
%C%_unit_test_quote_CFLAGS = $(unit_cflags)
%C%_unit_test_quote_LDADD = $(unit_ldadd)
script_tests += %D%/corpus/t0100-reply-fixtures.t %D%/corpus/t0200-real-mail.t
if FUZZING
noinst_PROGRAMS += %D%/fuzz/fuzz-message
%C%_fuzz_fuzz_message_SOURCES = %D%/fuzz/fuzz-message.c
%C%_fuzz_fuzz_message_LDADD = $(whole_apres)
%C%_fuzz_fuzz_message_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
endif
unit_tests += %D%/unit/test-message
%C%_unit_test_message_SOURCES = %D%/unit/test-message.c
%C%_unit_test_message_CFLAGS = $(unit_cflags)
%C%_unit_test_message_LDADD = $(unit_ldadd)
check_PROGRAMS += %D%/tools/run-clock
%C%_tools_run_clock_SOURCES = %D%/tools/run-clock.c
%C%_tools_run_clock_LDADD = $(whole_apres)
EXTRA_DIST += %D%/tools/sixty-days
check_PROGRAMS += %D%/tools/learn
%C%_tools_learn_SOURCES = %D%/tools/learn.c %D%/tools/samples.c %D%/tools/samples.h %D%/tools/variants.c
%C%_tools_learn_LDADD = $(whole_apres)
check_PROGRAMS += %D%/tools/dump-message
%C%_tools_dump_message_SOURCES = %D%/tools/dump-message.c
%C%_tools_dump_message_LDADD = $(whole_apres)
unit_tests += %D%/unit/test-delivery-report
%C%_unit_test_delivery_report_SOURCES = %D%/unit/test-delivery-report.c %D%/unit/bounces.h
%C%_unit_test_delivery_report_CFLAGS = $(unit_cflags)
%C%_unit_test_delivery_report_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-machine
%C%_unit_test_machine_SOURCES = %D%/unit/test-machine.c
%C%_unit_test_machine_CFLAGS = $(unit_cflags)
%C%_unit_test_machine_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-auth-results
%C%_unit_test_auth_results_SOURCES = %D%/unit/test-auth-results.c
%C%_unit_test_auth_results_CFLAGS = $(unit_cflags)
%C%_unit_test_auth_results_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-headers
%C%_unit_test_headers_SOURCES = %D%/unit/test-headers.c
%C%_unit_test_headers_CFLAGS = $(unit_cflags)
%C%_unit_test_headers_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-address
%C%_unit_test_address_SOURCES = %D%/unit/test-address.c
%C%_unit_test_address_CFLAGS = $(unit_cflags)
%C%_unit_test_address_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-charset
%C%_unit_test_charset_SOURCES = %D%/unit/test-charset.c
%C%_unit_test_charset_CFLAGS = $(unit_cflags)
%C%_unit_test_charset_LDADD = $(unit_ldadd)

# classify
unit_tests += %D%/unit/test-likeness
%C%_unit_test_likeness_SOURCES = %D%/unit/test-likeness.c
%C%_unit_test_likeness_CFLAGS = $(unit_cflags)
%C%_unit_test_likeness_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-words
%C%_unit_test_words_SOURCES = %D%/unit/test-words.c
%C%_unit_test_words_CFLAGS = $(unit_cflags)
%C%_unit_test_words_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-pattern
%C%_unit_test_pattern_SOURCES = %D%/unit/test-pattern.c
%C%_unit_test_pattern_CFLAGS = $(unit_cflags)
%C%_unit_test_pattern_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-needs
%C%_unit_test_needs_SOURCES = %D%/unit/test-needs.c
%C%_unit_test_needs_CFLAGS = $(unit_cflags)
%C%_unit_test_needs_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-classify
%C%_unit_test_classify_SOURCES = %D%/unit/test-classify.c
%C%_unit_test_classify_CFLAGS = $(unit_cflags)
%C%_unit_test_classify_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-class
%C%_unit_test_class_SOURCES = %D%/unit/test-class.c
%C%_unit_test_class_CFLAGS = $(unit_cflags)
%C%_unit_test_class_LDADD = $(unit_ldadd)

# policy
unit_tests += %D%/unit/test-clauses
%C%_unit_test_clauses_SOURCES = %D%/unit/test-clauses.c
%C%_unit_test_clauses_CFLAGS = $(unit_cflags)
%C%_unit_test_clauses_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-schema
%C%_unit_test_schema_SOURCES = %D%/unit/test-schema.c
%C%_unit_test_schema_CFLAGS = $(unit_cflags) $(SQLITE_CFLAGS)
%C%_unit_test_schema_LDADD = $(unit_ldadd) $(SQLITE_LIBS)
unit_tests += %D%/unit/test-step
%C%_unit_test_step_SOURCES = %D%/unit/test-step.c
%C%_unit_test_step_CFLAGS = $(unit_cflags)
%C%_unit_test_step_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-duration
%C%_unit_test_duration_SOURCES = %D%/unit/test-duration.c
%C%_unit_test_duration_CFLAGS = $(unit_cflags)
%C%_unit_test_duration_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-policy
%C%_unit_test_policy_SOURCES = %D%/unit/test-policy.c
%C%_unit_test_policy_CFLAGS = $(unit_cflags)
%C%_unit_test_policy_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-lint
%C%_unit_test_lint_SOURCES = %D%/unit/test-lint.c
%C%_unit_test_lint_CFLAGS = $(unit_cflags)
%C%_unit_test_lint_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-policy-faults
%C%_unit_test_policy_faults_SOURCES = %D%/unit/test-policy-faults.c %D%/unit/policy-faults.h
%C%_unit_test_policy_faults_CFLAGS = $(unit_cflags)
%C%_unit_test_policy_faults_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-cost
%C%_unit_test_cost_SOURCES = %D%/unit/test-cost.c
%C%_unit_test_cost_CFLAGS = $(unit_cflags)
%C%_unit_test_cost_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-generated
%C%_unit_test_generated_SOURCES = %D%/unit/test-generated.c
%C%_unit_test_generated_CFLAGS = $(unit_cflags)
%C%_unit_test_generated_LDADD = $(unit_ldadd)
# 30,000 mails, in two halves at once.
check-generated: %D%/unit/test-generated
	export top_srcdir='$(abs_top_srcdir)' APRES_GENERATED=15000; \
	APRES_GENERATED_SEED=7 %D%/unit/test-generated & half=$$!; \
	%D%/unit/test-generated; first=$$?; wait $$half && exit $$first
.PHONY: check-generated
unit_tests += %D%/unit/test-prefilter
%C%_unit_test_prefilter_SOURCES = %D%/unit/test-prefilter.c %D%/unit/random-expression.h %D%/unit/two-verdicts.h
%C%_unit_test_prefilter_CFLAGS = $(unit_cflags)
%C%_unit_test_prefilter_LDADD = $(unit_ldadd)
# 200 policies, 500 mails each; and with MAILS=FOLDER those of a folder.
check-prefilter: %D%/unit/test-prefilter
	export top_srcdir='$(abs_top_srcdir)' APRES_PREFILTER='200 500'; \
	if test -d '$(MAILS)'; then export APRES_PREFILTER_MAILS='$(MAILS)'; fi; \
	%D%/unit/test-prefilter
.PHONY: check-prefilter
unit_tests += %D%/unit/test-monotone
%C%_unit_test_monotone_SOURCES = %D%/unit/test-monotone.c
%C%_unit_test_monotone_CFLAGS = $(unit_cflags)
%C%_unit_test_monotone_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-stamp-trust
%C%_unit_test_stamp_trust_SOURCES = %D%/unit/test-stamp-trust.c %D%/unit/stamped.h
%C%_unit_test_stamp_trust_CFLAGS = $(unit_cflags)
%C%_unit_test_stamp_trust_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-stamp
%C%_unit_test_stamp_SOURCES = %D%/unit/test-stamp.c %D%/unit/stamped.h
%C%_unit_test_stamp_CFLAGS = $(unit_cflags)
%C%_unit_test_stamp_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-debrief-words
%C%_unit_test_debrief_words_SOURCES = %D%/unit/test-debrief-words.c
%C%_unit_test_debrief_words_CFLAGS = $(unit_cflags)
%C%_unit_test_debrief_words_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-wording
%C%_unit_test_wording_SOURCES = %D%/unit/test-wording.c
%C%_unit_test_wording_CFLAGS = $(unit_cflags)
%C%_unit_test_wording_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-mask
%C%_unit_test_mask_SOURCES = %D%/unit/test-mask.c
%C%_unit_test_mask_CFLAGS = $(unit_cflags)
%C%_unit_test_mask_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-reach
%C%_unit_test_reach_SOURCES = %D%/unit/test-reach.c
%C%_unit_test_reach_CFLAGS = $(unit_cflags)
%C%_unit_test_reach_LDADD = $(unit_ldadd)

# reply
unit_tests += %D%/unit/test-calendar-item
%C%_unit_test_calendar_item_SOURCES = %D%/unit/test-calendar-item.c
%C%_unit_test_calendar_item_CFLAGS = $(unit_cflags)
%C%_unit_test_calendar_item_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-reply
%C%_unit_test_reply_SOURCES = %D%/unit/test-reply.c %D%/unit/one-reply.h %D%/unit/rfc5322.h
%C%_unit_test_reply_CFLAGS = $(unit_cflags)
%C%_unit_test_reply_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-reply-hostile
%C%_unit_test_reply_hostile_SOURCES = %D%/unit/test-reply-hostile.c %D%/unit/one-reply.h %D%/unit/rfc5322.h
%C%_unit_test_reply_hostile_CFLAGS = $(unit_cflags)
%C%_unit_test_reply_hostile_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-message-id
%C%_unit_test_message_id_SOURCES = %D%/unit/test-message-id.c
%C%_unit_test_message_id_CFLAGS = $(unit_cflags)
%C%_unit_test_message_id_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-out
%C%_unit_test_out_SOURCES = %D%/unit/test-out.c %D%/unit/rfc5322.h
%C%_unit_test_out_CFLAGS = $(unit_cflags)
%C%_unit_test_out_LDADD = $(unit_ldadd)

# store
unit_tests += %D%/unit/test-merkle
%C%_unit_test_merkle_SOURCES = %D%/unit/test-merkle.c
%C%_unit_test_merkle_CFLAGS = $(unit_cflags)
%C%_unit_test_merkle_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-audit
%C%_unit_test_audit_SOURCES = %D%/unit/test-audit.c %D%/unit/signed.h %D%/unit/attack.h
%C%_unit_test_audit_CFLAGS = $(unit_cflags)
%C%_unit_test_audit_LDADD = $(unit_ldadd)

unit_tests += %D%/unit/test-audit-attacks
%C%_unit_test_audit_attacks_SOURCES = %D%/unit/test-audit-attacks.c %D%/unit/record.h %D%/unit/attack.h
%C%_unit_test_audit_attacks_CFLAGS = $(unit_cflags)
%C%_unit_test_audit_attacks_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-audit-live
%C%_unit_test_audit_live_SOURCES = %D%/unit/test-audit-live.c %D%/unit/record.h %D%/unit/attack.h
%C%_unit_test_audit_live_CFLAGS = $(unit_cflags)
%C%_unit_test_audit_live_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-audit-body
%C%_unit_test_audit_body_SOURCES = %D%/unit/test-audit-body.c %D%/unit/sealed.h
%C%_unit_test_audit_body_CFLAGS = $(unit_cflags)
%C%_unit_test_audit_body_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-audit-keys
%C%_unit_test_audit_keys_SOURCES = %D%/unit/test-audit-keys.c %D%/unit/sealed.h
%C%_unit_test_audit_keys_CFLAGS = $(unit_cflags)
%C%_unit_test_audit_keys_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-log-signer
%C%_unit_test_log_signer_SOURCES = %D%/unit/test-log-signer.c %D%/unit/signed.h %D%/unit/attack.h
%C%_unit_test_log_signer_CFLAGS = $(unit_cflags)
%C%_unit_test_log_signer_LDADD = $(unit_ldadd)

# deliver
check_PROGRAMS += %D%/tools/smtp-sink
%C%_tools_smtp_sink_SOURCES = %D%/tools/smtp-sink.c %D%/tools/sink.h \
	%D%/tools/sink-wire.c %D%/tools/sink-fault.c %D%/tools/sink-talk.c
%C%_tools_smtp_sink_LDADD = $(APRES_LIBS)
unit_tests += %D%/unit/test-smtp
%C%_unit_test_smtp_SOURCES = %D%/unit/test-smtp.c %D%/unit/sink.h %D%/unit/hand-over.h %D%/unit/smtp-config.h
%C%_unit_test_smtp_CFLAGS = $(unit_cflags)
%C%_unit_test_smtp_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-smtp-tls
%C%_unit_test_smtp_tls_SOURCES = %D%/unit/test-smtp-tls.c %D%/unit/sink.h %D%/unit/hand-over.h %D%/unit/smtp-config.h
%C%_unit_test_smtp_tls_CFLAGS = $(unit_cflags)
%C%_unit_test_smtp_tls_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-smtp-dialogue
%C%_unit_test_smtp_dialogue_SOURCES = %D%/unit/test-smtp-dialogue.c %D%/unit/sink.h
%C%_unit_test_smtp_dialogue_CFLAGS = $(unit_cflags)
%C%_unit_test_smtp_dialogue_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-transport
%C%_unit_test_transport_SOURCES = %D%/unit/test-transport.c %D%/unit/hand-over.h
%C%_unit_test_transport_CFLAGS = $(unit_cflags)
%C%_unit_test_transport_LDADD = $(unit_ldadd)

# intake
EXTRA_DIST += %D%/unit/temp.h
unit_tests += %D%/unit/test-control-socket
%C%_unit_test_control_socket_SOURCES = %D%/unit/test-control-socket.c
%C%_unit_test_control_socket_CFLAGS = $(unit_cflags)
%C%_unit_test_control_socket_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-maildir
%C%_unit_test_maildir_SOURCES = %D%/unit/test-maildir.c
%C%_unit_test_maildir_CFLAGS = $(unit_cflags)
%C%_unit_test_maildir_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-received
%C%_unit_test_received_SOURCES = %D%/unit/test-received.c
%C%_unit_test_received_CFLAGS = $(unit_cflags)
%C%_unit_test_received_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-zone
%C%_unit_test_zone_SOURCES = %D%/unit/test-zone.c %D%/unit/temp.h
%C%_unit_test_zone_CFLAGS = $(unit_cflags)
%C%_unit_test_zone_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-survey
%C%_unit_test_survey_SOURCES = %D%/unit/test-survey.c
%C%_unit_test_survey_CFLAGS = $(unit_cflags)
%C%_unit_test_survey_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-watch
%C%_unit_test_watch_SOURCES = %D%/unit/test-watch.c
%C%_unit_test_watch_CFLAGS = $(unit_cflags)
%C%_unit_test_watch_LDADD = $(unit_ldadd)

# pipeline
EXTRA_DIST += %D%/unit/tiny-classes.h
unit_tests += %D%/unit/test-action
%C%_unit_test_action_SOURCES = %D%/unit/test-action.c %D%/unit/house.h %D%/unit/plans.h
%C%_unit_test_action_CFLAGS = $(unit_cflags)
%C%_unit_test_action_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-case
%C%_unit_test_case_SOURCES = %D%/unit/test-case.c %D%/unit/house.h %D%/unit/plans.h
%C%_unit_test_case_CFLAGS = $(unit_cflags)
%C%_unit_test_case_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-case-file
%C%_unit_test_case_file_SOURCES = %D%/unit/test-case-file.c
%C%_unit_test_case_file_CFLAGS = $(unit_cflags)
%C%_unit_test_case_file_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-case-leak
%C%_unit_test_case_leak_SOURCES = %D%/unit/test-case-leak.c %D%/unit/house.h %D%/unit/plans.h
%C%_unit_test_case_leak_CFLAGS = $(unit_cflags)
%C%_unit_test_case_leak_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-case-mail
%C%_unit_test_case_mail_SOURCES = %D%/unit/test-case-mail.c %D%/unit/house.h %D%/unit/plans.h
%C%_unit_test_case_mail_CFLAGS = $(unit_cflags)
%C%_unit_test_case_mail_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-policy-signature
%C%_unit_test_policy_signature_SOURCES = %D%/unit/test-policy-signature.c
%C%_unit_test_policy_signature_CFLAGS = $(unit_cflags)
%C%_unit_test_policy_signature_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-install
%C%_unit_test_install_SOURCES = %D%/unit/test-install.c %D%/unit/house.h %D%/unit/plans.h
%C%_unit_test_install_CFLAGS = $(unit_cflags)
%C%_unit_test_install_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-alarm
%C%_unit_test_alarm_SOURCES = %D%/unit/test-alarm.c %D%/unit/house.h %D%/unit/plans.h
%C%_unit_test_alarm_CFLAGS = $(unit_cflags)
%C%_unit_test_alarm_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-bounce
%C%_unit_test_bounce_SOURCES = %D%/unit/test-bounce.c %D%/unit/sent-reply.h %D%/unit/house.h %D%/unit/plans.h %D%/unit/bounces.h
%C%_unit_test_bounce_CFLAGS = $(unit_cflags)
%C%_unit_test_bounce_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-returned
%C%_unit_test_returned_SOURCES = %D%/unit/test-returned.c %D%/unit/sent-reply.h %D%/unit/house.h %D%/unit/plans.h %D%/unit/bounces.h
%C%_unit_test_returned_CFLAGS = $(unit_cflags)
%C%_unit_test_returned_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-pipeline
%C%_unit_test_pipeline_SOURCES = %D%/unit/test-pipeline.c %D%/unit/house.h %D%/unit/plans.h
%C%_unit_test_pipeline_CFLAGS = $(unit_cflags)
%C%_unit_test_pipeline_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-destination
%C%_unit_test_destination_SOURCES = %D%/unit/test-destination.c %D%/unit/house.h %D%/unit/plans.h
%C%_unit_test_destination_CFLAGS = $(unit_cflags)
%C%_unit_test_destination_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-hostile
%C%_unit_test_hostile_SOURCES = %D%/unit/test-hostile.c %D%/unit/house.h %D%/unit/plans.h %D%/unit/rfc5322.h
%C%_unit_test_hostile_CFLAGS = $(unit_cflags)
%C%_unit_test_hostile_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-prove
%C%_unit_test_prove_SOURCES = %D%/unit/test-prove.c
%C%_unit_test_prove_CFLAGS = $(unit_cflags)
%C%_unit_test_prove_LDADD = $(unit_ldadd)
check_PROGRAMS += %D%/tools/letter-subjects
%C%_tools_letter_subjects_SOURCES = %D%/tools/letter-subjects.c
%C%_tools_letter_subjects_LDADD = $(whole_apres)
unit_tests += %D%/unit/test-scope
%C%_unit_test_scope_SOURCES = %D%/unit/test-scope.c %D%/unit/house.h %D%/unit/plans.h %D%/unit/dana.h
%C%_unit_test_scope_CFLAGS = $(unit_cflags)
%C%_unit_test_scope_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-letter
%C%_unit_test_letter_SOURCES = %D%/unit/test-letter.c %D%/unit/house.h %D%/unit/plans.h %D%/unit/dana.h
%C%_unit_test_letter_CFLAGS = $(unit_cflags)
%C%_unit_test_letter_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-sent
%C%_unit_test_sent_SOURCES = %D%/unit/test-sent.c %D%/unit/house.h %D%/unit/plans.h
%C%_unit_test_sent_CFLAGS = $(unit_cflags)
%C%_unit_test_sent_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-heap
%C%_unit_test_heap_SOURCES = %D%/unit/test-heap.c
%C%_unit_test_heap_CFLAGS = $(unit_cflags)
%C%_unit_test_heap_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-pool
%C%_unit_test_pool_SOURCES = %D%/unit/test-pool.c
%C%_unit_test_pool_CFLAGS = $(unit_cflags)
%C%_unit_test_pool_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-program-output
%C%_unit_test_program_output_SOURCES = %D%/unit/test-program-output.c
%C%_unit_test_program_output_CFLAGS = $(unit_cflags)
%C%_unit_test_program_output_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-reading-json
%C%_unit_test_reading_json_SOURCES = %D%/unit/test-reading-json.c
%C%_unit_test_reading_json_CFLAGS = $(unit_cflags)
%C%_unit_test_reading_json_LDADD = $(unit_ldadd)

# programs
unit_tests += %D%/unit/test-apart %D%/unit/test-csv-out %D%/unit/test-output
%C%_unit_test_apart_SOURCES = %D%/unit/test-apart.c src/apres/apart.c
%C%_unit_test_apart_CFLAGS = $(unit_cflags)
%C%_unit_test_apart_LDADD = $(unit_ldadd)
unit_tests += %D%/unit/test-mbox-out
%C%_unit_test_mbox_out_SOURCES = %D%/unit/test-mbox-out.c src/apres/mbox-out.c
%C%_unit_test_mbox_out_CFLAGS = $(unit_cflags)
%C%_unit_test_mbox_out_LDADD = $(unit_ldadd)
%C%_unit_test_csv_out_SOURCES = %D%/unit/test-csv-out.c src/apres/csv-out.c
%C%_unit_test_csv_out_CFLAGS = $(unit_cflags)
%C%_unit_test_csv_out_LDADD = $(unit_ldadd)
%C%_unit_test_output_SOURCES = %D%/unit/test-output.c src/apres/output.c src/apres/table.c src/apres/wrap.c
%C%_unit_test_output_CFLAGS = $(unit_cflags)
%C%_unit_test_output_LDADD = $(unit_ldadd)

# style
script_tests += %D%/style/format.t %D%/style/headers.t %D%/style/house.t %D%/style/layers.t \
	%D%/style/manual.t

# beside other responders
EXTRA_DIST += %D%/conformance/schemas %D%/conformance/schemas.txt
EXTRA_DIST += %D%/conformance/run %D%/conformance/pigeonhole.sh \
	%D%/conformance/cases.txt %D%/conformance/replies.txt %D%/conformance/table.txt
script_tests += %D%/conformance/t0100-table.t %D%/conformance/t0200-schemas.t

# end to end
EXTRA_DIST += %D%/bench/policy %D%/bench/replay %D%/bench/store %D%/bench/fill.py
EXTRA_DIST += %D%/bench/delivery %D%/bench/latency %D%/bench/latency.py
EXTRA_DIST += %D%/bench/peers %D%/bench/rspamd.sh %D%/bench/spamassassin.pl
EXTRA_DIST += %D%/bench/corpus.py %D%/bench/rules.py %D%/bench/RESULTS.md
EXTRA_DIST += %D%/bench/replies %D%/bench/scale %D%/bench/pss.py
EXTRA_DIST += %D%/bench/run %D%/bench/results.py %D%/bench/tree %D%/bench/record
# BENCH: the sections of RESULTS.md to measure and write; all of them without it
bench: all tests/tools/smtp-sink %D%/bench/erase %D%/bench/entries %D%/bench/apresd-without
	top_srcdir='$(abs_top_srcdir)' top_builddir='$(abs_top_builddir)' \
		sh '$(abs_top_srcdir)/tests/bench/run' $(BENCH)
.PHONY: bench
EXTRA_DIST += %D%/wait.sh %D%/e2e/lib.sh %D%/e2e/versions.sh %D%/candidates/recall %D%/candidates/answers %D%/candidates/splices %D%/candidates/samples.py %D%/candidates/run %D%/candidates/letters %D%/candidates/names %D%/corpus/run %D%/data %D%/peers
script_tests += %D%/e2e/t0100-command-line.t
script_tests += %D%/e2e/t0200-config.t
script_tests += %D%/e2e/t0210-init.t
script_tests += %D%/e2e/t0220-trial.t
script_tests += %D%/e2e/t0230-doctor.t
script_tests += %D%/e2e/t0240-doctor-way-out.t
script_tests += %D%/e2e/t0250-doctor-spoof.t %D%/e2e/t0260-roster-command.t %D%/e2e/t0270-oauth-token.t
script_tests += %D%/e2e/t0300-explain.t
script_tests += %D%/e2e/t0310-explain-folder.t
script_tests += %D%/e2e/t0320-machine-checks.t
script_tests += %D%/e2e/t0330-unusual-shares.t
script_tests += %D%/e2e/t0340-long-mail.t
script_tests += %D%/e2e/t0400-policy.t
script_tests += %D%/e2e/t0410-policy-install.t
script_tests += %D%/e2e/t0412-last-policy.t
script_tests += %D%/e2e/t0415-policy-sign.t
script_tests += %D%/e2e/t0420-policy-show.t
script_tests += %D%/e2e/t0425-policy-diff.t
script_tests += %D%/e2e/t0430-policy-new.t
script_tests += %D%/e2e/t0440-policy-replay.t
script_tests += %D%/e2e/t0450-policy-try.t
script_tests += %D%/e2e/t0460-policy-mutants.t
script_tests += %D%/e2e/t0470-law.t
script_tests += %D%/e2e/t0500-review.t
script_tests += %D%/e2e/t0505-four-eyes.t
script_tests += %D%/e2e/t0510-desk.t
script_tests += %D%/e2e/t0520-digest.t
script_tests += %D%/e2e/t0530-alarms.t
script_tests += %D%/e2e/t0540-due.t
script_tests += %D%/e2e/t0545-confirmation.t
script_tests += %D%/e2e/t0600-evidence.t
script_tests += %D%/e2e/t0610-audit-questions.t
script_tests += %D%/e2e/t0620-restore.t
script_tests += %D%/e2e/t0625-restore-maildir.t
script_tests += %D%/e2e/t0630-people.t
script_tests += %D%/e2e/t0635-erase-four-eyes.t
script_tests += %D%/e2e/t0640-export.t
script_tests += %D%/e2e/t0650-checkpoints-out.t
script_tests += %D%/e2e/t0550-sixty-days.t
script_tests += %D%/e2e/t0555-fast-clock.t
script_tests += %D%/e2e/t0560-silence.t
script_tests += %D%/e2e/t0570-debrief.t
script_tests += %D%/e2e/t0580-debrief-mail.t
script_tests += %D%/e2e/t0585-debrief-languages.t
script_tests += %D%/e2e/t0590-digest-lead.t
script_tests += %D%/e2e/t0700-tutorial.t
script_tests += %D%/e2e/t0710-admin.t
script_tests += %D%/e2e/t0800-filter-without-daemon.t
script_tests += %D%/e2e/t0810-case.t
script_tests += %D%/e2e/t0820-case-mail.t
script_tests += %D%/e2e/t0830-case-owed.t
script_tests += %D%/e2e/t0900-candidates.t
script_tests += %D%/e2e/t0910-never-automatic.t
script_tests += %D%/e2e/t0920-answers.t
script_tests += %D%/e2e/t0930-splices.t
script_tests += %D%/e2e/t0935-names.t
script_tests += %D%/e2e/t0940-likeness.t
script_tests += %D%/e2e/t1000-intake.t
script_tests += %D%/e2e/t1010-crash.t
script_tests += %D%/e2e/t1020-workers.t
script_tests += %D%/e2e/t1030-running.t
script_tests += %D%/e2e/t1040-sent.t
script_tests += %D%/e2e/t1050-filter.t
script_tests += %D%/e2e/t1060-full-disk.t
script_tests += %D%/e2e/t1070-two-candidates.t
script_tests += %D%/e2e/t1080-strange-days.t
script_tests += %D%/e2e/t1090-mail-server.t
script_tests += %D%/e2e/t1100-two-companies.t
script_tests += %D%/e2e/t1110-loops.t
script_tests += %D%/e2e/t1120-scope.t
script_tests += %D%/e2e/t1130-shared-mailboxes.t
script_tests += %D%/e2e/t1140-bounces.t

check_PROGRAMS += $(unit_tests)
dist_check_SCRIPTS = $(script_tests)
# The scripts first, which take longest: so the processors have done at about the same time.
TESTS += $(script_tests) $(unit_tests)

# How long things take: built by check, that they go on compiling, and run by nobody.
check_PROGRAMS += %D%/bench/erase
EXTRA_PROGRAMS =
%C%_bench_erase_SOURCES = %D%/bench/erase.c
%C%_bench_erase_CFLAGS = $(unit_cflags)
%C%_bench_erase_LDADD = $(unit_ldadd)
# The same code with parts of the record left out, by a variable: see tests/bench/tree.
without = $(AM_LDFLAGS) -Wl,--wrap=apres_log_signer_sign,--wrap=apres_merkle_leaf \
	-Wl,--wrap=apres_sealer_commit,--wrap=apres_body_seal
EXTRA_PROGRAMS += %D%/bench/entries %D%/bench/apresd-without
%C%_bench_entries_SOURCES = %D%/bench/entries.c %D%/bench/without.c
%C%_bench_entries_LDADD = $(whole_apres)
%C%_bench_entries_LDFLAGS = $(without)
%C%_bench_apresd_without_SOURCES = $(apresd_SOURCES) %D%/bench/without.c
%C%_bench_apresd_without_LDADD = $(whole_apres)
%C%_bench_apresd_without_LDFLAGS = $(without)
