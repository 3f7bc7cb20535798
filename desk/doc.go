// Package desk is the record in a browser, with its evidence: pages at which an analyst can work all day, and what they
// stand on.
//
// # A page
//
// A page is a function from a visit (who asks, for which view of the record, on which day) to what a template shows. It
// reads the record as known at one change, which the page names; what looks over the whole record comes from
// chancery/overview, what is drawn from chancery/picture. Pages are made on the server and can be read without script;
// the scripts in static/script refine them.
//
// # What is the same for all pages
//
// Addresses stand in links.go, so that no template makes one up. Words of reports reach a page only through html/template
// and marked.go, which cuts a text where marks begin and end. A page that only reads is answered from a cache as long as
// the record, the day and the visitor are the same, and carries an entity tag that says so (answer.go).
//
// # Who may
//
// Package access knows who visits. The server (server.go) turns away what comes from elsewhere, is too large, too often
// or not allowed, before a page sees it.
package desk
