# SPDX-License-Identifier: Apache-2.0
# Makes mail files of sent.txt, careers.txt and inbox.txt, with the headers that mail
# programs write.  LC_ALL=C awk -v out=FOLDER [-v when=old|new] [-v ids=FILE] -f mails.awk
# FILE.  Names in FOLDER: those of a Maildir.  ids: lines "a4 <Message-ID>".
BEGIN {
	FS = "[ \t]*[|][ \t]*"
	for (i = 0; i < 256; i++) code[sprintf("%c", i)] = i
	while (ids != "" && (getline line < ids) > 0) {
		split(line, pair, " ")
		known[pair[1]] = pair[2]
	}
	date = "Tue, 24 Nov 2026 13:00:00 +0000"
}
/^#/ || /^[ \t]*$/ { next }
{ for (i = 1; i <= NF; i++) gsub(/^[ \t]+|[ \t]+$/, "", $i) }
FILENAME ~ /sent/ { if ($2 == when) sent() ; next }
FILENAME ~ /careers/ { careers(); next }
{ inbox() }

function put(line) { print line > file }
function header(name, value) { if (value != "") put(name ": " value) }
function begin(name) { file = out "/" name }
function end() { close(file) }
function addr(text) { return text ~ /</ ? substr(text, index(text, "<") + 1, length(text) - index(text, "<") - 1) : text }
function domain(text) { sub(/.*@/, "", text); return text }
# RFC 2047 where it is not ASCII.
function words(text,    i, c, coded) {
	if (text !~ /[\200-\377]/) return text
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		coded = coded (c ~ /[A-Za-z0-9]/ ? c : c == " " ? "_" : sprintf("=%02X", code[c]))
	}
	return "=?utf-8?Q?" coded "?="
}
# The Message-ID of KEY; that of an inbox mail holds its token.
function id(key) {
	if (key in known) return known[key]
	return key ~ /^s/ ? "<" key ".FR3PR04MB@contoso.example>" : "<" key ".7d1a@mail.example>"
}
function thread(answers,    form, key, chain) {
	if (answers == "") return
	if (split(answers, part, ":") == 2) { form = part[1]; key = part[2] } else { form = ""; key = answers }
	count = split(key, part, " ")
	key = part[count]
	chain = id(part[1])
	for (k = 2; k <= count; k++) chain = chain "\n " id(part[k])
	if (form == "cut") { put("In-Reply-To: Your message of Monday"); put("References: " substr(chain, 1, length(chain) - 4)); return }
	if (shape == "long") {
		for (k = 0; k < 150; k++) chain = chain "\n <old" k ".8c41f0a2b7@dewit.example>"
		put("References: " chain)
		put("In-Reply-To: <old149.8c41f0a2b7@dewit.example>")
		return
	}
	if (form != "ref") put("In-Reply-To: " id(key))
	if (form != "irt") put("References: " chain)
}

function sent() {
	begin("17955" (10000 + NR) "." $1 ".mx:2,S")
	header("From", "Dana Frey <dana@contoso.example>")
	header("To", $3)
	header("Cc", $4)
	header("Bcc", $5)
	header("Subject", words($7))
	header("Date", date)
	header("Message-ID", id($1))
	shape = ""
	thread($6)
	put("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nBest regards\nDana Frey")
	end()
}

function careers() {
	begin("17955" (20000 + NR) "." $1 ".mx")
	put("Return-Path: <" addr($2) ">\nReceived: from mail.example by mx.contoso.example; " date)
	header("From", $2)
	header("To", "careers@contoso.example")
	header("Subject", words($3))
	header("Date", date)
	header("Message-ID", id($1))
	put("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" $4)
	end()
}

