"""Golden values of the CTC loss: PyTorch's losses and gradients with respect to logits, in float64.

    python test/golden/pytorch_ctc.py > test/golden/pytorch_ctc.json        (written with torch 2.13.0)

Each case is a padded batch. Frames beyond a length are large numbers, so that whoever reads them is seen.
"""

import json
import random
import sys

import torch

# name, frames of each sequence, outputs, labels of each sequence, blank, deviation of the logits
CASES = [
    ("words", [12, 9, 5], 6, [[1, 2, 3], [4, 4, 5, 1], []], 0, 1.0),
    ("repeats with as many frames as they need", [5, 3], 4, [[2, 2, 2], [1, 2, 1]], 0, 2.0),
    ("blank at the end", [7, 8], 5, [[0, 1, 1, 3], [3, 2]], 4, 1.5),
    ("sure of something else", [30, 20], 8, [[1, 2, 3, 4, 5, 6, 7], [7, 7, 7]], 0, 20.0),
    ("long", [200, 150], 11, [[1, 2, 3, 4, 5, 6], [9, 9, 10, 10, 1]], 0, 3.0),
]


def main():
    generator = random.Random("ctc")
    cases = []
    for name, lengths, K, labels, blank, deviation in CASES:
        B, T = len(lengths), max(lengths)
        values = [round(generator.gauss(0, deviation), 3) for _ in range(B * T * K)]
        logits = torch.tensor(values, dtype=torch.float64).reshape(B, T, K)
        for b, length in enumerate(lengths):
            logits[b, length:] = 1000.0
        logits.requires_grad_()
        losses = torch.nn.functional.ctc_loss(
            logits.log_softmax(2).transpose(0, 1),
            torch.tensor([label for one in labels for label in one]),
            torch.tensor(lengths),
            torch.tensor([len(one) for one in labels]),
            blank=blank,
            reduction="none",
        )
        (gradient,) = torch.autograd.grad(losses.sum(), logits)
        cases.append(
            {
                "name": name,
                "shape": [B, T, K],
                "lengths": lengths,
                "labels": labels,
                "blank": blank,
                "logits": logits.detach().flatten().tolist(),
                "losses": losses.tolist(),
                "gradient": [float(f"{x:.9e}") for x in gradient.flatten().tolist()],
            }
        )
    json.dump({"torch": torch.__version__, "cases": cases}, sys.stdout)


main()
