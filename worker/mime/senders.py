"""Senders that are machines, as data: add a line to know one more."""

# Domains of applicant-tracking systems; their subdomains count too.
APPLICANT_TRACKING = frozenset(
    [
        "greenhouse.io",
        "greenhouse-mail.io",
        "lever.co",
        "myworkday.com",
        "myworkdayjobs.com",
        "workday.com",
        "icims.com",
        "smartrecruiters.com",
        "ashbyhq.com",
        "jobvite.com",
        "taleo.net",
        "successfactors.com",
        "successfactors.eu",
        "recruitee.com",
        "teamtailor.com",
        "teamtailor-mail.com",
        "personio.de",
        "personio.com",
        "workable.com",
        "workablemail.com",
        "breezy.hr",
        "breezy-mail.com",
        "applytojob.com",
        "jazzhr.com",
        "brassring.com",
        "avature.net",
        "pinpointhq.com",
        "comeet-notifications.com",
        "softgarden.io",
        "rexx-systems.com",
        "dvinci.de",
        "dvinci-easy.com",
        "bullhornmail.com",
        "jobscore.com",
        "rippling-ats.com",
        "eightfold.ai",
        "phenompeople.com",
        "oraclecloud.com",
        "cornerstoneondemand.com",
        "umantis.com",
        "welcomekit.co",
        "infojobs.net",
        "infojobs.it",
        "gupy.com.br",
        "gupy.io",
    ]
)

# Beginnings of local parts, without dots, dashes and underscores.
MAILER_DAEMONS = ("mailerdaemon", "postmaster", "maildaemon", "mailsystem", "mdaemon")

# Local parts, without dots, dashes and underscores, that contain one of these read no answers.
NO_REPLY = (
    "noreply",
    "donotreply",
    "dontreply",
    "notreply",
    "neverreply",
    "keineantwort",
    "nichtantworten",
    "neantworten",
    "nepasrepondre",
    "noreponse",
    "noresponder",
    "norespuesta",
    "nonrispondere",
    "naoresponda",
    "naoresponder",
    "nietbeantwoorden",
    "nietantwoorden",
    "geenantwoord",
)

# Addresses and domains that send what a calendar wrote.
CALENDAR_ADDRESSES = frozenset({"calendar-notification@google.com", "calendar-server@google.com"})
CALENDAR_DOMAINS = frozenset(
    {"calendly.com", "calendar-server.bounces.google.com", "resource.calendar.google.com", "doodle.com"}
)
