package syntax

import (
	"fmt"
	"hash/crc32"
	"sync"
	"unsafe"
)

// ModelVersion names the embedded models in every reading: a checksum over them all, so that it changes when and
// only when a model does.
func ModelVersion() string { return modelVersion() }

var modelVersion = sync.OnceValue(func() string {
	// CRC-32C, which processors have an instruction for: every process does this over some twenty megabytes.
	table := crc32.MakeTable(crc32.Castagnoli)
	sum := uint32(0)
	for _, model := range []string{networkModel, clusterModel, namesModel, lemmaModel} {
		sum = crc32.Update(sum, table, unsafe.Slice(unsafe.StringData(model), len(model)))
	}
	return fmt.Sprintf("%08x", sum)
})
