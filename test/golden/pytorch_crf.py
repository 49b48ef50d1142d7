"""Golden values of a linear-chain CRF: loss, every gradient, marginals and the best tags, in PyTorch and float64.

    python test/golden/pytorch_crf.py > test/golden/pytorch_crf.json        (written with torch 2.13.0)

No dynamic programming here: every sequence of tags is written out and scored, and autograd does the rest. Padding is
large numbers, so that whoever reads it is seen.
"""

import itertools
import json
import random
import sys

import torch

B, T, K = 3, 5, 4
LENGTHS = [5, 1, 3]


def main():
    generator = random.Random("crf")

    def tensor(*shape):
        values = [generator.gauss(0, 1.5) for _ in range(torch.Size(shape).numel())]
        return torch.tensor(values, dtype=torch.float64).reshape(shape).requires_grad_()

    emissions, transitions, start, end = tensor(B, T, K), tensor(K, K), tensor(K), tensor(K)
    with torch.no_grad():
        for b, length in enumerate(LENGTHS):
            emissions[b, length:] = 1000.0
    gold = [[generator.randrange(K) for _ in range(T)] for _ in range(B)]

    def score(b, tags):
        steps = sum(emissions[b, t, tag] for t, tag in enumerate(tags))
        moves = sum((transitions[i, j] for i, j in zip(tags, tags[1:])), torch.zeros((), dtype=torch.float64))
        return start[tags[0]] + steps + moves + end[tags[-1]]

    loss = 0
    best, marginals = [], torch.zeros(B, T, K, dtype=torch.float64)
    for b, length in enumerate(LENGTHS):
        every = list(itertools.product(range(K), repeat=length))
        scores = torch.stack([score(b, tags) for tags in every])
        loss = loss + torch.logsumexp(scores, 0) - score(b, gold[b][:length])
        best.append(every[int(scores.argmax())])
        for probability, tags in zip(torch.softmax(scores, 0).tolist(), every):
            for t, tag in enumerate(tags):
                marginals[b, t, tag] += probability
    gradients = torch.autograd.grad(loss, [emissions, transitions, start, end])
    names = ["emissions", "transitions", "start", "end"]
    values = [emissions, transitions, start, end]
    json.dump(
        {
            "torch": torch.__version__,
            "sizes": {"B": B, "T": T, "K": K},
            "lengths": LENGTHS,
            "gold": gold,
            **{name: value.tolist() for name, value in zip(names, values)},
            "loss": loss.item(),
            "gradients": {name: d.tolist() for name, d in zip(names, gradients)},
            "marginals": marginals.tolist(),
            "best": best,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
