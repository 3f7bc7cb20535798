// Package query is the language in which the record is asked: on the command line, on the pages, in the interface for
// programs.
//
//	source:USA recipient:ARM,AZE status:offered track:border-demarcation since:2021-05 "technical assistance"
//
// A query is a row of conditions that must all hold. A condition is a field with the values that will do, or words that
// must stand in the text. "or" between conditions lets either do, "not" or a minus turns one around, parentheses hold
// together what belongs together. [Fields] lists the fields.
//
// [Parse] reads a query in three steps, each in a file of its own: lexer.go cuts it into tokens that know their bytes,
// parser.go makes a tree of them (ast.go) and checks how the values are written, bind.go asks the codebook what codes
// and names mean. What is wrong with a query is an [Error], which points to the characters and names what would do.
// [Query.String] prints a query in one canonical form, which parses to the same query.
//
// The package knows nothing of how the record finds things. What a value asks for is a list of [Test], and the kinds of
// terms that tests name are the contract between a query and an index (terms.go).
package query
