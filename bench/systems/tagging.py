"""PyTorch's time for the tagger's default network: an epoch of training, tagging.

    python3 bench/systems/tagging.py FILE [--output softmax|crf] [--epochs 1] [--sentences 0] [--threads 2]

FILE is CoNLL-U (parts of speech) or columns (the last one is the tag). The network, the batches and the loss are those of
tasks/tagging/tagging.ts: word vectors of 64, letters by a BiLSTM of 50 + 50 once for each different word of a batch, case and
ending, BiLSTM 128 + 128, dropout with one mask a sentence, word dropout, Adam, clipping, an average of the weights. It
prints one line of JSON. Weights are not compared, only time.
"""
import argparse
import collections
import gzip
import json
import random
import time

import torch
from torch import nn
from torch.nn import functional as F


def read(path):
    """Sentences as lists of (word, tag)."""
    opened = gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8")
    is_conllu = ".conllu" in path
    sentences, sentence = [], []
    with opened as file:
        for line in [*file, "\n"]:
            cells = line.split("\t") if is_conllu else line.split()
            if not line.strip() or line.startswith("-DOCSTART-"):
                if sentence:
                    sentences.append(sentence)
                sentence = []
            elif is_conllu and (line.startswith("#") or not cells[0].isdigit()):
                continue
            else:
                sentence.append((cells[1], cells[3]) if is_conllu else (cells[0], cells[-1]))
    return sentences


def table(items):
    return {item: 2 + i for i, (item, _) in enumerate(collections.Counter(items).most_common())}


def case_of(word):
    checks = [str.islower, str.istitle, str.isupper, str.isdigit]
    return 1 + next((i for i, check in enumerate(checks) if check(word)), len(checks))


class Coder:
    def __init__(self, sentences):
        words = [word for sentence in sentences for word, _ in sentence]
        self.words = table(word.lower() for word in words)
        self.letters = table(letter for word in words for letter in word)
        self.endings = table(word.lower()[-3:] for word in words)
        self.tags = {tag: i for i, tag in enumerate(sorted({tag for s in sentences for _, tag in s}))}

    def batch(self, sentences):
        pad = lambda rows, value=0: nn.utils.rnn.pad_sequence(  # noqa: E731
            [torch.tensor(row) for row in rows], batch_first=True, padding_value=value
        )
        distinct = {}
        rows = [[distinct.setdefault(word, len(distinct)) for word, _ in s] for s in sentences]
        return {
            "ids": pad([[self.words.get(word.lower(), 1) for word, _ in s] for s in sentences]),
            "cases": pad([[case_of(word) for word, _ in s] for s in sentences]),
            "endings": pad([[self.endings.get(word.lower()[-3:], 1) for word, _ in s] for s in sentences]),
            "rows": pad(rows),
            "letters": pad([[self.letters.get(letter, 1) for letter in word[:24]] for word in distinct]),
            "tags": pad([[self.tags[tag] for _, tag in s] for s in sentences], -1),
        }


