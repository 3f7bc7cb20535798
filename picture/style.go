package picture

import "strings"

// sheet is the style of all pictures. A colour is written by its name in
// braces, so that the desk's theme and a file of its own take it differently.
const sheet = `.picture{display:block;max-width:100%;height:auto;color:{ink}}
.picture text{font:12px "Helvetica Neue",Helvetica,Arial,"Liberation Sans",Arimo,sans-serif;fill:{ink}}
.picture text.small{font-size:11px}
.picture text.quiet{fill:{quiet}}
.picture text.strong{font-weight:600}
.picture .paper{fill:{paper}}
.picture .halo{stroke:{paper};stroke-width:3px;stroke-linejoin:round;paint-order:stroke}
.picture a{cursor:pointer;text-decoration:none}
.picture a:hover text{text-decoration:underline}
.picture a:focus{outline:none}
.picture a:focus-visible{outline:2px solid {accent};outline-offset:2px}
.picture .grid{fill:none;stroke:{line};stroke-width:1px;shape-rendering:crispEdges}
.picture .axis{fill:none;stroke:{quiet};stroke-width:1px;shape-rendering:crispEdges}
.picture .now{fill:none;stroke:{accent};stroke-width:1px;stroke-dasharray:3 2}
.picture .band{fill:{line};fill-opacity:.28}
.picture .hit{fill:{accent};fill-opacity:0}
.picture a:hover>.hit,.picture a:focus-visible>.hit{fill-opacity:.1}
.picture .cooperation{fill:{cooperation};stroke:{cooperation}}
.picture .conflict{fill:{conflict};stroke:{conflict}}
.picture .neutral{fill:{quiet};stroke:{quiet}}
.picture .cooperation-line{stroke:{cooperation}}
.picture .conflict-line{stroke:{conflict}}
.picture .neutral-line{stroke:{quiet}}
.picture .warn{fill:{warn};stroke:{warn}}
.picture a.cooperation,.picture a.conflict,.picture a.neutral,.picture g.cooperation,.picture g.conflict,.picture g.neutral{fill:none;stroke:none}
.picture stop.cooperation{stop-color:{cooperation};stroke:none}
.picture stop.conflict{stop-color:{conflict};stroke:none}
.picture stop.neutral{stop-color:{quiet};stroke:none}
.picture .ground{stroke:none;fill-opacity:.3}
.picture .stripe{stroke:none}
.picture .mark{stroke-width:1.4px}
.picture .span{stroke-width:.9px;stroke-opacity:.75}
.picture .said{fill:{paper};fill-opacity:.9}
.picture .span.said{fill-opacity:.5;stroke-opacity:1;stroke-width:1.2px}
.picture .said.hypothetical{stroke-dasharray:1.5 1.8}
.picture .cross,.picture .tail{fill:none;stroke-width:1.4px}
.picture .tail{stroke-width:3px;stroke-opacity:.55}
.picture a:hover .mark,.picture a:focus-visible .mark,.picture a:hover .span,.picture a:focus-visible .span{stroke:{ink};stroke-width:2px;stroke-opacity:1}
.picture .bar{stroke:none}
.picture .bar.said{fill-opacity:1;stroke-width:1px;stroke-opacity:1}
.picture .bar.said.cooperation{stroke:{cooperation}}
.picture .bar.said.conflict{stroke:{conflict}}
.picture .bar.said.neutral{stroke:{quiet}}
.picture a:hover .bar,.picture a:focus-visible .bar{stroke:{ink};stroke-width:1px}
.picture .window{fill:{accent};fill-opacity:.12;stroke:{accent};stroke-width:1.5px}
.picture .edge{fill:none}
.picture .edge.said{stroke-dasharray:5 4}
.picture .reach{fill:none;stroke:{ink};stroke-opacity:0;stroke-width:11px}
.picture .arrow{stroke:none}
.picture .bolt{fill:none;stroke-width:2px}
.picture .faint{opacity:.35}
.picture a:hover .edge,.picture a:focus-visible .edge{stroke:{ink}}
.picture a:hover .arrow,.picture a:focus-visible .arrow{fill:{ink}}
.picture .node{fill:{paper};stroke:{ink};stroke-width:1.6px}
.picture .node.state{fill:{line}}
.picture a:hover .node,.picture a:focus-visible .node{stroke:{accent};stroke-width:3px}
.picture .ring{fill:none;stroke:{quiet};stroke-width:1.6px}
.picture .tenure{fill:{accent};fill-opacity:.24;stroke:{accent};stroke-width:1px}
.picture .perhaps{stroke:{accent};stroke-width:1px;stroke-dasharray:2 3}
.picture .unfilled{fill:none}
.picture stop.tenure{stop-color:{accent};stroke:none}
.picture .open{fill:none;stroke:{accent};stroke-width:1.5px}
.picture a:hover .tenure,.picture a:focus-visible .tenure{stroke-width:2px}
.picture .thread{fill:none;stroke:{quiet};stroke-width:2px}
.picture .thread.pledged{stroke:{planned};stroke-width:3px}
.picture .thread.late{stroke:{warn};stroke-width:3px;stroke-dasharray:4 3}
.picture .thread.kept{stroke:{cooperation};stroke-width:3px}
.picture .thread.gone{stroke-dasharray:1 4}
.picture .due{fill:none;stroke:{warn};stroke-width:1.4px}
.picture .flag{fill:{warn};stroke:none}
.picture .step{fill:{paper};stroke:{ink};stroke-width:1.5px}
.picture .step.solid{fill:{ink}}
.picture .step.kept{stroke:{cooperation}}
.picture .step.broken{stroke:{conflict};stroke-width:2px}
.picture .step.warn{fill:{paper};stroke:{warn}}
.picture .level{fill:{cooperation};stroke:none}
.picture a:hover .step,.picture a:focus-visible .step{stroke:{accent};stroke-width:2.5px}
@media print{.picture a{text-decoration:none}.picture .hit{display:none}}
`

// palette gives each colour's name in a theme and its light value, which is that
// of the desk's light theme.
var palette = [...][2]string{
	{"ink", "#1d1c1a"},
	{"quiet", "#625e56"},
	{"line", "#dcd8cf"},
	{"paper", "#fbfaf6"},
	{"accent", "#1f4e79"},
	{"cooperation", "#2b6f63"},
	{"conflict", "#b0452b"},
	{"planned", "#7a6a2c"},
	{"warn", "#a3341f"},
}

// Style returns the style sheet that a page with pictures needs. Its colours
// are custom properties (--ink, --quiet, --line, --paper, --accent,
// --cooperation, --conflict, --planned, --warn); a page that does not set them
// gets a light picture.
func Style() string {
	return coloured(func(name, value string) string { return "var(--" + name + "," + value + ")" })
}

// standaloneStyle has the light values themselves, because many programs that
// show SVG files know no custom properties.
var standaloneStyle = string(appendSheet(nil, coloured(func(_, value string) string { return value })))

func coloured(write func(name, value string) string) string {
	pairs := make([]string, 0, 2*len(palette))
	for _, c := range palette {
		pairs = append(pairs, "{"+c[0]+"}", write(c[0], c[1]))
	}
	return strings.NewReplacer(pairs...).Replace(sheet + mapSheet)
}

// appendSheet writes a style sheet as XML text.
func appendSheet(b []byte, s string) []byte {
	return append(b, strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)...)
}
