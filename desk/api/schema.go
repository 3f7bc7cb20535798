package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"chancery/access"
	"chancery/internal/wire"
	"chancery/occurrence"
	"chancery/reading"
)

// The parts of the API, in the order in which the page lists them.
const (
	tagFind     = "Finding"
	tagThings   = "Occurrences, actors, tracks, the ledger"
	tagWhole    = "The whole record"
	tagReview   = "Review"
	tagHistory  = "Changes, live"
	tagReports  = "Reports in, readings, exports"
	tagCodebook = "Codebook, searches, oneself"
)

const about = `Everything the desk's pages show and do, as JSON.

Lists are given in pages: ` + "`next`" + ` in the body is the ` + "`cursor`" + ` of the next one, and the header Link holds its address. A walk sees the record as it
was at its first page. ` + "`as_of`" + ` shows the record as it was known then, ` + "`on`" + ` draws the ledger up for another day. Answers carry an ETag; errors are
problem details (RFC 9457). Beyond this machine, send a token: ` + "`Authorization: Bearer …`" + ` (chancery account token).`

// config is what huma is told. Its own pages load from elsewhere, and its links to schemas would stand in every answer:
// both stay off.
func (a *API) config() huma.Config {
	registry := huma.NewMapRegistry("#/components/schemas/", schemaName)
	shapes := reading.JSONShapes()
	registry.RegisterTypeAlias(reflect.TypeFor[wire.Event](), shapes.Event)
	registry.RegisterTypeAlias(reflect.TypeFor[wire.Quotation](), shapes.Quotation)
	registry.RegisterTypeAlias(reflect.TypeFor[reading.Reading](), shapes.Reading)
	registry.RegisterTypeAlias(reflect.TypeFor[wire.Occurrence](), occurrence.JSONShape())
	format := huma.Format{Marshal: func(w io.Writer, v any) error {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(v)
	}, Unmarshal: json.Unmarshal}
	a.tags = []string{tagFind, tagThings, tagWhole, tagReview, tagHistory, tagReports, tagCodebook}
	tags := make([]*huma.Tag, 0, len(a.tags))
	for _, t := range a.tags {
		tags = append(tags, &huma.Tag{Name: t})
	}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "chancery", Version: "1.0.0", Description: about},
			Tags:    tags,
			Components: &huma.Components{Schemas: registry, SecuritySchemes: map[string]*huma.SecurityScheme{
				"token":    {Type: "http", Scheme: "bearer", Description: "A token of an account: chancery account token NAME --label WHATFOR --role read"},
				"password": {Type: "http", Scheme: "basic", Description: "Any name, and a token as the password: for feed readers and the like."},
			}},
			Security: []map[string][]string{{"token": {}}, {"password": {}}, {}},
		},
		Formats:       map[string]huma.Format{"application/json": format, "json": format},
		DefaultFormat: "application/json",
	}
}

// schemaName names the schema of a type. Several packages have a party or a span of their own.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := strings.TrimSuffix(huma.DefaultSchemaNamer(t, hint), "JSON")
	switch pkg := t.PkgPath(); {
	case strings.HasSuffix(pkg, "/occurrence") && name != "Occurrence":
		name = "Occurrence" + name
	case strings.HasSuffix(pkg, "/ledger"):
		name = "Ledger" + name
	case strings.HasSuffix(pkg, "/origin") && name != "Origin":
		name = "Origin" + name
	case strings.HasSuffix(pkg, "/wire") && (name == "Span" || name == "Field" || name == "Versions"):
		name = "Found" + name
	case strings.HasSuffix(pkg, "/report"):
		name = "Report" + name
	case strings.HasSuffix(pkg, "/api") && (name == "Party" || name == "Place"):
		name = "Counted" + name
	case strings.HasSuffix(pkg, "/api"):
		name = strings.TrimSuffix(name, "Body")
	}
	return name
}

