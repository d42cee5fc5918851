"""Reports as mail servers write them."""

DSN = """\
From: MAILER-DAEMON@mx.example
To: rechnung@nordlicht.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-1@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your mail could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user

--b
Content-Type: message/rfc822

From: rechnung@nordlicht.example
Message-ID: {message_id}
Subject: Rechnung

Text
--b--
"""
QMAIL = """\
From: MAILER-DAEMON@mx.example
Subject: failure notice
Message-ID: <report-2@mx.example>

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<gone@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

From: rechnung@nordlicht.example
Message-ID: {message_id}
"""
EXIM = """\
From: Mail Delivery System <Mailer-Daemon@mx.example>
X-Failed-Recipients: gone@example.org
Subject: Mail delivery failed: returning message to sender
Message-ID: <report-3@mx.example>

A message that you sent could not be delivered to one or more of its recipients.

  gone@example.org
    host mx.example.org: 550 Unrouteable address

------ This is a copy of the message's headers. ------

Message-ID: {message_id}
"""


def a_dsn(message_id: str, recipient: str, action: str = "failed") -> bytes:
    """As Postfix writes it."""
    report = DSN.format(message_id=message_id, recipient=recipient, action=action)
    return report.encode()
