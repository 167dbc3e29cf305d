# SPDX-License-Identifier: Apache-2.0
"""The table of the week: week.tsv as mail that is sent, and as ends that are looked for.

week.py old FOLDER           last month's mail as files of FOLDER
week.py send FROM TO         the mails of "Tue 08:40" to "Tue 10:20" by SMTP, at their time
week.py clock WHEN           it is this time now
week.py who END FROM TO      who has this end then, one a line
week.py id WHO               the Message-ID of the last mail of WHO
week.py seen UNTIL           how many mails have been seen by then, doubles left out
week.py arrived UNTIL        how many mails have come by then
week.py check                every line: "ok - sentence" or "not ok - sentence"

In the environment: WEEK (a folder: clock, mail/all with what was sent, Maildir), PORT."""
import datetime
import email
import email.policy
import email.utils
import glob
import json
import os
import re
import smtplib
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = "recruiting@contoso.example"
WEEK = os.environ.get("WEEK", ".")
DAYS = {"Mon": "30 Nov", "Tue": "1 Dec", "Wed": "2 Dec", "Thu": "3 Dec", "Fri": "4 Dec"}
SAID = {"before": "lay there before", "shadow": "was only thought of", "sent": "left by itself",
        "approved": "was approved and left", "mine": "was taken, a person answers", "left": "waits for a yes",
        "stopped": "was stopped by a later mail", "by-hand": "was left to the person who answered",
        "resent": "was unknown and sent again", "confirmed": "was unknown and had arrived",
        "held": "was left to people", "silent": "needed no answer", "duplicate": "came twice and counts once"}
SENT = ("sent", "approved", "resent", "confirmed")


class Row:
    def __init__(self, number, line):
        day, clock, self.who, self.how, self.says, end = line.rstrip("\n").split("\t")
        self.id = "<week%d@mail.example>" % number
        self.end, _, self.what = end.partition(" ")
        self.label = "%s %s" % (day, clock)
        self.at = datetime.datetime.strptime("%s 2026 %s" % (DAYS.get(day, day), clock), "%d %b %Y %H:%M")
        self.seen = self.end not in ("before", "duplicate")
        self.name = self.who.split("@")[0].capitalize() + " Hill"

    def sentence(self):
        who = "a mail server" if self.who == "-" else self.who
        return "%s %s: %s%s" % (self.label, who, SAID[self.end], self.what and " (%s)" % self.what)


def table():
    path = os.path.join(HERE, "../data/week.tsv")
    with open(path, encoding="utf-8") as lines:
        rows = [Row(n, line) for n, line in enumerate(lines, 1) if not line.startswith("#")]
    for above, row in zip(rows, rows[1:]):
        if row.how == "copy":
            row.id = above.id
    return rows


def moment(label):
    day, clock = label.rsplit(" ", 1)
    return datetime.datetime.strptime("%s 2026 %s" % (DAYS.get(day, day), clock), "%d %b %Y %H:%M")


def between(first, last):
    return [row for row in table() if moment(first) <= row.at <= moment(last)]


def mails(folder):
    """Every mail below FOLDER/new and cur, with the name of its file."""
    found = []
    for path in sorted(glob.glob(os.path.join(WEEK, folder, "new/*")) + glob.glob(os.path.join(WEEK, folder, "cur/*"))):
        with open(path, "rb") as file:
            mail = email.message_from_binary_file(file, policy=email.policy.default)
        found.append((os.path.basename(path), mail))
    return found


# ---- writing ----

def reply_to(who):
    """What we sent this candidate."""
    return [mail for _, mail in mails("mail/all") if mail["Delivered-To"] == who and mail["Auto-Submitted"] == "auto-replied"][0]


def earlier(row):
    return [other for other in table() if other.who == row.who and other.at < row.at][-1]


