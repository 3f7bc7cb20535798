package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// checker checks answers against the specification: a small validator of the part of JSON Schema that it uses. It knows
// nothing of the Go types that the specification was made of.
type checker struct {
	t       testing.TB
	s       *server
	paths   map[string]any
	schemas map[string]any
	asked   map[string]bool
}

func newChecker(t testing.TB, s *server) *checker {
	t.Helper()
	spec := s.get("/api/openapi.json").json(t)
	return &checker{t: t, s: s, paths: spec["paths"].(map[string]any), schemas: spec["components"].(map[string]any)["schemas"].(map[string]any), asked: map[string]bool{}}
}

// everyPath fails for operations that were not asked.
func (c *checker) everyPath() {
	c.t.Helper()
	for path, item := range c.paths {
		for method := range item.(map[string]any) {
			key := path
			if method != "get" {
				key = method + " " + path
			}
			switch key {
			case "/api/v1/changes/stream", "/api/v1/export/{format}", "post /api/v1/searches", "delete /api/v1/searches/{name}":
				continue // tests of their own
			}
			if !c.asked[key] {
				c.t.Errorf("%s %s was not asked", method, path)
			}
		}
	}
}

func (c *checker) get(path, address string) {
	c.t.Helper()
	c.answer(path, "get", address, c.s.get(address))
}

func (c *checker) post(path, body string) {
	c.t.Helper()
	c.asked["post "+path] = true
	c.answer(path, "post", path, c.s.do(http.MethodPost, path, body))
}

// answer checks an answer to an operation.
func (c *checker) answer(path, method, address string, a *answer) {
	c.t.Helper()
	item, ok := c.paths[path].(map[string]any)
	if !ok {
		c.t.Errorf("%s is not in the specification", path)
		return
	}
	responses := item[method].(map[string]any)["responses"].(map[string]any)
	response, ok := responses[fmt.Sprint(a.status)].(map[string]any)
	if !ok || a.status >= 300 {
		c.t.Errorf("%s: %d %.300s", address, a.status, a.body)
		return
	}
	media, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	content, ok := response["content"].(map[string]any)[media].(map[string]any)
	if !ok {
		c.t.Errorf("%s: answered with %s, which the specification does not say", address, media)
		return
	}
	var value any
	if err := json.Unmarshal(a.body, &value); err != nil {
		c.t.Errorf("%s: %v", address, err)
		return
	}
	for _, wrong := range c.wrong(content["schema"].(map[string]any), value, "body") {
		c.t.Errorf("%s: %s", address, wrong)
	}
}

// wrong says where a value does not fit a schema.
func (c *checker) wrong(schema map[string]any, value any, at string) (out []string) {
	if ref, ok := schema["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/components/schemas/")
		of, ok := c.schemas[name].(map[string]any)
		if !ok {
			return []string{at + ": there is no schema " + name}
		}
		return c.wrong(of, value, at)
	}
	say := func(format string, values ...any) { out = append(out, at+": "+fmt.Sprintf(format, values...)) }
	if allowed, ok := schema["enum"].([]any); ok && !slices.Contains(allowed, value) {
		say("%v is none of %v", value, allowed)
	}
	if format, ok := schema["format"].(string); ok {
		text, _ := value.(string)
		switch format {
		case "date":
			if _, err := time.Parse(time.DateOnly, text); err != nil {
				say("%q is no date", text)
			}
		case "date-time":
			if _, err := time.Parse(time.RFC3339Nano, text); err != nil {
				say("%q is no time", text)
			}
		}
	}
	kind := schema["type"]
	if kinds, ok := kind.([]any); ok {
		if value == nil && slices.Contains(kinds, any("null")) {
			return out
		}
		kind = kinds[0]
	}
	switch kind {
	case nil: // anything
	case "object":
		object, ok := value.(map[string]any)
		if !ok {
			say("%T is no object", value)
			return out
		}
		out = append(out, c.wrongObject(schema, object, at)...)
	case "array":
		list, ok := value.([]any)
		if !ok {
			say("%T is no list", value)
			return out
		}
		for i, x := range list {
			out = append(out, c.wrong(schema["items"].(map[string]any), x, fmt.Sprintf("%s[%d]", at, i))...)
		}
	case "string":
		if _, ok := value.(string); !ok {
			say("%T is no text", value)
		}
	case "boolean":
		if _, ok := value.(bool); !ok {
			say("%T is no yes or no", value)
		}
	case "integer":
		if n, ok := value.(float64); !ok || n != float64(int64(n)) {
			say("%v is no whole number", value)
		}
	case "number":
		if _, ok := value.(float64); !ok {
			say("%v is no number", value)
		}
	default:
		say("the schema says %v", kind)
	}
	return out
}

func (c *checker) wrongObject(schema, object map[string]any, at string) (out []string) {
	properties, _ := schema["properties"].(map[string]any)
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, there := object[name.(string)]; !there {
			out = append(out, fmt.Sprintf("%s: %s is missing", at, name))
		}
	}
	for name, value := range object {
		if property, ok := properties[name].(map[string]any); ok {
			out = append(out, c.wrong(property, value, at+"."+name)...)
			continue
		}
		if more, ok := schema["additionalProperties"].(map[string]any); ok {
			out = append(out, c.wrong(more, value, at+"."+name)...)
			continue
		}
		out = append(out, fmt.Sprintf("%s: %s is not in the schema", at, name))
	}
	return out
}