class Tagger(nn.Module):
    def __init__(self, coder, output):
        super().__init__()
        K = len(coder.tags)
        self.words = nn.Embedding(len(coder.words) + 2, 64)
        self.letters = nn.Embedding(len(coder.letters) + 2, 25)
        self.cases = nn.Embedding(6, 6)
        self.endings = nn.Embedding(len(coder.endings) + 2, 16)
        self.spell = nn.LSTM(25, 50, batch_first=True, bidirectional=True)
        self.read = nn.LSTM(64 + 100 + 6 + 16, 128, batch_first=True, bidirectional=True)
        self.emissions = nn.Linear(256, K)
        self.has_chain = output == "crf"
        if self.has_chain:
            self.transitions, self.start, self.end = (nn.Parameter(torch.zeros(*s)) for s in [(K, K), (K,), (K,)])

    def drop(self, x):
        """One mask for all steps of a sentence."""
        return x * F.dropout(torch.ones(x.shape[0], 1, x.shape[2]), 0.5, self.training)

    def forward(self, batch):
        ids, lengths = batch["ids"], (batch["ids"] != 0).sum(1)
        if self.training:
            ids = torch.where((torch.rand(ids.shape) < 0.3) & (ids != 0), 1, ids)
        sizes = (batch["letters"] != 0).sum(1)
        packed = nn.utils.rnn.pack_padded_sequence(
            self.letters(batch["letters"]), sizes, batch_first=True, enforce_sorted=False
        )
        _, (last, _) = self.spell(packed)
        spelt = torch.cat([last[0], last[1]], 1)[batch["rows"]]
        x = torch.cat([self.words(ids), spelt, self.cases(batch["cases"]), self.endings(batch["endings"])], 2)
        packed = nn.utils.rnn.pack_padded_sequence(self.drop(x), lengths, batch_first=True, enforce_sorted=False)
        states = nn.utils.rnn.pad_packed_sequence(self.read(packed)[0], batch_first=True)[0]
        return self.emissions(self.drop(states)), lengths

    def loss(self, batch):
        emissions, lengths = self(batch)
        tags = batch["tags"]
        if not self.has_chain:
            return F.cross_entropy(emissions.flatten(0, 1), tags.flatten(), ignore_index=-1)
        real = tags >= 0
        gold = tags.clamp(min=0)
        scores = emissions.gather(2, gold.unsqueeze(2)).squeeze(2) * real
        moves = self.transitions[gold[:, :-1], gold[:, 1:]] * real[:, 1:]
        last = gold.gather(1, lengths.unsqueeze(1) - 1).squeeze(1)
        score = scores.sum(1) + moves.sum(1) + self.start[gold[:, 0]] + self.end[last]
        alpha = self.start + emissions[:, 0]
        for t in range(1, emissions.shape[1]):
            following = torch.logsumexp(alpha.unsqueeze(2) + self.transitions, 1) + emissions[:, t]
            alpha = torch.where(real[:, t].unsqueeze(1), following, alpha)
        return (torch.logsumexp(alpha + self.end, 1) - score).sum() / real.sum()

    def best(self, batch):
        emissions, lengths = self(batch)
        if not self.has_chain:
            return emissions.argmax(2)
        real = batch["tags"] >= 0
        best, back = self.start + emissions[:, 0], []
        for t in range(1, emissions.shape[1]):
            largest, where = (best.unsqueeze(2) + self.transitions).max(1)
            best = torch.where(real[:, t].unsqueeze(1), largest + emissions[:, t], best)
            back.append(where)
        tag = (best + self.end).argmax(1)
        path = [tag]
        for t in range(len(back), 0, -1):
            before = back[t - 1].gather(1, tag.unsqueeze(1)).squeeze(1)
            tag = torch.where(real[:, t], before, tag)
            path.append(tag)
        return torch.stack(path[::-1], 1)


def batches_of(sentences, size):
    order = sorted(sentences, key=len)
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    random.Random(1).shuffle(batches)
    return batches


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--output", choices=["softmax", "crf"], default="softmax")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--sentences", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    sentences = read(options.file)
    sentences = sentences[: options.sentences or len(sentences)]
    coder = Coder(sentences)
    model = Tagger(coder, options.output)
    parameters = list(model.parameters())
    optimizer = torch.optim.Adam(parameters, 2e-3)
    average = [p.detach().clone() for p in parameters]
    seconds = []
    for _ in range(options.epochs):
        start = time.perf_counter()
        for part in batches_of(sentences, 16):
            loss = model.loss(coder.batch(part))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1)
            optimizer.step()
            with torch.no_grad():
                torch._foreach_lerp_(average, [p.detach() for p in parameters], 0.005)
            last = loss.item()
        seconds.append(time.perf_counter() - start)
    model.eval()
    start = time.perf_counter()
    with torch.no_grad():
        for part in batches_of(sentences, 64):
            model.best(coder.batch(part)).tolist()
    tagging = time.perf_counter() - start
    words = sum(len(sentence) for sentence in sentences)
    figures = {"secondsPerEpoch": min(seconds), "wordsPerSecond": words / tagging, "loss": last, "words": words}
    print(json.dumps({"system": f"PyTorch {torch.__version__}", **vars(options), **figures}))


if __name__ == "__main__":
    main()