def special(row, head):
    """The fields that make this mail what it is; what it says."""
    says = row.says
    if row.how == "away":
        head.update({"Subject": "Out of office", "Auto-Submitted": "auto-replied"})
    elif row.how == "list":
        head.update({"Subject": "Newsletter", "List-Id": "<news.jobs.example>", "Precedence": "bulk"})
    elif row.how == "robot":
        head.update({"Subject": "[Ticket 4711] We have received your request"})
    elif row.how == "more":
        head["In-Reply-To"] = head["References"] = earlier(row).id
    elif row.how in ("again", "robot-answer"):
        ours = reply_to(row.who)
        head["In-Reply-To"] = ours["Message-ID"]
        head["References"] = "%s %s" % (ours["References"], ours["Message-ID"])
        head["Subject"] = "Re: " + ours["Subject"]
        says += "\r\n\r\nOn Tuesday Contoso wrote:\r\n" + re.sub("(?m)^", "> ", ours.get_content())
    if row.how == "robot-answer":
        head["Auto-Submitted"] = "auto-replied"
    return says


def compose(row):
    """As the company's gateway hands it on: it has stamped the time and the proof."""
    host = row.who.split("@")[-1]
    date = row.at.strftime("%a, %d %b %Y %H:%M:00 +0000")
    proof = {"forged": "fail", "claims": "none"}.get(row.how, "pass")
    head = {"Received": "from %s by mx.contoso.example; %s" % (host, date),
            "Authentication-Results": "mx.contoso.example; dmarc=%s header.from=%s" % (proof, host),
            "From": "%s <%s>" % (row.name, row.who), "To": OURS, "Subject": "Re: Your application",
            "Date": date, "Message-ID": row.id, "MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8"}
    says = special(row, head)
    if row.how == "bounce":
        head.update({"From": "MAILER-DAEMON@mx.mail.example", "Subject": "Undelivered Mail",
                     "Authentication-Results": "mx.contoso.example; dmarc=none",
                     "Content-Type": "multipart/report; report-type=delivery-status; boundary=cut"})
        says = ("--cut\r\nContent-Type: text/plain\r\n\r\n%s\r\n--cut\r\nContent-Type: message/delivery-status\r\n\r\n"
                "Final-Recipient: rfc822; gone@mail.example\r\nAction: failed\r\nStatus: 5.1.1\r\n--cut--" % says)
    elif row.how == "html":
        head["Content-Type"] = "text/html; charset=utf-8"
        says = "<html><body><p>Hello,</p><p>%s</p><p>Kind regards<br>%s</p></body></html>" % (says, row.name)
    elif row.how in ("-", "copy"):
        says = "Hello,\r\n\r\n%s\r\n\r\nKind regards\r\n%s" % (says, row.name)
    lines = ["%s: %s" % (name, " ".join(value.split())) for name, value in head.items()]
    return ("\r\n".join(lines) + "\r\n\r\n" + says.replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n").encode()


def send(first, last):
    server = smtplib.SMTP("127.0.0.1", int(os.environ["PORT"]), "mx.contoso.example")
    for row in between(first, last):
        set_clock(row.at)
        server.sendmail("" if row.who == "-" else row.who, [OURS], compose(row))
    server.quit()


def set_clock(when):
    with open(WEEK + "/clock.new", "w", encoding="ascii") as clock:
        clock.write(when.strftime("%Y-%m-%dT%H:%M:%SZ\n"))
    os.rename(WEEK + "/clock.new", WEEK + "/clock")


def old(folder):
    for row in table():
        if row.end != "before":
            continue
        when = row.at.replace(tzinfo=datetime.timezone.utc).timestamp()
        path = os.path.join(folder, "%d.%s.mx:2,S" % (when, row.who.split("@")[0]))
        with open(path, "wb") as file:
            file.write(b"Return-Path: <%s>\r\nDelivered-To: %s\r\n" % (row.who.encode(), OURS.encode()) + compose(row))
        os.utime(path, (when, when))


# ---- looking ----

def apres(*words):
    """What the command says, an object a line; nothing where it says no."""
    run = subprocess.run(["apres", *words, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return [json.loads(line) for line in run.stdout.splitlines()] if run.returncode == 0 else []


def all_records():
    found, number = [], 1
    while True:
        record = apres("review", "show", str(number))
        if not record:
            return found
        found += record
        number += 1


def text_pattern(template):
    """The company's text, with anything in the place of what is filled in."""
    path = "%s/company/contoso/%s.en.txt" % (WEEK, template)
    if not os.path.exists(path):
        path = os.path.join(HERE, "../../policies/packs/standard/%s.en.txt" % template)
    with open(path, encoding="utf-8") as file:
        subject, _, text = file.read().partition("\n")
    text = re.split(r"\n\(optional\)", text)[0]
    words = re.escape(" ".join(text.split()))
    return subject.replace("Subject: ", ""), re.sub(r"\\\{[a-z\\-]+\\\}", ".+?", words)


class Ends:
    """What became of everything, as the commands, the mailboxes and the mail server tell."""

    def __init__(self):
        self.records = all_records()
        self.review = {one["id"]: one for one in apres("review", "list")}
        self.owed = {one["mail"]: one for one in apres("owed")}
        self.owed_to = {one["candidate"] for one in self.owed.values() if one["owner"]}
        self.sent = {one["mail"]: one for one in apres("outbox", "list", "--state", "sent") if one["kind"] == "reply"}
        self.out = [mail for _, mail in mails("mail/all")]
        self.replies = [mail for mail in self.out if mail["Auto-Submitted"] == "auto-replied"]
        self.notices = [mail for mail in self.out if mail["Auto-Submitted"] != "auto-replied"]
        self.inbox = mails("Maildir")
        with open(WEEK + "/trial.json", encoding="utf-8") as lines:
            self.trial = {one["from"]: one["template"] for one in map(json.loads, lines) if "template" in one}
        self.digest = "".join(mail.get_content() for mail in self.notices if "7 Dec 2026 08:00" in mail["Date"])

    def of(self, row):
        return [one for one in self.records if "<%s>" % one["message_id"] == row.id]

    def replies_to(self, row):
        return [mail for mail in self.replies if mail["In-Reply-To"] == row.id]


def wrong_reply(row, ends):
    """What is wrong with the reply to a line."""
    replies = ends.replies_to(row)
    if len(replies) != 1:
        yield "%d replies" % len(replies)
        return
    mail = replies[0]
    subject, pattern = text_pattern(row.what)
    text = " ".join(mail.get_content().split())
    if mail["Delivered-To"] != row.who or email.utils.parseaddr(mail["To"])[1] != row.who:
        yield "sent to %s" % mail["To"]
    if email.utils.parseaddr(mail["From"])[1] != OURS or mail["Return-Path"] != "<>":
        yield "from %s, %s" % (mail["From"], mail["Return-Path"])
    if mail["References"].split()[-1] != row.id:
        yield "References: %s" % mail["References"]
    if mail["Subject"] != subject or not re.fullmatch(pattern, text):
        yield "not the text of %s: %s" % (row.what, text)
    if "Hello %s," % row.name not in text:
        yield "not addressed to %s" % row.name


def wrong_wait(row, record, ends):
    """What is wrong with how a line waits for people."""
    number = record["id"]
    listed = ends.review.get(number, {"what": "nothing", "queue": None})
    owed = ends.owed.get(number)
    waits = {"held": "held", "mine": "unsent", "left": "proposal", "stopped": "unsent"}.get(row.end, "nothing")
    if listed["what"] != waits:
        yield "review list says %s, not %s" % (listed["what"], waits)
    if row.end == "held" and record["queue"] != row.what:
        yield "held for %s" % record["queue"]
    if waits != "nothing" and row.who not in ends.owed_to:
        yield "nobody owes anything"
    if waits != "nothing" and "of %s:" % row.who not in ends.digest:
        yield "the last digest does not name it"
    if row.end in ("shadow", "by-hand") and (record["closed"] is None or owed is not None):
        yield "still open, though a person has answered"


def wrong_end(row, ends):
    records = ends.of(row)
    if row.end == "before":
        said = ends.trial.get(row.who, "nothing")
        if records or said not in (row.what, "nothing") or (said == "nothing") != (row.what in ("held", "silent")):
            yield "the trial says %s" % said
    elif len(records) != 1:
        yield "recorded %d times" % len(records)
    elif row.end != "duplicate":
        record = records[0]
        if record["effect"] != {"silent": "silence", "held": "hold"}.get(row.end, record["effect"]):
            yield "the decision was: %s" % record["effect"]
        if record["effect"] == "reply" and record["template"] != row.what:
            yield "the reply was to be %s" % record["template"]
        yield from wrong_wait(row, record, ends)
        if row.end in SENT and record["id"] not in ends.sent:
            yield "apres does not say that it was sent"
        if row.end in SENT and row.what in ("no-feedback", "other-role") and record["id"] in ends.owed:
            yield "an answer is still owed"
        told = [one["type"] for one in apres("audit", "list", "--mail", str(record["id"]))]
        if "decided" not in told or (row.end in SENT) != ("send-result" in told or row.end == "confirmed"):
            yield "the record: %s" % " ".join(told)
    if row.end in SENT:
        yield from wrong_reply(row, ends)
    elif ends.replies_to(row):
        yield "answered: %s" % ends.replies_to(row)[0]["Subject"]
    flags = [name.partition(":2,")[2] for name, mail in ends.inbox if mail["Message-ID"] == row.id]
    if len(flags) != (2 if row.id in [one.id for one in table() if one.end == "duplicate"] else 1):
        yield "%d times in the mailbox" % len(flags)
    if (row.end in SENT) != any("R" in one for one in flags):
        yield "flags in the mailbox: %s" % " ".join(flags)


def judged(sentence, faults):
    faults = list(faults)
    print("not ok - " + sentence if faults else "ok - " + sentence)
    for fault in faults:
        print("# " + fault)


def wrong_figures(ends):
    rows = [row for row in table() if row.seen]
    expected = {"seen": len(rows), "answered": sum(row.end in SENT for row in rows),
                "silent": sum(row.end == "silent" for row in rows), "pending": sum(row.end == "left" for row in rows)}
    expected["held"] = expected["seen"] - expected["answered"] - expected["silent"] - expected["pending"]
    figures = apres("status")[0]["mailboxes"][0]
    return ["%s: %d, not %d" % (name, figures[name], want) for name, want in expected.items() if figures[name] != want]


def check():
    ends = Ends()
    rows = table()
    for row in rows:
        judged(row.sentence(), wrong_end(row, ends))
    due = sorted(row.id for row in rows if row.end in SENT)
    judged("what candidates got is what the table says, and nothing else",
           [] if sorted(mail["In-Reply-To"] for mail in ends.replies) == due else ["%d replies" % len(ends.replies)])
    judged("everything else that left went to those who owe something",
           ["%s: %s" % (mail["To"], mail["Subject"]) for mail in ends.notices
            if mail["Delivered-To"] not in ("ana@contoso.example", "lea@contoso.example") or mail["Auto-Submitted"] != "auto-generated"])
    judged("nobody got two replies",
           {who for who in [mail["To"] for mail in ends.replies] if [mail["To"] for mail in ends.replies].count(who) > 1})
    judged("the mailbox holds every mail, and nothing else",
           ["%d mails, not %d" % (len(ends.inbox), len(rows))] if len(ends.inbox) != len(rows) else [])
    judged("the figures of apres status are those of the table", wrong_figures(ends))


def main(words):
    verb, rest = words[0], words[1:]
    if verb == "old":
        old(rest[0])
    elif verb == "send":
        send(rest[0], rest[1])
    elif verb == "clock":
        set_clock(moment(rest[0]))
    elif verb == "who":
        print(*[row.who for row in between(rest[1], rest[2]) if row.end == rest[0]], sep="\n")
    elif verb == "id":
        print([row.id for row in table() if row.who == rest[0]][-1])
    elif verb == "check":
        check()
    elif verb == "arrived":
        print(sum(row.at <= moment(rest[0]) for row in table()))
    elif verb == "seen":
        print(sum(row.seen and row.at <= moment(rest[0]) for row in table()))


if __name__ == "__main__":
    main(sys.argv[1:])