function inbox(    from, to) {
	n++
	token = sprintf("zq%03dx", n)
	shape = $3
	from = addr($4)
	to = $5 == "-" ? "Dana Frey <dana@contoso.example>" : $5
	print token, $1, $2, from, "17955" (30000 + n) "." token ".mx" > labels
	begin("17955" (30000 + n) "." token ".mx")
	put("Return-Path: <" envelope(from) ">")
	put("Delivered-To: dana@contoso.example")
	put("Received: from mx." domain(from) " by mx.contoso.example with ESMTPS id 4bT" n "; " date)
	if (shape != "plain" && shape !~ /^dsn/)
		put("Authentication-Results: mx.contoso.example; dkim=pass header.d=" domain(from) ";\n dmarc=pass header.from=" domain(from))
	marks(from)
	if (shape == "resent") {
		put("Resent-From: Bo Lind <bo.lind@contoso.example>\nResent-To: Dana Frey <dana@contoso.example>")
		put("Resent-Date: " date "\nResent-Message-ID: <" n ".resent@contoso.example>")
	}
	header("From", words_of_name($4))
	header("To", to)
	header("Cc", $6)
	header("Subject", words($8))
	header("Date", date)
	header("Message-ID", message_id(from))
	thread($7)
	put("MIME-Version: 1.0")
	content($9, from)
	end()
}
function words_of_name(person,    at) {
	at = index(person, " <")
	return at > 1 && person ~ /[\200-\377]/ ? words(substr(person, 1, at - 1)) substr(person, at) : person
}
function message_id(from) {
	if (shape == "gmail") return "<CAJk" token "=Qm8w+tR@mail." domain(from) ">"
	if (shape ~ /^(outlook|teams|ex)/) return "<AM0PR04MB" token "A4F9@AM0PR04MB.eurprd04.prod.outlook.example>"
	if (shape ~ /^(apple|iphone)/) return "<5C3E1B0A-" token "-4D11-9F6E@" domain(from) ">"
	if (shape ~ /^gcal/) return "<calendar-" token "-8e1f@calendar." domain(from) ">"
	return "<" token ".2f7c@" domain(from) ">"
}
function envelope(from) {
	if (shape ~ /^dsn|mdn/) return ""
	if (shape == "list") return "platform-team-bounces@lists.contoso.example"
	if (shape == "newsletter") return "bounce-8812@" domain(from)
	return from
}
# What each program adds.
function marks(from) {
	if (shape ~ /^(outlook|teams|ex)/) {
		put("Thread-Topic: " words($8) "\nThread-Index: AQHcXk" n "zXw9m0k2vU6Cw==\nAccept-Language: en-GB, de-DE\nContent-Language: en-GB")
		put("X-MS-Has-Attach:\nX-MS-TNEF-Correlator:\nx-ms-exchange-senderadcheck: 1")
	}
	if (shape == "gmail") put("DKIM-Signature: v=1; a=rsa-sha256; d=" domain(from) "; s=20230601;\n h=from:to:subject; bh=47DEQpj8HBSa=; b=Zm9v")
	if (shape == "apple") put("X-Mailer: Apple Mail (2.3826.200.121)")
	if (shape == "iphone") put("X-Mailer: iPhone Mail (22B91)")
	if (shape == "tbird") put("User-Agent: Mozilla Thunderbird\nContent-Language: de-DE")
	if (shape == "webmail") put("X-Mailer: Open-Xchange Mailer v7.10.6\nX-Priority: 3\nImportance: Normal")
	if (shape == "k9") put("User-Agent: K-9 Mail for Android")
	if (shape == "ooo") put("Auto-Submitted: auto-replied\nX-Auto-Response-Suppress: All\nX-Autoreply: yes")
	if (shape == "robot") put("Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All")
	if (shape == "ticket") put("Auto-Submitted: auto-replied\nX-RT-Ticket: " n)
	if (shape == "challenge") put("X-BoxTrapper-Match: verify")
	if (shape == "list") put("List-Id: <platform-team.lists.contoso.example>\nList-Post: <mailto:platform-team@lists.contoso.example>\nPrecedence: list")
	if (shape == "newsletter") put("List-Unsubscribe: <https://" domain(from) "/u/9>\nList-Id: <news." domain(from) ">\nPrecedence: bulk\nFeedback-ID: 4:1:n")
	if (shape ~ /^gcal/) put("Sender: Calendar <calendar-notification@calendar." domain(from) ">\nAuto-Submitted: auto-generated\nReply-To: " from)
	if (shape ~ /^dsn/) put("Auto-Submitted: auto-replied\nX-Failed-Recipients: nobody@mail.example")
}
function alternative(text, type, second) {
	put("Content-Type: multipart/alternative; boundary=\"=_" token "\"\n\n--=_" token)
	put("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" text "\n\n--=_" token)
	put("Content-Type: " type "\nContent-Transfer-Encoding: 8bit\n\n" second "\n--=_" token "--")
}
function event(method) {
	return "BEGIN:VCALENDAR\nPRODID:-//Calendar//EN\nVERSION:2.0\nMETHOD:" method "\nBEGIN:VEVENT\nUID:" token "@calendar.example\nDTSTAMP:20261124T130000Z\nDTSTART:20261201T090000Z\nORGANIZER:mailto:dana@contoso.example\nEND:VEVENT\nEND:VCALENDAR"
}
function report(type, status) {
	put("Content-Type: multipart/report; report-type=" type "; boundary=\"=_" token "\"\n\n--=_" token)
	put("Content-Type: text/plain; charset=utf-8\n\n" $9 "\n\n--=_" token)
	put("Content-Type: message/" type "\n\n" status "\n--=_" token "--")
}
function content(text, from) {
	if (shape ~ /reply$/ && shape ~ /^(ex|gcal)/) alternative(text, "text/calendar; charset=utf-8; method=REPLY", event("REPLY"))
	else if (shape ~ /invite$/) alternative(text, "text/calendar; charset=utf-8; method=REQUEST", event("REQUEST"))
	else if (shape == "excancel") alternative(text, "text/calendar; charset=utf-8; method=CANCEL", event("CANCEL"))
	else if (shape == "applereply") put("Content-Type: text/calendar; charset=utf-8; method=REPLY\n\n" event("REPLY"))
	else if (shape ~ /^dsn/) report("delivery-status", "Reporting-MTA: dns; mx.contoso.example\n\nFinal-Recipient: rfc822; nobody@mail.example\nAction: failed\nStatus: 5.1.1")
	else if (shape == "mdn") report("disposition-notification", "Final-Recipient: rfc822; " from "\nDisposition: manual-action/MDN-sent-manually; displayed")
	else if (shape ~ /^(gmail|outlook|teams)$/) alternative(text "\n\nOn Mon, 23 Nov 2026 at 15:02, Dana Frey <dana@contoso.example> wrote:\n> Best regards\n> Dana Frey", "text/html; charset=utf-8", "<html><body><p>" text "</p><blockquote>Best regards<br>Dana Frey</blockquote></body></html>")
	else put("Content-Type: text/plain; charset=utf-8; format=flowed\nContent-Transfer-Encoding: 8bit\n\n" text)
}
