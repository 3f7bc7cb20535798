//go:build !codebookonly

package eval

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed models/relations.tsv
var relationWeights string

// ShippedRelationWeights returns the weights that are compiled in; nil in a build with the tag codebookonly.
var ShippedRelationWeights = sync.OnceValues(func() (*RelationModel, error) {
	return ReadRelationWeights(strings.NewReader(relationWeights), "models/relations.tsv")
})
