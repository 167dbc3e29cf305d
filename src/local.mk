# SPDX-License-Identifier: Apache-2.0
# Every source once, by stage, in the order in which mail travels.
noinst_LIBRARIES = libapres.a
libapres_a_SOURCES =
# A name of their own for its objects: those of an older build folder, made by libtool,
# would be taken for up to date, whatever header has changed since.
libapres_a_CFLAGS = $(AM_CFLAGS)

# What a program links: the library, and the mark of its objects, by which a stamp knows
# that it was made by the same code (util/build-id.h).  No path and no time is in it.
whole_apres = libapres.a %D%/util/build-id.$(OBJEXT) $(APRES_LIBS)
%D%/util/build-id.c: libapres.a
	$(AM_V_GEN)sum=`$(AR) p libapres.a | sha256sum` && { \
	echo '#include "util/build-id.h"' && \
	echo "const char apres_build_id[] = \"$${sum%% *}\";"; } >$@.part && mv $@.part $@
CLEANFILES += %D%/util/build-id.c
# No list of sources names it, so nothing else removes what depcomp wrote down.
DISTCLEANFILES = %D%/util/$(DEPDIR)/build-id.Po

# util: knows nothing of mail
libapres_a_SOURCES += \
	%D%/util/autoptr.h \
	%D%/util/build-id.h \
	%D%/util/child.c %D%/util/child.h \
	%D%/util/clock.c %D%/util/clock.h \
	%D%/util/csv.c %D%/util/csv.h \
	%D%/util/crash-point.c %D%/util/crash-point.h \
	%D%/util/error.c %D%/util/error.h \
	%D%/util/bundle.c %D%/util/bundle.h \
	%D%/util/fsutil.c %D%/util/fsutil.h \
	%D%/util/heap.c %D%/util/heap.h \
	%D%/util/hex.c %D%/util/hex.h \
	%D%/util/login.c %D%/util/login.h \
	%D%/util/log.c %D%/util/log.h \
	%D%/util/nearest.c %D%/util/nearest.h \
	%D%/util/room.c %D%/util/room.h \
	%D%/util/name-set.c %D%/util/name-set.h \
	%D%/util/sha256.c %D%/util/sha256.h \
	%D%/util/dot.c %D%/util/dot.h \
	%D%/util/clauses.c \
	%D%/util/sentences.c \
	%D%/util/signed-note.c %D%/util/signed-note.h \
	%D%/util/text.c %D%/util/text.h

# config: apres.conf -> one const struct
libapres_a_SOURCES += \
	%D%/config/bounce-address.c %D%/config/bounce-address.h \
	%D%/config/check.c %D%/config/check.h \
	%D%/config/columns.c %D%/config/columns.h \
	%D%/config/config.c %D%/config/config.h \
	%D%/config/options.c %D%/config/options.h \
	%D%/config/parse.c %D%/config/parse.h \
	%D%/config/place.c \
	%D%/config/value.c %D%/config/value.h

# message: bytes -> what rules can see
libapres_a_SOURCES += \
	%D%/message/address.c %D%/message/address.h \
	%D%/message/alternative.c %D%/message/alternative.h \
	%D%/message/auth-results.c %D%/message/auth-results.h \
	%D%/message/auto-submitted.c %D%/message/auto-submitted.h \
	%D%/message/cfws.c %D%/message/cfws.h \
	%D%/message/charset.c %D%/message/charset.h \
	%D%/message/delivery-report.c %D%/message/delivery-report.h \
	%D%/message/encoded-word.c %D%/message/encoded-word.h \
	%D%/message/headers.c %D%/message/headers.h \
	%D%/message/html-element.c %D%/message/html-element.h \
	%D%/message/html.c %D%/message/html.h \
	%D%/message/identity.c \
	%D%/message/machine-check.h \
	%D%/message/machine-fields.c \
	%D%/message/machine-mark.c \
	%D%/message/machine-phrases.h \
	%D%/message/machine-table.h \
	%D%/message/machine-recipient.c \
	%D%/message/machine-words.c \
	%D%/message/machine.c %D%/message/machine.h \
	%D%/message/message.c %D%/message/message.h \
	%D%/message/mime-scan.c \
	%D%/message/mime.c %D%/message/mime.h \
	%D%/message/quote-attribution.c \
	%D%/message/quote-disclaimer.c \
	%D%/message/quote-header.c \
	%D%/message/quote-line.c %D%/message/quote-line.h \
	%D%/message/quote-signature.c \
	%D%/message/quote.c %D%/message/quote.h \
	%D%/message/report-part.c \
	%D%/message/subject.c %D%/message/subject.h \
	%D%/message/text-part.c

