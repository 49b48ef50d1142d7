"""PyTorch's time for the translator's default network on Multi30k: training, greedy translation.

    python3 bench/systems/translation.py FOLDER [--steps 40] [--threads 2]

FOLDER holds train and test_2016_flickr of `*.lc.norm.tok.{de,en}`, as they are or with .gz. The network, the batches and
the loss are those of tasks/translation/translation.ts with tokenizer=blanks: words seen twice, two-way GRU 256 + 256, GRU 512, general
attention, tanh readout of 256 tied to the target embedding, dropout with one mask a sentence, label smoothing, Adam,
clipping, an average of the weights. It prints one line of JSON. Weights are not compared, only time.
"""
import argparse
import collections
import gzip
import json
import os
import time

import torch
from torch import nn
from torch.nn import functional as F

PAD, UNKNOWN, BEGIN, END = range(4)


def lines(folder, name):
    path = os.path.join(folder, name)
    opened = open(path, "rb") if os.path.exists(path) else gzip.open(path + ".gz")
    with opened as file:
        return [line.split() for line in file.read().decode().splitlines()]


def ids_of(sentences, train):
    counts = collections.Counter(word for sentence in train for word in sentence)
    kept = [word for word, count in counts.most_common() if count >= 2]
    table = {word: 4 + i for i, word in enumerate(kept)}
    return [[table.get(word, UNKNOWN) for word in sentence] for sentence in sentences], 4 + len(kept)


def padded(rows):
    return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True)


class Translator(nn.Module):
    def __init__(self, sources, targets, size=256, hidden=512):
        super().__init__()
        self.source = nn.Embedding(sources, size)
        self.target = nn.Embedding(targets, size)
        self.encoder = nn.GRU(size, hidden // 2, batch_first=True, bidirectional=True)
        self.bridge = nn.Linear(hidden, hidden)
        self.decoder = nn.GRU(size, hidden, batch_first=True)
        self.keys = nn.Linear(hidden, hidden, bias=False)
        self.readout = nn.Linear(2 * hidden, size)
        self.bias = nn.Parameter(torch.zeros(targets))

    def drop(self, x, rate):
        """One mask for all steps of a row."""
        return x * F.dropout(torch.ones(x.shape[0], 1, x.shape[2]), rate, self.training)

    def read(self, ids):
        lengths = (ids != PAD).sum(1)
        x = self.drop(self.source(ids), 0.3)
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        states, last = self.encoder(packed)
        states = nn.utils.rnn.pad_packed_sequence(states, batch_first=True)[0]
        start = torch.tanh(self.bridge(torch.cat([last[0], last[1]], 1)))
        return states, self.keys(states), (ids == PAD)[:, None], start[None]

    def speak(self, ids, memory, state):
        states, keys, padding, _ = memory
        outputs, state = self.decoder(self.drop(self.target(ids), 0.3), state)
        scores = (outputs @ keys.transpose(1, 2)).masked_fill(padding, -1e9)
        contexts = scores.softmax(2) @ states
        readouts = torch.tanh(self.readout(torch.cat([outputs, contexts], 2)))
        return self.drop(readouts, 0.4), state

    def logits(self, readouts):
        return readouts @ self.target.weight.T + self.bias

    @torch.no_grad()
    def translate(self, sources, limit):
        memory = self.read(padded(sources))
        state, tokens = memory[3], torch.full((len(sources), 1), BEGIN)
        done = torch.zeros(len(sources), dtype=torch.bool)
        for _ in range(limit):
            readouts, state = self.speak(tokens, memory, state)
            tokens = self.logits(readouts).argmax(2)
            done |= tokens[:, 0] == END
            if done.all():
                break


def batches_of(pairs):
    """As planTokenBatches: 64 pairs or 2,000 tokens, padding counted; sorted by length."""
    batches, batch = [], []
    for pair in sorted(pairs, key=lambda pair: (len(pair[1]), len(pair[0]))):
        grown = [*batch, pair]
        cost = len(grown) * (max(len(s) for s, _ in grown) + max(len(t) for _, t in grown) + 1)
        if batch and (len(grown) > 64 or cost > 2000):
            batches.append(batch)
            grown = [pair]
        batch = grown
    batches.append(batch)
    order = torch.randperm(len(batches))
    return [batches[i] for i in order]


def trainer(model):
    parameters = list(model.parameters())
    optimizer = torch.optim.Adam(parameters, 1e-3)
    average = [p.detach().clone() for p in parameters]

    def step(batch):
        sources, inputs = padded([s for s, _ in batch]), padded([[BEGIN, *t] for _, t in batch])
        targets = padded([[*t, END] for _, t in batch])
        memory = model.read(sources)
        readouts, _ = model.speak(inputs, memory, memory[3])
        real = targets != PAD
        loss = F.cross_entropy(model.logits(readouts[real]), targets[real], label_smoothing=0.1)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1)
        optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(average, [p.detach() for p in parameters], 0.005)
        return loss.item()

    return step


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--steps", type=int, default=40, help="timed steps; 0 trains a whole epoch first")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    sides = {}
    for side in ("de", "en"):
        train = lines(options.folder, f"train.lc.norm.tok.{side}")
        test = lines(options.folder, f"test_2016_flickr.lc.norm.tok.{side}")
        sides[side] = (*ids_of(train, train), ids_of(test, train)[0])
    (sources, source_size, questions), (targets, target_size, _) = sides["de"], sides["en"]
    model = Translator(source_size, target_size)
    step = trainer(model)
    batches = batches_of(list(zip(sources, targets)))
    for batch in batches[:3]:
        step(batch)
    timed = batches[: options.steps or None]
    times = [seconds(lambda batch=batch: step(batch)) for batch in timed]
    model.eval()
    limit = 14  # a little more than the mean target: an untrained network has no end of its own
    some = questions[:320]
    batched = seconds(lambda: [model.translate(some[i : i + 32], limit) for i in range(0, len(some), 32)])
    single = seconds(lambda: [model.translate([one], limit) for one in some[:50]])
    print(
        json.dumps(
            {
                "torch": torch.__version__,
                "threads": torch.get_num_threads(),
                "parameters": sum(p.numel() for p in model.parameters()),
                "batches": len(batches),
                "msPerStep": 1000 * sorted(times)[len(times) // 2],
                "secondsPerEpoch": sum(times) / len(times) * len(batches),
                "sentencesPerSecond": len(some) / batched,
                "msPerSentence": 1000 * single / 50,
                "stepsPerSentence": limit,
            }
        )
    )


main()
