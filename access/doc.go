/*
Package access decides who may do what at the desk.

# Who somebody is

[Access.Identify] tells of a request who makes it: a [Who], with a name, a role and how that is known. There are four ways.

  - local: the desk listens on this machine only, and whoever reaches it is the user of the machine, with every right.
    Nothing is stored.
  - session: somebody signed in with the password of an account ([Access.SignIn]), and the browser shows the cookie it was given.
  - token: a program shows a token of an account in the header Authorization.
  - proxy: a reverse proxy that is trusted by its address says who it is in a header.

Roles are read < review < admin, and [Role.May] says what each may do. A role is looked up anew at each request, so that
who is disabled or has lost a role is stopped at the next one.

# What a request must be

Even who is known may be made to send a request by a page of somebody else. [Access.Admit] refuses requests for another
host than the desk's, so that a name that was bent to this machine's address does not reach it, and, where everybody is
the local user, requests that were passed on from elsewhere. [Access.Protect] refuses what would change something and
comes from another site, or without the token that the desk's own pages carry ([Access.FormToken]). A token of a program
needs neither: no browser sends it of itself.

# What is kept

One small file of SQLite beside the record, readable by its owner alone, with accounts, sessions, tokens, failures to
sign in and the audit log: docs/formats/access.md. It is not part of the record, so that a record can be handed on
without anybody's secrets. What was changed in the record, by whom and why, stands in the record's own changes; the audit
log tells what they do not: who signed in or failed to, who changed accounts, exported, backed up.

The clock and the source of randomness are given in [Options]; nothing else is.
*/
package access
