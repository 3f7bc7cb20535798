// Package follow keeps searches that are watched: queries with a name whose new results are told of.
//
// # What is new
//
// The record changes by numbered changes, and a view knows what came after one. So what is new of a search is what its
// query finds that the record came to know of after a change: for a reader the one at which they last looked, for a feed
// the newest in any case, for a webhook the one up to which everything was delivered. Nothing is compared and nothing is
// remembered of single results, and the cost goes with what is new rather than with the record.
//
// # Webhooks
//
// A webhook is an address that is called with what is new. A delivery is a window of changes, and a part of what the query
// finds within it, the oldest first; its body is made anew from the record for each attempt, so that the state of a
// webhook is a few numbers. They stand in the record, so that a restart goes on where it stopped.
//
// Deliveries are made in their order, each until it is answered with success: at least once, with an identity that stays
// the same over its attempts. Who does not answer is asked again after longer and longer times; when all attempts have
// failed the webhook stops at this delivery and waits for somebody: it can be tried again, or left out. Redirects are not
// followed, and addresses in private networks are refused when the connection is made, unless told otherwise.
//
// docs/formats/webhook.md describes what is sent.
package follow