# classify: patterns x message -> classes
libapres_a_SOURCES += \
	%D%/classify/chance.c %D%/classify/chance.h \
	%D%/classify/class.c %D%/classify/class.h \
	%D%/classify/classifier.c \
	%D%/classify/classify.c %D%/classify/classify.h \
	%D%/classify/evaluate.c %D%/classify/evaluate.h \
	%D%/classify/cost.c %D%/classify/cost.h \
	%D%/classify/lend.c %D%/classify/lend.h \
	%D%/classify/literal.c %D%/classify/literal.h \
	%D%/classify/needs.c %D%/classify/needs.h %D%/classify/needs-list.c \
	%D%/classify/part.c %D%/classify/part.h \
	%D%/classify/pattern.c %D%/classify/pattern.h \
	%D%/classify/pattern-parts.h %D%/classify/match.c \
	%D%/classify/pattern-fold.c \
	%D%/classify/possible.c \
	%D%/classify/sightings.c %D%/classify/sightings.h \
	%D%/classify/start.c %D%/classify/start.h \
	%D%/classify/prefilter.c %D%/classify/prefilter.h \
	%D%/classify/prefilter-new.c %D%/classify/prefilter-parts.h \
	%D%/classify/reader.c %D%/classify/reader.h \
	%D%/classify/texts.c %D%/classify/texts.h %D%/classify/texts-parts.h \
	%D%/classify/texts-sentences.c \
	%D%/classify/features.c %D%/classify/features.h \
	%D%/classify/likeness-find.c \
	%D%/classify/likeness-line.c \
	%D%/classify/likeness-line.h \
	%D%/classify/likeness-table.c \
	%D%/classify/likeness-table.h \
	%D%/classify/likeness.c %D%/classify/likeness.h \
	%D%/classify/words.c %D%/classify/words.h

