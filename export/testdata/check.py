"""Loads an export of the examples as its users would, with programs that chancery has no part in.

    python check.py DIR

DIR holds one file a format and expected.json with the numbers that the exporter knows. Any fault ends with a trace.
"""

import csv
import json
import pathlib
import sqlite3
import sys

import bibtexparser
import feedparser
import icalendar
import networkx
import pandas
import pyarrow.parquet
import rdflib
import shapely.geometry
from frictionless import Package
from lxml import etree

folder = pathlib.Path(sys.argv[1])
expected = json.loads((folder / "expected.json").read_text())
tables = ["reports", "quotations", "occurrences", "events", "parties", "ledger"]
csv.field_size_limit(1 << 24)


def same(what, got, wanted):
    if got != wanted:
        sys.exit(f"{what}: {got!r}, not {wanted!r}")


# Python's csv, pandas and pyarrow see the same rows in CSV, JSON lines and Parquet.
for table in tables:
    with open(folder / f"{table}.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    same(f"{table}.csv", len(rows), expected[table])
    frame = pandas.read_csv(folder / f"{table}.csv", dtype=str, keep_default_na=False)
    same(f"{table}.csv in pandas", len(frame), expected[table])
    same(f"{table}.csv, names", list(frame.columns), list(rows[0].keys()))
    lines = [json.loads(line) for line in (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]
    same(f"{table}.jsonl", len(lines), expected[table])
    parquet = pyarrow.parquet.read_table(folder / f"{table}.parquet")
    same(f"{table}.parquet", parquet.num_rows, expected[table])
    same(f"{table}.parquet, names", parquet.column_names, list(frame.columns))
    for row, line, whole in zip(rows, lines, parquet.to_pylist()):
        for name in row:
            value = whole[name]
            if value is None:
                same(f"{table}.{name} in CSV where Parquet has none", row[name], "")
                same(f"{table}.{name} in JSON where Parquet has none", name in line, False)
                continue
            if hasattr(value, "isoformat"):
                value = value.isoformat()
            same(f"{table}.{name} in JSON and Parquet", line[name], value)
            if isinstance(value, list):
                text = "; ".join(value)
            elif isinstance(value, bool):
                text = str(value).lower()
            elif isinstance(value, float):
                same(f"{table}.{name} in CSV", float(row[name]), value)
                continue
            else:
                text = str(value)
            # csv reads \r\n inside a field as it stands; nothing is lost
            same(f"{table}.{name} in CSV", row[name], text)

# The hostile names arrive as they are.
reports = pyarrow.parquet.read_table(folder / "reports.parquet").to_pylist()
titles = [r["title"] for r in reports if r["report"].startswith("hostile")]
same("the hostile report", len(titles), 1)

# Evidence is exactly the bytes that the offsets name.
texts = {r["report"]: r["text"].encode() for r in reports}
for event in pyarrow.parquet.read_table(folder / "events.parquet").to_pylist():
    if " … " not in event["evidence"]:
        same("evidence", texts[event["report"]][event["start"] : event["end"]].decode(), event["evidence"])

# sqlite3 takes the CSV and answers a join.
memory = sqlite3.connect(":memory:")
for table in ["events", "parties", "reports"]:
    pandas.read_csv(folder / f"{table}.csv").to_sql(table, memory, index=False)
count = memory.execute(
    "select count(*) from events join reports using (report) join parties using (event) where role = 'source'"
).fetchone()[0]
if count < 40:
    sys.exit(f"a join in SQLite gives {count} rows")

# Frictionless: the package is valid, constraints, keys and all.
package = Package(str(folder / "datapackage" / "datapackage.json"))
report = package.validate()
if not report.valid:
    sys.exit("datapackage: " + "\n".join(str(e) for e in report.flatten(["title", "rowNumber", "fieldName", "note"])[:20]))
same("tables of the package", [r.name for r in package.resources], tables)

# GDELT and POLECAT, as pandas users read them.
gdelt = pandas.read_csv(folder / "gdelt-events.export.CSV", sep="\t", header=None, dtype=str, quoting=csv.QUOTE_NONE)
same("GDELT columns", gdelt.shape[1], 61)
same("GDELT identities", gdelt[0].is_unique, True)
mentions = pandas.read_csv(folder / "gdelt-mentions.mentions.CSV", sep="\t", header=None, dtype=str, quoting=csv.QUOTE_NONE)
same("GDELT mention columns", mentions.shape[1], 16)
same("GDELT mentions without an event", set(mentions[0]) - set(gdelt[0]), set())
if not pandas.to_datetime(gdelt[1], format="%Y%m%d").between("2020-01-01", "2026-12-31").any():
    sys.exit("GDELT days")
polecat = pandas.read_csv(folder / "polecat.txt", sep="\t", dtype=str, quoting=csv.QUOTE_NONE, keep_default_na=False)
same("POLECAT columns", polecat.shape[1], 40)
same("POLECAT quads", set(polecat["Quad Code"]) <= {"VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"}, True)

# ACLED and UCDP in shape.
acled = pandas.read_csv(folder / "acled.csv")
same("ACLED columns", len(acled.columns), 31)
if len(acled) < 5 or not set(acled["time_precision"].dropna()) <= {1, 2, 3}:
    sys.exit("ACLED rows or precision")
same("ACLED iso of Armenia and Azerbaijan", set(acled[acled.country.isin(["Armenia", "Azerbaijan"])].iso) <= {51, 31}, True)
ucdp = pandas.read_csv(folder / "ucdp.csv")
same("UCDP columns", len(ucdp.columns), 49)
if len(ucdp) < 3:
    sys.exit(f"UCDP: {len(ucdp)} rows")
for _, row in ucdp.iterrows():
    if pandas.notna(row.geom_wkt):
        point = shapely.from_wkt(row.geom_wkt)
        same("UCDP point", (point.x, point.y), (row.longitude, row.latitude))
known = ucdp.dropna(subset=["low", "best", "high"])
same("UCDP low, best, high", bool(((known.low <= known.best) & (known.best <= known.high)).all()), True)

# GeoJSON: shapely makes geometries of it.
features = json.loads((folder / "geojson.geojson").read_text())["features"]
same("GeoJSON features", len(features), expected["placed"])
for feature in features:
    point = shapely.geometry.shape(feature["geometry"])
    if not (-180 <= point.x <= 180 and -90 <= point.y <= 90 and point.is_valid):
        sys.exit(f"GeoJSON: {point}")

# The network in networkx, both ways, and GEXF against its own elements.
graph = networkx.read_graphml(folder / "graphml.graphml")
gexf = networkx.read_gexf(folder / "gexf.gexf")
same("nodes in GraphML and GEXF", set(graph.nodes), set(gexf.nodes))
same("edges in GraphML and GEXF", graph.number_of_edges(), gexf.number_of_edges())
if graph.number_of_edges() < 30 or not graph.is_multigraph() or not graph.is_directed():
    sys.exit(f"network: {graph}")
spans = [e for e in etree.parse(folder / "gexf.gexf").iter("{http://gexf.net/1.3}edge") if e.get("start")]
if not spans or any(e.get("start") > e.get("end", "9999") for e in spans):
    sys.exit("GEXF spans")

# TimelineJS.
timeline = json.loads((folder / "timelinejs.json").read_text())
for slide in timeline["events"]:
    if not slide["text"]["headline"] or "<script" in slide["text"]["headline"] + slide["text"]["text"]:
        sys.exit(f"TimelineJS: {slide}")
    if not 1 <= slide["start_date"]["month"] <= 12:
        sys.exit(f"TimelineJS: {slide}")

# iCalendar.
calendar = icalendar.Calendar.from_ical((folder / "icalendar.ics").read_bytes())
entries = calendar.walk("VEVENT")
if len(entries) < 5:
    sys.exit(f"iCalendar: {len(entries)} entries")
for entry in entries:
    if entry.errors or entry["STATUS"] not in ("CONFIRMED", "TENTATIVE", "CANCELLED") or entry.decoded("DTEND") <= entry.decoded("DTSTART"):
        sys.exit(f"iCalendar: {entry}")
for line in (folder / "icalendar.ics").read_bytes().split(b"\r\n"):
    if len(line) > 75:
        sys.exit(f"iCalendar: a line of {len(line)} bytes")

# Atom.
feed = feedparser.parse((folder / "atom.atom").read_bytes())
same("Atom is well-formed", bool(feed.bozo), False)
same("Atom version", feed.version, "atom10")
if not 0 < len(feed.entries) <= 100 or any(not e.id or not e.updated_parsed for e in feed.entries):
    sys.exit("Atom entries")

# References.
csl = json.loads((folder / "csl-json.json").read_text())
same("CSL items", len(csl), expected["reports"])
same("CSL dates", all(isinstance(p, int) for i in csl if "issued" in i for p in i["issued"]["date-parts"][0]), True)
library = bibtexparser.parse_file(str(folder / "bibtex.bib"))
same("BibTeX entries", len(library.entries), expected["reports"])
same("BibTeX blocks that failed", [str(b) for b in library.failed_blocks], [])

# Web Annotation: the JSON-LD is a graph, and the selectors find the words in the text.
page = json.loads((folder / "annotations.jsonld").read_text())
page["@context"] = {"prov": "http://www.w3.org/ns/prov#", "chancery": "urn:chancery:term:", "oa": "http://www.w3.org/ns/oa#",
    "id": "@id", "type": "@type", "items": "oa:items", "body": "oa:hasBody", "target": "oa:hasTarget", "value": "oa:value",
    "Annotation": "oa:Annotation", "AnnotationPage": "oa:AnnotationPage"}  # the published context needs a network
triples = rdflib.Graph().parse(data=json.dumps(page), format="json-ld")
oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
annotations = set(triples.subjects(rdflib.RDF.type, oa.Annotation))
same("annotations", len(annotations), len(page["items"]))
if len(annotations) < 200:
    sys.exit(f"{len(annotations)} annotations")
hashes = {r["sha256"]: r["text"] for r in reports}
for item in page["items"]:
    text = hashes[item["target"]["chancery:sha256"]]
    position, quote = item["target"]["selector"]
    same("selectors", text[position["start"] : position["end"]], quote["exact"])
    around = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
    same("the words around", around in text, True)

# Every XML file is well-formed by libxml2.
for name in ["graphml.graphml", "gexf.gexf", "atom.atom"]:
    etree.parse(folder / name)
print("all exports load:", expected)
