package api

import (
	"context"
	"net/http"

	"chancery/export"
	"chancery/internal/wire"
	"chancery/query"
)

// codebookOperations tell what codes mean and what made which events.
func (a *API) codebookOperations() {
	register(a, operation{method: http.MethodGet, path: "/api/v1/codebook", id: "get-codebook", tag: tagCodebook, summary: "The codebook in short", keep: byBody,
		description: "Its version, the codes that fields may hold, and the fields of the query language."}, a.codebook)
	register(a, operation{method: http.MethodGet, path: "/api/v1/codebook/entries", id: "list-codebook-entries", tag: tagCodebook, summary: "Entries with their events",
		description: "The entries of the codebook that made events, with how many, how many of these were rejected, and the newest."}, a.entries)
	register(a, operation{method: http.MethodGet, path: "/api/v1/versions", id: "list-versions", tag: tagCodebook, summary: "What the record was read with",
		description: "The versions that readings were made with, the oldest first."}, a.versions)
}

type vocabularyBody struct {
	Versions   wire.Versions `json:"versions" doc:"With which is read now."`
	Categories []string      `json:"categories"`
	Modes      []string      `json:"modes"`
	Contexts   []string      `json:"contexts"`
	Statuses   []string      `json:"statuses"`
	CAMEO      []cameoCode   `json:"cameo"`
	Tracks     []titled      `json:"tracks"`
	Fields     []fieldBody   `json:"fields" doc:"Of the query language."`
}

type cameoCode struct {
	Code      string  `json:"code"`
	Label     string  `json:"label"`
	Category  string  `json:"category,omitempty" doc:"What PLOVER makes of it."`
	Mode      string  `json:"mode,omitempty"`
	Goldstein float64 `json:"goldstein"`
}

type titled struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type fieldBody struct {
	Name    string   `json:"name"`
	Help    string   `json:"help"`
	Example string   `json:"example"`
	Kinds   []string `json:"kinds" doc:"What has it."`
	Values  []string `json:"values" doc:"The values there are, where it has a short list of its own."`
}

func texts[T ~string](list []T) []string {
	out := make([]string, 0, len(list))
	for _, x := range list {
		out = append(out, string(x))
	}
	return out
}

func (a *API) codebook(context.Context, *struct{}) (*body[vocabularyBody], error) {
	reader := a.Reader()
	words, versions := reader.Vocabulary(), reader.Versions()
	out := vocabularyBody{Versions: wire.Versions{Engine: versions.Engine, Models: versions.Models, Codebook: versions.Codebook},
		Categories: texts(words.Categories), Modes: texts(words.Modes), Contexts: texts(words.Contexts), Statuses: texts(words.Statuses), CAMEO: []cameoCode{},
		Tracks: []titled{}, Fields: []fieldBody{}}
	for _, c := range words.Codes {
		out.CAMEO = append(out.CAMEO, cameoCode{c.CAMEO, c.Label, string(c.Category), c.Mode, c.Goldstein})
	}
	for _, t := range words.Tracks {
		out.Tracks = append(out.Tracks, titled{t.ID, t.Title})
	}
	for _, f := range query.Fields() {
		out.Fields = append(out.Fields, fieldBody{f.Name, f.Help, f.Example, texts(f.Kinds), texts(f.Values)})
	}
	return &body[vocabularyBody]{out}, nil
}

type entryRow struct {
	ID       string   `json:"id"`
	Events   int      `json:"events"`
	Rejected int      `json:"rejected"`
	Newest   []string `json:"newest" doc:"Events."`
}

func (a *API) entries(ctx context.Context, _ *sinceIn) (*listed[entryRow], error) {
	s, err := a.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	found := s.Entries()
	out := newList[entryRow](ctx, len(found))
	for _, e := range found {
		out.Body.Items = append(out.Body.Items, entryRow{e.ID, e.Events, e.Rejected, append([]string{}, e.Newest...)})
	}
	return out, nil
}

type versionRow struct {
	wire.Versions
	Reports int `json:"reports"`
}

func (a *API) versions(ctx context.Context, _ *sinceIn) (*listed[versionRow], error) {
	found, err := asking(ctx).view.Versions(ctx)
	if err != nil {
		return nil, err
	}
	out := newList[versionRow](ctx, len(found))
	for _, v := range found {
		out.Body.Items = append(out.Body.Items, versionRow{wire.Versions{Engine: v.Versions.Engine, Models: v.Versions.Models, Codebook: v.Versions.Codebook}, v.Reports})
	}
	return out, nil
}

// exportOperations hand the record out.
func (a *API) exportOperations() {
	register(a, operation{method: http.MethodGet, path: "/api/v1/exports", id: "list-exports", tag: tagReports, summary: "Formats", keep: byBody,
		description: "The formats in which the record can be had (docs/formats/exports.md)."}, a.exports)
	a.exportOperation()
}

type formatBody struct {
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	MediaType string   `json:"media_type"`
	Extension string   `json:"extension"`
	Tables    []string `json:"tables" doc:"That can be chosen with table; none where the format has no tables."`
	Href      string   `json:"href"`
}

func (a *API) exports(ctx context.Context, _ *struct{}) (*listed[formatBody], error) {
	out := newList[formatBody](ctx, 0)
	for _, f := range export.Formats() {
		one := formatBody{Name: f.Name, Title: f.Title, MediaType: f.MediaType, Extension: f.Extension, Tables: []string{}, Href: "/api/v1/export/" + f.Name}
		if f.Tables() {
			for _, t := range export.Tables() {
				one.Tables = append(one.Tables, t.Name)
			}
		}
		if one.MediaType == "" {
			one.MediaType = "application/zip"
		}
		out.Body.Items = append(out.Body.Items, one)
	}
	return out, nil
}