// described is an operation as huma takes it, with what all have in common.
func (a *API) described(o operation) huma.Operation {
	registry := a.huma.OpenAPI().Components.Schemas
	problem := &huma.Response{Description: "What went wrong (RFC 9457)", Content: map[string]*huma.MediaType{
		problemType: {Schema: registry.Schema(reflect.TypeFor[Problem](), true, "Problem")}}}
	success := o.status
	if success == 0 {
		success = http.StatusOK
	}
	text := func(what string) *huma.Param {
		return &huma.Param{Description: what, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	answer := &huma.Response{Description: http.StatusText(success)}
	responses := map[string]*huma.Response{fmt.Sprint(success): answer, "default": problem}
	if o.method == http.MethodGet && o.keep != byNobody {
		answer.Headers = map[string]*huma.Param{"ETag": text("Changes with the answer: send it back in If-None-Match.")}
		responses["304"] = &huma.Response{Description: "Nothing has changed since the answer with this ETag."}
	}
	description := o.description
	if role := roleFor(o.role); role != access.Read {
		description = strings.TrimSpace(description + "\n\nNeeds the role " + string(role) + ".")
	}
	return huma.Operation{OperationID: o.id, Method: o.method, Path: o.path, Summary: o.summary, Description: description,
		Tags: []string{o.tag}, DefaultStatus: success, Responses: responses}
}

// roleFor is the lowest role that may do something.
func roleFor(action access.Action) access.Role {
	for _, r := range access.Roles() {
		if r.May(action) {
			return r
		}
	}
	return access.Admin
}

// specification makes the specification ready to be handed out.
func (a *API) specification() error {
	spec := a.huma.OpenAPI()
	schemas := spec.Components.Schemas.Map()
	delete(schemas, "ErrorModel") // huma's own form of a problem, which no operation answers with
	// A piece of furniture is a span with its kind; spans are described by themselves only.
	if f, span := schemas["Furniture"], schemas["Span"]; f != nil && span != nil {
		for _, name := range span.Required {
			f.Properties[name] = span.Properties[name]
		}
		f.Required = append(slices.Clone(span.Required), f.Required...)
	}
	for name, s := range schemas {
		if name == "LedgerEntry" {
			continue // who is not known may be null there
		}
		filled(s)
	}
	for _, p := range spec.Paths {
		for _, o := range operationsOf(p) {
			for _, r := range o.Responses {
				for _, c := range r.Content {
					if c.Schema != nil {
						filled(c.Schema)
					}
				}
			}
		}
	}
	plain, err := json.Marshal(spec)
	if err != nil {
		return fmt.Errorf("the specification: %w", err)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, plain, "", "  "); err != nil {
		return fmt.Errorf("the specification: %w", err)
	}
	indented.WriteByte('\n')
	yaml, err := spec.YAML()
	if err != nil {
		return fmt.Errorf("the specification: %w", err)
	}
	a.specs = map[string][]byte{"/api/openapi.json": indented.Bytes(), "/api/openapi.yaml": yaml}
	for address, body := range a.specs {
		media := "application/openapi+json"
		if strings.HasSuffix(address, ".yaml") {
			media = "application/openapi+yaml"
		}
		a.kinds["GET "+address] = byBody
		a.mux.HandleFunc("GET "+address, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", media)
			_, _ = w.Write(body) // the program may have gone
		})
	}
	return nil
}

// filled says of lists that they are never null: one of nothing is empty.
func filled(s *huma.Schema) {
	if s.Type == huma.TypeArray {
		s.Nullable = false
		if s.Items != nil {
			filled(s.Items)
		}
	}
	for _, p := range s.Properties {
		filled(p)
	}
	if more, ok := s.AdditionalProperties.(*huma.Schema); ok {
		filled(more)
	}
}

// operationsOf gives the operations of a path, in the order of the methods as people read them.
func operationsOf(p *huma.PathItem) (out []*huma.Operation) {
	for _, o := range []*huma.Operation{p.Get, p.Post, p.Put, p.Patch, p.Delete} {
		if o != nil {
			out = append(out, o)
		}
	}
	return out
}

// OpenAPI is the specification: for tests, which check answers against it.
func (a *API) OpenAPI() *huma.OpenAPI { return a.huma.OpenAPI() }

// Group is operations that belong together.
type Group struct {
	Title      string
	Operations []Operation
}

// Operations lists the operations from the specification, by part and path.
func (a *API) Operations() []Group {
	groups := make([]Group, len(a.tags))
	for i, t := range a.tags {
		groups[i].Title = t
	}
	spec := a.huma.OpenAPI()
	paths := make([]string, 0, len(spec.Paths))
	for p := range spec.Paths {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, p := range paths {
		for _, o := range operationsOf(spec.Paths[p]) {
			if i := slices.Index(a.tags, o.Tags[0]); i >= 0 {
				groups[i].Operations = append(groups[i].Operations, operationOf(o))
			}
		}
	}
	return groups
}

func operationOf(o *huma.Operation) Operation {
	out := Operation{Method: o.Method, Path: o.Path, Tag: o.Tags[0], ID: o.OperationID, Summary: o.Summary, Description: o.Description, Body: o.RequestBody != nil}
	for _, p := range o.Parameters {
		one := Parameter{Name: p.Name, In: p.In, Description: p.Description, Required: p.Required}
		if p.Schema != nil {
			one.Type = p.Schema.Type
			for _, v := range p.Schema.Enum {
				one.Values = append(one.Values, fmt.Sprint(v))
			}
		}
		out.Parameters = append(out.Parameters, one)
	}
	return out
}

// reflectAct is the type of an act, of which its schema is made.
var reflectAct = reflect.TypeFor[act]()
