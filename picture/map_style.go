package picture

// mapSheet is what maps add to the sheet of all pictures.
const mapSheet = `.picture .sea{fill:{accent};fill-opacity:.06}
.picture .land{fill:{line};stroke:{line};stroke-width:.6px;stroke-linejoin:round;fill-rule:evenodd;opacity:.62}
.picture .border{fill:none;stroke:{paper};stroke-width:1.1px;stroke-linejoin:round}
.picture .graticule{fill:none;stroke:{line};stroke-width:.6px;stroke-opacity:.7}
.picture .frame{fill:none;stroke:{line};stroke-width:1px}
.picture .scale{fill:none;stroke:{quiet};stroke-width:1.2px}
.picture .country{letter-spacing:.06em}
.picture text.italic{font-style:italic}
.picture .area{fill-opacity:.16;stroke-width:1.3px;stroke-dasharray:4 3;stroke-opacity:.9}
.picture .area.hatched{stroke:{conflict};fill-opacity:.3}
.picture .area.broad{fill-opacity:.05;stroke-width:1px}
.picture .outline{fill-rule:evenodd;stroke-width:1.3px;stroke-linejoin:round}
.picture .outline.hatched{stroke:{conflict}}
.picture .outline.picked{stroke:{accent};stroke-width:2px}
.picture .outline.cut{stroke:none}
.picture .outline.few{fill-opacity:.14}
.picture .outline.some{fill-opacity:.24}
.picture .outline.many{fill-opacity:.36}
.picture .rim{fill:none;stroke-width:1.3px;stroke-linejoin:round}
.picture .slice{stroke:{paper};stroke-width:.7px}
.picture .halo-disc{fill:{paper};fill-opacity:.85}
.picture .chosen{fill:none;stroke:{accent};stroke-width:2px}
.picture a:hover .slice,.picture a:focus-visible .slice,.picture a:hover .area,.picture a:focus-visible .area,.picture a:hover .rim,.picture a:focus-visible .rim{stroke:{ink};stroke-width:2px;stroke-opacity:1}
.picture a:hover .outline,.picture a:focus-visible .outline{fill-opacity:.6}
`
