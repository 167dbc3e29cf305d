# SPDX-License-Identifier: Apache-2.0
# Base and packs are part of the program, with the service that apres init writes; they
# are installed too, to be read.
embedded_policies = \
	%D%/policy.xsd \
	%D%/xml.xsd \
	%D%/base.xml \
	%D%/base/de.xml \
	%D%/base/en.xml \
	%D%/base/es.xml \
	%D%/base/fr.xml \
	%D%/packs/lang-de.xml \
	%D%/packs/lang-en.xml \
	%D%/packs/lang-de/asking.txt \
	%D%/packs/lang-de/everyday.txt \
	%D%/packs/lang-en/everyday.txt \
	%D%/packs/lang-en/plea.txt \
	%D%/packs/lang-en/process.txt \
	%D%/packs/lang-es/everyday.txt \
	%D%/packs/lang-fr/asking.txt \
	%D%/packs/lang-fr/everyday.txt \
	%D%/packs/lang-es.xml \
	%D%/packs/lang-fr.xml \
	%D%/packs/standard.xml \
	%D%/packs/ca-on.xml \
	%D%/packs/eu.xml \
	%D%/packs/eu-de.xml \
	%D%/packs/uk.xml \
	%D%/packs/us.xml \
	%D%/packs/us-ca.xml \
	%D%/starter/policy.xml \
	%D%/packs/standard/internal-debrief.de.txt \
	%D%/packs/standard/internal-debrief.en.txt \
	%D%/packs/standard/internal-debrief.es.txt \
	%D%/packs/standard/internal-debrief.fr.txt \
	%D%/packs/standard/internal-other-role.de.txt \
	%D%/packs/standard/internal-other-role.en.txt \
	%D%/packs/standard/internal-other-role.es.txt \
	%D%/packs/standard/internal-other-role.fr.txt \
	%D%/packs/standard/internal-status-received.de.txt \
	%D%/packs/standard/internal-status-received.en.txt \
	%D%/packs/standard/internal-status-received.es.txt \
	%D%/packs/standard/internal-status-received.fr.txt \
	%D%/packs/standard/internal-withdraw.de.txt \
	%D%/packs/standard/internal-withdraw.en.txt \
	%D%/packs/standard/internal-withdraw.es.txt \
	%D%/packs/standard/internal-withdraw.fr.txt \
	%D%/packs/standard/no-feedback-status-received.de.txt \
	%D%/packs/standard/no-feedback-status-received.en.txt \
	%D%/packs/standard/no-feedback-status-received.es.txt \
	%D%/packs/standard/no-feedback-status-received.fr.txt \
	%D%/packs/standard/no-feedback-withdraw-received.de.txt \
	%D%/packs/standard/no-feedback-withdraw-received.en.txt \
	%D%/packs/standard/no-feedback-withdraw-received.es.txt \
	%D%/packs/standard/no-feedback-withdraw-received.fr.txt \
	%D%/packs/standard/no-feedback.de.txt \
	%D%/packs/standard/no-feedback.en.txt \
	%D%/packs/standard/no-feedback.es.txt \
	%D%/packs/standard/no-feedback.fr.txt \
	%D%/packs/standard/other-role.de.txt \
	%D%/packs/standard/other-role.en.txt \
	%D%/packs/standard/other-role.es.txt \
	%D%/packs/standard/other-role.fr.txt \
	%D%/packs/standard/privacy-received.de.txt \
	%D%/packs/standard/privacy-received.en.txt \
	%D%/packs/standard/privacy-received.es.txt \
	%D%/packs/standard/privacy-received.fr.txt \
	%D%/packs/standard/status-applied.de.txt \
	%D%/packs/standard/status-applied.en.txt \
	%D%/packs/standard/status-applied.es.txt \
	%D%/packs/standard/status-applied.fr.txt \
	%D%/packs/standard/status-decision.de.txt \
	%D%/packs/standard/status-decision.en.txt \
	%D%/packs/standard/status-decision.es.txt \
	%D%/packs/standard/status-decision.fr.txt \
	%D%/packs/standard/status-interview.de.txt \
	%D%/packs/standard/status-interview.en.txt \
	%D%/packs/standard/status-interview.es.txt \
	%D%/packs/standard/status-interview.fr.txt \
	%D%/packs/standard/status-review.de.txt \
	%D%/packs/standard/status-review.en.txt \
	%D%/packs/standard/status-review.es.txt \
	%D%/packs/standard/status-review.fr.txt \
	%D%/packs/standard/status-received.de.txt \
	%D%/packs/standard/status-received.en.txt \
	%D%/packs/standard/status-received.es.txt \
	%D%/packs/standard/status-received.fr.txt \
	%D%/packs/standard/withdraw-noted.de.txt \
	%D%/packs/standard/withdraw-noted.en.txt \
	%D%/packs/standard/withdraw-noted.es.txt \
	%D%/packs/standard/withdraw-noted.fr.txt \
	%D%/packs/lang-de/likeness.tsv \
	%D%/packs/lang-en/likeness.tsv \
	%D%/packs/lang-es/likeness.tsv \
	%D%/packs/lang-fr/likeness.tsv \
	%D%/wording/de.txt \
	%D%/wording/en.txt \
	%D%/wording/es.txt \
	%D%/wording/fr.txt

policies/embedded.c: $(embedded_policies) contrib/systemd/apresd.service $(top_srcdir)/policies/local.mk $(top_srcdir)/src/policy/embed.sh
	$(AM_V_GEN)$(MKDIR_P) policies && \
	$(SHELL) $(top_srcdir)/src/policy/embed.sh $(srcdir)/policies \
		$(embedded_policies:policies/%=%) ../contrib/systemd/apresd.service >$@.part && mv $@.part $@
nodist_libapres_a_SOURCES = policies/embedded.c
CLEANFILES += policies/embedded.c
EXTRA_DIST += src/policy/embed.sh $(embedded_policies) %D%/policy.rnc %D%/policy.rng \
	%D%/contoso %D%/miller-bikes %D%/stadtwerke-auental

# For maintainers, after a change of policy.rnc; users need no Java.
schema:
	cd $(srcdir)/policies && trang policy.rnc policy.rng && trang policy.rnc policy.xsd && \
	sed '/<xs:import/d; s/ xmlns:ns1="[^"]*"//' xml.xsd >xml.xsd.part && mv xml.xsd.part xml.xsd
# After a change of the samples, or of what a word is (classify/features.c).
likeness: tests/tools/learn
	for language in de en es fr; do \
		tests/tools/learn $$language \
			$(srcdir)/tests/data/candidates/known.$$language.tsv \
			$(srcdir)/tests/data/candidates/never-automatic.$$language.tsv \
			$(srcdir)/tests/data/candidates/likeness.$$language.tsv >likeness.part && \
		mv likeness.part $(srcdir)/policies/packs/lang-$$language/likeness.tsv || exit 1; \
	done
.PHONY: schema likeness
