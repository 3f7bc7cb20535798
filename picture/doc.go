// Package picture draws what the record holds as SVG: timelines, activity by
// day or month, matrices of dyads, networks, terms of office, the life of a
// promise.
//
// # One picture everywhere
//
// A picture is a plain struct that the caller fills, and a method SVG that
// writes it. The same picture stands on a page, in an export and in a printed
// report, so everything that it says is in the drawing itself: a title and a
// description for those who do not see it, a tooltip and an address on every
// mark, a legend of what occurs in it. Nothing depends on a script. The
// data-… attributes are there so that a small script can refine what is
// already whole.
//
// # What a drawing may claim
//
// An event whose day is not known is no dot: it is drawn over all days that it
// may have been, fading towards both ends. What was planned, offered, demanded
// or threatened hangs below its lane's line, hollow; what was done stands above
// it, solid. Cooperation and conflict differ in shape and in pattern and not
// only in colour. When there are more marks than room the marks become counts,
// never an overprinted blot.
//
// # Text
//
// Labels must not collide, and there is no font to measure with. Widths are
// estimated from a table that is a little wider than the usual sans serif
// faces; a label that finds no room is shortened with "…" or left out.
//
// # Safety
//
// Names and titles come from reports and are hostile until escaped: all text
// goes through one escaping writer, and an address that is neither http(s) nor
// relative is dropped. There is no style attribute and no script, so a strict
// content security policy holds. Colours and type come from classes; Style
// gives their sheet, and a picture drawn with Options.Standalone carries it.
//
// # For scripts
//
// A mark carries data-id, data-first, data-last (ISO 8601 days, empty ends left
// out), data-track and data-status; a count data-first, data-last and
// data-count; a lane data-lane; a node data-id, an edge and a cell data-from and
// data-to. A picture with an axis of days has data-first, data-last, data-left
// and data-right on its svg element, and the overview strip of a timeline has
// its own: the days at the pixels (in units of the viewBox) where the axis
// begins and ends, so that a stretch which somebody marks with a pointer can be
// turned into days.
//
// The same picture and options give the same bytes.
package picture
