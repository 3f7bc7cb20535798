// Package report reads news items: it turns plain text, HTML pages, lines of JSON and addresses of the web
// into [Report] values that hold the text of the item and what is known of it.
//
// # What came in, what is kept
//
// A report carries two texts. Raw is what came in, decoded to UTF-8 and otherwise as it was. Text is the news
// item. What lies between the two is [Furniture]: menus, share buttons, comment forms, teasers for other
// stories, and the markup itself, each a span of Raw with the kind of thing it is. Nothing else is ever left
// out, and nothing is put in:
//
//   - for plain text, Text is Raw with the spans of Furniture cut out, byte for byte;
//   - for HTML, Text is what remains of Raw when the spans of Furniture are cut out and character references
//     are resolved, with white space folded and a blank line between blocks. Where a page shows its text only
//     when scripts run, Text is the string that it gives for the article in JSON-LD.
//
// So an offset can be followed back to the file it was read from, and a text that had no furniture keeps the
// offsets that it had.
//
// # Blocks
//
// Text is divided into [Block] values: the title when it stood in the text, paragraphs, sub-headings, captions,
// credit lines, datelines. A line end inside a block is only white space: the reports of agencies are often
// wrapped at 70 columns. Blocks leave out nothing but white space.
//
// # What is known of a report
//
// Each field is taken from the best place that has it, in this order: what the caller gave ([Options]), JSON-LD
// (schema.org NewsArticle and its kin), OpenGraph and other meta elements, the time element, and the dateline.
// A date that is nowhere to be found stays unknown; the clock of the machine is never asked.
//
// # Identity
//
// A report keeps the id that it was given. Without one, its id is "sha256:" and the first 16 hexadecimal digits
// of SHA256, which is the hash of the normalised text: Text in Unicode normalisation form C, every run of white
// space folded to one space, none at the ends. The same words give the same id, however they are wrapped and
// whatever page they stood on.
//
// # Feeds
//
// [ParseFeed] reads a feed of any format with the faults that real ones have: what is whole is given, what is not is
// named. [FeedItem.Report] makes a report of what the feed says of an item.
//
// # Reading many
//
// [Each] reads files, folders, addresses and standard input in the order given and yields the reports one by
// one. An item that cannot be read yields an [*Error] that names the file and the line, and reading goes on.
package report