# policy: load, validate, merge, decide
libapres_a_SOURCES += \
	%D%/policy/policy.c %D%/policy/policy.h \
	%D%/policy/policy-new.c \
	%D%/policy/prove.c %D%/policy/prove.h \
	%D%/policy/hypothesis.c %D%/policy/hypothesis.h \
	%D%/policy/lint.c %D%/policy/lint.h \
	%D%/policy/lint-pattern.c %D%/policy/lint-step.c %D%/policy/lint-text.c \
	%D%/policy/reach.c %D%/policy/reach.h \
	%D%/policy/treatment.c %D%/policy/treatment.h \
	%D%/policy/diff.c %D%/policy/diff.h %D%/policy/diff-parts.c \
	%D%/policy/diff-parts.h %D%/policy/diff-classes.c %D%/policy/diff-rules.c \
	%D%/policy/diff-company.c %D%/policy/diff-people.c \
	%D%/policy/diff-terms.c %D%/policy/diff-settings.c \
	%D%/policy/build-invariant-xml.c \
	%D%/policy/audience.c %D%/policy/audience.h \
	%D%/policy/calendar.c %D%/policy/calendar.h \
	%D%/policy/case.c %D%/policy/case.h \
	%D%/policy/clause.c %D%/policy/clause.h \
	%D%/policy/duration.c %D%/policy/duration.h \
	%D%/policy/consent.c %D%/policy/consent.h \
	%D%/policy/decide.c %D%/policy/decide.h \
	%D%/policy/decide-case.c \
	%D%/policy/decide-duties.c \
	%D%/policy/decide-language.c \
	%D%/policy/decide-explained.c \
	%D%/policy/decide-floors.c \
	%D%/policy/decide-rules.c %D%/policy/decide-parts.h \
	%D%/policy/roster.c %D%/policy/roster.h \
	%D%/policy/step.c %D%/policy/step.h \
	%D%/policy/build-class-xml.c %D%/policy/build-list-xml.c \
	%D%/policy/build-company-xml.c \
	%D%/policy/build-rule-xml.c \
	%D%/policy/build-trust-xml.c \
	%D%/policy/build-xml.c %D%/policy/build.h \
	%D%/policy/check.c %D%/policy/check-texts.c \
	%D%/policy/check-cost.c \
	%D%/policy/check-clauses.c %D%/policy/check-clause-texts.c \
	%D%/policy/build-clause-xml.c \
	%D%/policy/debrief-words.c %D%/policy/debrief-words.h \
	%D%/policy/digest.c \
	%D%/policy/signature.c %D%/policy/signature.h \
	%D%/policy/embedded.c %D%/policy/embedded.h \
	%D%/policy/file-xml.c %D%/policy/file-xml.h \
	%D%/policy/file-xml-parts.h %D%/policy/place-xml.c \
	%D%/policy/finding.c %D%/policy/finding.h \
	%D%/policy/finding-lines.c \
	%D%/policy/load-xml.c %D%/policy/load.h \
	%D%/policy/mutant-xml.c %D%/policy/mutant.h \
	%D%/policy/shelf-xml.c %D%/policy/shelf.h \
	%D%/policy/stamp.c %D%/policy/stamp.h \
	%D%/policy/schema-xml.c %D%/policy/schema-xml.h \
	%D%/policy/use-xml.c \
	%D%/policy/said-time.c %D%/policy/said-time.h \
	%D%/policy/mask.c %D%/policy/mask.h \
	%D%/policy/text-source.c %D%/policy/text-source.h \
	%D%/policy/text.c %D%/policy/text.h \
	%D%/policy/wording.c %D%/policy/wording.h %D%/policy/wording-parts.h \
	%D%/policy/text-marks.h %D%/policy/lint-wording.c %D%/policy/check-tests.c \
	%D%/policy/wording-keys.c %D%/policy/wording-read.c %D%/policy/build-wording-xml.c

# reply: decision -> RFC 5322 reply
libapres_a_SOURCES += \
	%D%/reply/bounce-tag.c \
	%D%/reply/desk-mail.c %D%/reply/desk-mail.h \
	%D%/reply/expand.c %D%/reply/expand.h \
	%D%/reply/message-id.c \
	%D%/reply/calendar-item.c %D%/reply/calendar-item.h \
	%D%/reply/notice.c \
	%D%/reply/out.c %D%/reply/out.h \
	%D%/reply/out-body.c \
	%D%/reply/out-check.c \
	%D%/reply/out-read.c \
	%D%/reply/reply.c %D%/reply/reply.h \
	%D%/reply/salutation.c %D%/reply/salutation.h

