package syntax

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const gumTrain = "gum/train_open/gum_train.conllu"

// silverTexts returns the sentences that teachers label with names: those of the open texts and of GUM's training part.
func (t Training) silverTexts() ([][]string, error) {
	texts, err := t.OpenTexts()
	if err != nil {
		return nil, err
	}
	var sentences [][]string
	for _, text := range texts {
		sentences = append(sentences, text.Sentences()...)
	}
	trees, err := t.TreeSentences()
	return append(sentences, trees...), err
}

// TreeSentences returns the forms of the sentences of GUM's open training part.
func (t Training) TreeSentences() ([][]string, error) {
	f, err := os.Open(filepath.Join(t.Corpora, gumTrain))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	gum, err := ReadCoNLLU(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", gumTrain, err)
	}
	var sentences [][]string
	for _, d := range gum {
		for i := range d.Sentences {
			sentences = append(sentences, formsOf(d.Sentences[i].Tokens))
		}
	}
	return sentences, nil
}

// WriteNameTexts writes the sentences that teachers are to label with names, one a line with a space between tokens.
func (t Training) WriteNameTexts(out io.Writer) error {
	sentences, err := t.silverTexts()
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	for _, forms := range sentences {
		fmt.Fprintln(w, strings.Join(forms, " "))
	}
	return w.Flush()
}

// plainTexts returns the plain text for training: Wikinews and the addresses of American presidents since 1945.
func (t Training) plainTexts() ([]string, error) {
	var texts []string
	for _, pattern := range []string{"plain_text/train/wikinews/*.csv", "plain_text/train/state_union/*.txt"} {
		paths, err := filepath.Glob(filepath.Join(t.Corpora, pattern))
		if err != nil {
			return nil, err
		}
		slices.Sort(paths)
		for _, p := range paths {
			b, err := os.ReadFile(p)
			if err != nil {
				return nil, err
			}
			text := strings.ToValidUTF8(string(b), "")
			if strings.HasSuffix(p, ".csv") {
				if text, err = wikinewsText(text); err != nil {
					return nil, fmt.Errorf("%s: %w", p, err)
				}
			}
			texts = append(texts, strings.ReplaceAll(text, "\r", ""))
		}
	}
	return texts, nil
}

// wikinewsText returns the titles and texts of a table with the columns url, date, title and text.
func wikinewsText(table string) (string, error) {
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for i, row := range rows {
		if i == 0 || len(row) < 4 {
			continue
		}
		out.WriteString(row[2] + "\n" + row[3] + "\n")
	}
	return out.String(), nil
}
