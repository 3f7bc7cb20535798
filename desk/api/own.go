package api

import (
	"context"
	"net/http"
	"net/url"

	"chancery/access"
)

func pathEscape(s string) string { return url.PathEscape(s) }

// ownOperations tell who asks.
func (a *API) ownOperations() {
	register(a, operation{method: http.MethodGet, path: "/api/v1/me", id: "get-me", tag: tagCodebook, summary: "Who am I", keep: byBody,
		description: "As whom the desk knows whoever asks, and what they may do."}, a.me)
}

type meBody struct {
	Name string   `json:"name"`
	Role string   `json:"role" enum:"read,review,admin"`
	How  string   `json:"how" doc:"By what one is known: local, session, token, proxy."`
	May  []string `json:"may" doc:"What one may do."`
}

func (a *API) me(ctx context.Context, _ *struct{}) (*body[meBody], error) {
	who := asking(ctx).who
	out := meBody{Name: who.Name, Role: string(who.Role), How: string(who.How), May: []string{}}
	for _, action := range []access.Action{access.See, access.Export, access.TryText, access.OwnKeys, access.Decide, access.Add, access.Save, access.Rehear,
		access.Codebook, access.Hook, access.Backup, access.Accounts, access.Audit, access.Measure} {
		if who.May(action) {
			out.May = append(out.May, string(action))
		}
	}
	return &body[meBody]{out}, nil
}