# store: SQL lives only here
libapres_a_SOURCES += \
	%D%/store/audit.c %D%/store/audit.h \
	%D%/store/body-fate.c \
	%D%/store/body-keys.c \
	%D%/store/body-old.c \
	%D%/store/audit-clocks.c %D%/store/audit-clocks.h \
	%D%/store/audit-book.c %D%/store/audit-book.h \
	%D%/store/case.c %D%/store/case.h \
	%D%/store/case-field.c %D%/store/case-field.h \
	%D%/store/case-find.c %D%/store/case-parts.h \
	%D%/store/case-look.c %D%/store/case-look.h \
	%D%/store/audit-body.c %D%/store/audit-body.h \
	%D%/store/audit-parts.h \
	%D%/store/audit-claim.c \
	%D%/store/audit-prove.c %D%/store/audit-prove.h \
	%D%/store/audit-receipt.c \
	%D%/store/audit-row.c \
	%D%/store/audit-verify.c %D%/store/audit-verify.h \
	%D%/store/audit-verify-parts.h \
	%D%/store/checkpoint.c %D%/store/checkpoint.h \
	%D%/store/checkpoint-parts.h \
	%D%/store/control.c %D%/store/control.h \
	%D%/store/db.c %D%/store/db.h \
	%D%/store/unexplained.c %D%/store/unexplained.h \
	%D%/store/debrief.c %D%/store/debrief.h \
	%D%/store/debrief-history.c %D%/store/debrief-history.h \
	%D%/store/debrief-mail.c %D%/store/debrief-mail.h \
	%D%/store/history.c %D%/store/history.h \
	%D%/store/approval.c %D%/store/approval.h \
	%D%/store/erase-request.c %D%/store/erase-request.h \
	%D%/store/install.c %D%/store/install.h \
	%D%/store/keyfile.c %D%/store/keyfile.h \
	%D%/store/legal-hold.c %D%/store/legal-hold.h \
	%D%/store/letter.c %D%/store/letter.h \
	%D%/store/log-signer.c \
	%D%/store/merkle.c %D%/store/merkle.h %D%/store/merkle-tree.c %D%/store/merkle-tree.h \
	%D%/store/message.c %D%/store/message.h \
	%D%/store/obligation.c %D%/store/obligation.h %D%/store/obligation-parts.h \
	%D%/store/obligation-people.c \
	%D%/store/outbox.c %D%/store/outbox.h \
	%D%/store/outbox-parts.h \
	%D%/store/outbox-returned.c \
	%D%/store/outbox-agree.c \
	%D%/store/outbox-people.c \
	%D%/store/outbox-send.c \
	%D%/store/policy-source.c %D%/store/policy-source.h \
	%D%/store/person.c %D%/store/person.h %D%/store/person-parts.h \
	%D%/store/person-dump.c \
	%D%/store/person-erase.c \
	%D%/store/schema.c \
	%D%/store/sealer.c %D%/store/sealer.h \
	%D%/store/arrivals.c %D%/store/arrivals.h \
	%D%/store/share.c %D%/store/share.h \
	%D%/store/seen.c %D%/store/seen.h \
	%D%/store/step.c %D%/store/step.h \
	%D%/store/zone.c %D%/store/zone.h \
	%D%/store/subject.c %D%/store/subject.h \
	%D%/store/store.c %D%/store/store.h

# deliver: outbox -> transport
libapres_a_SOURCES += \
	%D%/deliver/batch.c %D%/deliver/batch.h \
	%D%/deliver/deliver.c %D%/deliver/deliver-commit.c %D%/deliver/deliver.h \
	%D%/deliver/deliver-parts.h \
	%D%/deliver/delivery-worker.c %D%/deliver/delivery-worker.h \
	%D%/deliver/maildir.c \
	%D%/deliver/null-path.c %D%/deliver/null-path.h \
	%D%/deliver/sendmail.c \
	%D%/deliver/session.c \
	%D%/deliver/smtp.c \
	%D%/deliver/smtp-dialogue.c %D%/deliver/smtp-dialogue.h \
	%D%/deliver/smtp-dialogue-parts.h %D%/deliver/smtp-lines.c \
	%D%/deliver/smtp-outcome.c %D%/deliver/smtp-outcome.h \
	%D%/deliver/smtp-session.c %D%/deliver/smtp-session.h \
	%D%/deliver/smtp-settings.c %D%/deliver/smtp-settings.h \
	%D%/deliver/smtp-tls.c %D%/deliver/smtp-tls.h \
	%D%/deliver/transport.c %D%/deliver/transport.h

# intake: Maildirs, socket
libapres_a_SOURCES += \
	%D%/intake/application-words.c %D%/intake/application-words.h \
	%D%/intake/circle.c %D%/intake/circle.h \
	%D%/intake/bounce.c %D%/intake/bounce.h \
	%D%/intake/control-client.c \
	%D%/intake/control-socket.c %D%/intake/control-socket.h \
	%D%/intake/frame.c %D%/intake/frame.h \
	%D%/intake/letter.c %D%/intake/letter.h \
	%D%/intake/maildir.c %D%/intake/maildir.h %D%/intake/maildir-walk.c \
	%D%/intake/message-ids.c %D%/intake/message-ids.h \
	%D%/intake/received.c %D%/intake/received.h \
	%D%/intake/scope.c %D%/intake/scope.h \
	%D%/intake/sent.c %D%/intake/sent.h \
	%D%/intake/survey.c %D%/intake/survey.h \
	%D%/intake/watch.c %D%/intake/watch.h

