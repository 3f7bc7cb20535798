package main

import (
	"fmt"
	"io"
	"strings"
)

// published are figures of other systems, each with the figures of ours that come nearest to them.
var published = []struct {
	task, figures string // theirs
	id            string // the row of ours
	metrics       []string
	remark        string // in what the data differ
}{
	{"PLV, test part: macro-F1 binary / quad / root",
		"UniversalPetrarch 80.8 / 51.8 / 46.3 · TF-IDF with a linear SVM 87.8 / 83.0 / 69.9 · GPT-4 93.4 / 76.7 / 61.5 · gemma2:9b with a codebook 95.8 / 86.8 / 71.4 · ZSP 96.4 / 89.6 / 82.4 · ConfliBERT, full supervision 98.4 / 96.3 / 86.7",
		"plv", []string{"binary_f1", "quad_f1", "root_f1"}, "ours on PLV's training part, the ranker by 5-fold cross-validation; the codebook's rules were written against that part"},
	{"EWT, test part, raw text: UAS / LAS",
		"UDPipe 1 81.8 / 78.6 · LIMA 85.2 / 82.1 · Stanza 86.2 / 83.6 · Trankit-large 91.3 / 89.4 · UDPipe 2 91.6 / 89.9",
		"ewt", []string{"uas_f1", "las_f1"}, "ours on the dev part of UD 2.16; theirs on the test parts of earlier releases"},
	{"GUM, test part, raw text: UAS / LAS",
		"UDPipe 1 80.2 / 76.1 · Stanza 87.1 / 83.6 · UDPipe 2 93.2 / 91.5",
		"gum", []string{"uas_f1", "las_f1"}, "ours on the dev part without the genres that may not be sold; theirs on all genres of earlier releases"},
	{"Names in news from all over the world: F1",
		"models trained on OntoNotes or CoNLL-2003 lose up to 10 points there; spaCy's small model has 84.3 on OntoNotes itself",
		"eww", []string{"f1"}, "ours on 60 % of English Worldwide Newswire, over persons, organisations and places; theirs over more classes"},
	{"Quotations, PARC 3, exact F1 of source / cue / content",
		"Citron 82.0 / 82.3 / 59.3",
		"polnear", []string{"source_exact_f1", "cue_exact_f1", "content_exact_f1"}, "ours on PolNeAR's dev part, where more is annotated as attribution; Citron was trained on PARC 3"},
	{"Quotations, PARC 3, overlap F1 of source / content",
		"Citron 85.3 / 83.3",
		"polnear", []string{"source_overlap_f1", "content_overlap_f1"}, "as above"},
	{"Time expressions, TempEval-3 Platinum: relaxed / strict / value F1",
		"HeidelTime 90.3 / 81.3 / 77.6 · SUTime 90.3 / 79.6 / 67.4",
		"tbaq", []string{"relaxed_f1", "strict_f1", "value_f1"}, "ours on the training part of the same task, TimeBank and AQUAINT, which rules were written against"},
	{"Places with given spans, LGL: accuracy within 161 km",
		"Mordecai 3 82.7",
		"lgl", []string{"acc161"}, "ours on the whole of LGL, which rules were written against; Mordecai's on the part that it was not trained on"},
	{"Event coreference across documents, ECB+ test topics: CoNLL F1",
		"lemma 61.9 · lemma with time 74.4 · feature-based 74.8 · neural about 80",
		"ecb", []string{"conll_f1"}, "ours on the development topics, over given mentions; the head lemma alone gets 63.8 there"},
	{"Article text, article-extraction benchmark: F1",
		"go_trafilatura 96.0 · go_readability 93.4",
		"pages", []string{"f1"}, "another benchmark: ours on the pages of trafilatura's own evaluation and by its definition"},
}

// besidePublished writes the table of published figures. No two figures of a row are on the same data.
func besidePublished(out io.Writer, measured map[string][]metric) error {
	fmt.Fprint(out, `
## Beside published figures

None of these compares like with like: the test parts were not looked at, and the remark says on what the figures of
chancery are. Speed stands in docs/speed.md.

| theirs: data and figure | theirs | chancery | remark |
|---|---|---|---|
`)
	for _, p := range published {
		var ours []string
		for _, name := range p.metrics {
			value := ""
			for _, m := range measured[p.id] {
				if m.name == name {
					value = m.value
				}
			}
			if value == "" {
				return fmt.Errorf("%s: %s was not measured", p.id, name)
			}
			ours = append(ours, value)
		}
		if _, err := fmt.Fprintf(out, "| %s | %s | %s | %s |\n", p.task, p.figures, strings.Join(ours, " / "), p.remark); err != nil {
			return err
		}
	}
	return nil
}
