"""The model of countless tutorials, recurrent layers → last step → linear, in PyTorch and float64.

    python test/golden/pytorch_classifier.py > test/golden/pytorch_classifier.json        (written with torch 2.13.0)
    python test/golden/pytorch_classifier.py --load < case.json        logits of the state dict and x in case.json

Loss: cross-entropy, mean over the batch.
"""

import json
import random
import sys

import torch

B, T, I, H, K = 3, 5, 4, 2, 3
CASES = [("lstm", 2, False), ("gru", 1, True), ("rnn", 2, False)]
MODULES = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}


class Classifier(torch.nn.Module):
    def __init__(self, kind, layers, bidirectional):
        super().__init__()
        self.rnn = MODULES[kind](
            I, H, num_layers=layers, bidirectional=bidirectional, batch_first=True, dtype=torch.float64
        )
        self.fc = torch.nn.Linear(H * (2 if bidirectional else 1), K, dtype=torch.float64)
        self.bidirectional = bidirectional

    def forward(self, x):
        out, last = self.rnn(x)
        h = last[0] if isinstance(last, tuple) else last  # [layers · directions,B,H]
        return self.fc(torch.cat([h[-2], h[-1]], dim=1) if self.bidirectional else out[:, -1])


def lists(tensors):
    return {name: value.tolist() for name, value in tensors.items()}


def run(kind, layers, bidirectional):
    generator = random.Random(f"{kind} {layers} {bidirectional}")

    def draw(*shape):
        return [draw(*shape[1:]) for _ in range(shape[0])] if shape else generator.gauss(0, 0.7)

    model = Classifier(kind, layers, bidirectional)
    for parameter in model.parameters():
        parameter.data = torch.tensor(draw(*parameter.shape), dtype=torch.float64)
    x = torch.tensor(draw(B, T, I), dtype=torch.float64)
    labels = [generator.randrange(K) for _ in range(B)]
    logits = model(x)
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor(labels))
    loss.backward()
    return {
        "kind": kind,
        "layers": layers,
        "bidirectional": bidirectional,
        "stateDict": lists(model.state_dict()),
        "x": x.tolist(),
        "labels": labels,
        "probabilities": logits.softmax(dim=1).tolist(),
        "loss": loss.item(),
        "dStateDict": lists({name: parameter.grad for name, parameter in model.named_parameters()}),
    }


def load(case):
    model = Classifier(case["kind"], case["layers"], case["bidirectional"])
    model.load_state_dict({k: torch.tensor(v, dtype=torch.float64) for k, v in case["stateDict"].items()})
    return model(torch.tensor(case["x"], dtype=torch.float64)).softmax(dim=1).tolist()


if __name__ == "__main__":
    result = load(json.load(sys.stdin)) if "--load" in sys.argv else {
        "torch": torch.__version__,
        "cases": [run(*case) for case in CASES],
    }
    json.dump(result, sys.stdout)