# pipeline: the glue
libapres_a_SOURCES += \
	%D%/pipeline/assess.c %D%/pipeline/assess.h \
	%D%/pipeline/alarm-record.c \
	%D%/pipeline/alarm.c %D%/pipeline/alarm.h \
	%D%/pipeline/digest-page.c %D%/pipeline/digest-page.h \
	%D%/pipeline/digest.c %D%/pipeline/digest.h \
	%D%/pipeline/silence.c %D%/pipeline/silence.h \
	%D%/pipeline/schedule.c %D%/pipeline/schedule.h \
	%D%/pipeline/reason.c %D%/pipeline/reason.h \
	%D%/pipeline/evidence-json.c \
	%D%/pipeline/facts.c \
	%D%/pipeline/coverage.c %D%/pipeline/coverage.h \
	%D%/pipeline/mutation.c %D%/pipeline/mutation.h \
	%D%/pipeline/pattern-use.c %D%/pipeline/pattern-use.h \
	%D%/pipeline/policy-of-day.c %D%/pipeline/policy-of-day.h \
	%D%/pipeline/last-policy.c %D%/pipeline/last-policy.h \
	%D%/pipeline/policy-test.c %D%/pipeline/policy-test.h \
	%D%/pipeline/action.c %D%/pipeline/action.h \
	%D%/pipeline/action-parts.h \
	%D%/pipeline/action-due.c \
	%D%/pipeline/action-keys.c \
	%D%/pipeline/action-person.c %D%/pipeline/action-look.c %D%/pipeline/action-review.c %D%/pipeline/action-erase.c \
	%D%/pipeline/action-erase-agree.c \
	%D%/pipeline/byte-search.c %D%/pipeline/byte-search.h \
	%D%/pipeline/erasure.c %D%/pipeline/erasure.h \
	%D%/pipeline/erasure-page.c %D%/pipeline/erasure-page.h \
	%D%/pipeline/retention.c %D%/pipeline/retention.h \
	%D%/pipeline/action-debrief.c \
	%D%/pipeline/debrief.c %D%/pipeline/debrief.h \
	%D%/pipeline/debrief-answer.c %D%/pipeline/debrief-answer.h \
	%D%/pipeline/debrief-mail.c %D%/pipeline/debrief-mail.h \
	%D%/pipeline/action-switch.c \
	%D%/pipeline/arrival.c \
	%D%/pipeline/action-case.c \
	%D%/pipeline/case-mail.c %D%/pipeline/case-mail.h \
	%D%/pipeline/case-file.c %D%/pipeline/case-file.h \
	%D%/pipeline/case-write.c %D%/pipeline/case-write.h \
	%D%/pipeline/action-policy.c \
	%D%/pipeline/bounce.c %D%/pipeline/bounce.h \
	%D%/pipeline/envelope.c %D%/pipeline/envelope.h \
	%D%/pipeline/basis.c %D%/pipeline/basis.h \
	%D%/pipeline/replay.c %D%/pipeline/replay.h \
	%D%/pipeline/company.c \
	%D%/pipeline/debrief-hr.c %D%/pipeline/debrief-hr.h \
	%D%/pipeline/config-disk.c %D%/pipeline/config-disk.h \
	%D%/pipeline/outside.c %D%/pipeline/outside.h \
	%D%/pipeline/trusted-policy.c %D%/pipeline/trusted-policy.h \
	%D%/pipeline/in-force.c %D%/pipeline/in-force.h \
	%D%/pipeline/lockdown.c %D%/pipeline/lockdown.h \
	%D%/pipeline/pool.c %D%/pipeline/pool.h \
	%D%/pipeline/owed-words.c %D%/pipeline/owed-words.h \
	%D%/pipeline/owed-from.c %D%/pipeline/owed-from.h \
	%D%/pipeline/unexplained.c %D%/pipeline/unexplained.h \
	%D%/pipeline/notice.c %D%/pipeline/notice.h \
	%D%/pipeline/untold.c %D%/pipeline/untold.h \
	%D%/pipeline/pipeline.c %D%/pipeline/pipeline.h \
	%D%/pipeline/program-output.c %D%/pipeline/program-output.h \
	%D%/pipeline/proposal.c %D%/pipeline/proposal.h \
	%D%/pipeline/renewal.c %D%/pipeline/renewal.h \
	%D%/pipeline/reading-json.c %D%/pipeline/reading-json.h \
	%D%/pipeline/record.c %D%/pipeline/record.h \
	%D%/pipeline/worker.c %D%/pipeline/worker.h

# programs
bin_PROGRAMS += apres apresd
apres_SOURCES = \
	%D%/apres/main.c %D%/apres/verb.h \
	%D%/apres/cli.c %D%/apres/cli.h \
	%D%/apres/output.c %D%/apres/output.h \
	%D%/apres/verb-table.c \
	%D%/apres/apart.c %D%/apres/apart.h \
	%D%/apres/explain-files.c \
	%D%/apres/explain-checks.c \
	%D%/apres/explain-json.c \
	%D%/apres/explain-parts.h \
	%D%/apres/explain-reply.c \
	%D%/apres/explain-sentences.c \
	%D%/apres/explain-setup.c %D%/apres/explain-setup.h \
	%D%/apres/explain-text.c %D%/apres/explain-rules.c \
	%D%/apres/explain.h \
	%D%/apres/cmd-act.c \
	%D%/apres/cmd-due.c \
	%D%/apres/cmd-debrief.c %D%/apres/cmd-debrief-give.c \
	%D%/apres/next-words.c %D%/apres/next-words.h \
	%D%/apres/import-owed.c %D%/apres/import-owed.h \
	%D%/apres/known.c %D%/apres/known.h \
	%D%/apres/cmd-debrief-show.c \
	%D%/apres/cmd-audit.c %D%/apres/audit-facts.c %D%/apres/audit-screen.h \
	%D%/apres/audit-filter.c \
	%D%/apres/cmd-audit-list.c \
	%D%/apres/cmd-audit-to.c \
	%D%/apres/cmd-audit-clocks.c %D%/apres/cmd-audit-report.c \
	%D%/apres/cmd-audit-leaks.c %D%/apres/audit-leaks.c %D%/apres/audit-leaks.h \
	%D%/apres/audit-policies.c %D%/apres/audit-policies.h \
	%D%/apres/cmd-audit-reconcile.c %D%/apres/mta-log.c %D%/apres/mta-log.h \
	%D%/apres/cmd-audit-why.c %D%/apres/audit-why.c %D%/apres/audit-why.h \
	%D%/apres/csv-out.c %D%/apres/csv-out.h \
	%D%/apres/mbox-out.c %D%/apres/mbox-out.h \
	%D%/apres/cmd-audit-export.c %D%/apres/export.c %D%/apres/export.h \
	%D%/apres/export-index.c %D%/apres/export-mail.c %D%/apres/export-parts.h \
	%D%/apres/export-select.c %D%/apres/export-text.c \
	%D%/apres/cmd-case.c %D%/apres/cmd-case-import.c \
	%D%/apres/cmd-audit-verify.c %D%/apres/cmd-audit-prove.c \
	%D%/apres/audit-month.c %D%/apres/audit-month.h %D%/apres/cmd-audit-keys.c \
	%D%/apres/cmd-config.c \
	%D%/apres/cmd-control.c \
	%D%/apres/cmd-doctor.c \
	%D%/apres/cmd-explain.c \
	%D%/apres/cmd-filter.c \
	%D%/apres/cmd-init.c \
	%D%/apres/cmd-outbox.c %D%/apres/cmd-legal-hold.c \
	%D%/apres/cmd-outbox-show.c \
	%D%/apres/cmd-person.c %D%/apres/cmd-person-erase.c \
	%D%/apres/cmd-person-approve.c %D%/apres/person-erased.h \
	%D%/apres/cmd-policy.c %D%/apres/cmd-policy-diff.c \
	%D%/apres/cmd-policy-install.c \
	%D%/apres/cmd-policy-list.c \
	%D%/apres/cmd-policy-new.c \
	%D%/apres/cmd-policy-show.c \
	%D%/apres/policy-argument.c %D%/apres/policy-argument.h \
	%D%/apres/cmd-policy-sign.c \
	%D%/apres/cmd-policy-test.c \
	%D%/apres/cmd-policy-replay.c \
	%D%/apres/cmd-policy-try.c \
	%D%/apres/doctor.c %D%/apres/doctor.h \
	%D%/apres/doctor-access.c \
	%D%/apres/doctor-config.c \
	%D%/apres/doctor-envelope.c \
	%D%/apres/doctor-machine.c \
	%D%/apres/doctor-mailbox.c \
	%D%/apres/doctor-marks.c \
	%D%/apres/doctor-scope.c \
	%D%/apres/doctor-smtp.c \
	%D%/apres/doctor-spoof.c %D%/apres/doctor-spoof.h \
	%D%/apres/doctor-store.c \
	%D%/apres/doctor-user.c %D%/apres/doctor-user.h \
	%D%/apres/doctor-way-out.c \
	%D%/apres/diff-screen.c %D%/apres/diff-screen.h \
	%D%/apres/policy-screen.h \
	%D%/apres/replay-screen.c %D%/apres/replay-screen.h \
	%D%/apres/questions.c %D%/apres/questions.h \
	%D%/apres/receipts.c %D%/apres/receipts.h \
	%D%/apres/setup.c %D%/apres/setup.h \
	%D%/apres/setup-ask.c \
	%D%/apres/starter.c %D%/apres/starter.h \
	%D%/apres/starter-ask.c \
	%D%/apres/cmd-trial.c \
	%D%/apres/new-folder.c %D%/apres/new-folder.h \
	%D%/apres/passthrough.c %D%/apres/passthrough.h \
	%D%/apres/progress.c %D%/apres/progress.h \
	%D%/apres/trial.c %D%/apres/trial.h \
	%D%/apres/trial-scope.c %D%/apres/trial-scope.h \
	%D%/apres/trial-screen.c \
	%D%/apres/cmd-retention.c \
	%D%/apres/cmd-review.c %D%/apres/cmd-review-show.c \
	%D%/apres/cmd-status.c \
	%D%/apres/outbox-item.h \
	%D%/apres/page.c %D%/apres/page.h \
	%D%/apres/rows.c %D%/apres/rows.h \
	%D%/apres/show.h \
	%D%/apres/show-answers.c %D%/apres/show-law.c %D%/apres/show-holds.c \
	%D%/apres/show-json.c %D%/apres/show-texts.c \
	%D%/apres/show-words.c \
	%D%/apres/status-alarms.c %D%/apres/status-alarms.h \
	%D%/apres/table.c %D%/apres/table.h \
	%D%/apres/wrap.c %D%/apres/wrap.h \
	%D%/apres/screen.c %D%/apres/screen.h
apres_LDADD = $(whole_apres)
apresd_SOURCES = \
	%D%/apresd/box.c \
	%D%/apresd/box-adopt.c \
	%D%/apresd/clock.c \
	%D%/apresd/commit.c \
	%D%/apresd/daemon.c %D%/apresd/daemon.h \
	%D%/apresd/desk.c %D%/apresd/desk.h \
	%D%/apresd/desk-moved.c \
	%D%/apresd/desk-parts.h \
	%D%/apresd/desk-put.c \
	%D%/apresd/null-path.c \
	%D%/apresd/filing.c \
	%D%/apresd/finish-erasure.c \
	%D%/apresd/checkpoint-mail.c %D%/apresd/checkpoint-mail.h \
	%D%/apresd/checkpoint-out.c %D%/apresd/checkpoint-out.h \
	%D%/apresd/log-head.c \
	%D%/apresd/set-back.c \
	%D%/apresd/generation.c %D%/apresd/generation.h \
	%D%/apresd/main.c \
	%D%/apresd/request.c \
	%D%/apresd/sd-notify.c %D%/apresd/sd-notify.h \
	%D%/apresd/sent-box.c \
	%D%/apresd/signals.c \
	%D%/apresd/status.c \
	%D%/apresd/transit.c
apresd_LDADD = $(whole_apres)
