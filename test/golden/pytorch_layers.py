"""Golden values of PyTorch's recurrent layers: outputs, last states and every gradient, in float64.

    python test/golden/pytorch_layers.py > test/golden/pytorch_layers.json        (written with torch 2.13.0)

Loss: sum(output * dOutput) + sum(h_n * dH) [+ sum(c_n * dC)], all coefficients random. Padded outputs count as zero.
Random numbers come from Python's own generator, so that they do not depend on the version of torch.
"""

import json
import random
import sys

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

B, T, I, H = 3, 5, 4, 2
RAGGED = [5, 2, 4]

CASES = [
    (name, kind, layers, bidirectional, lengths)
    for name, kind in [("rnn-tanh", "tanh"), ("rnn-relu", "relu"), ("lstm", "lstm"), ("gru", "gru")]
    for layers, bidirectional, lengths in [(1, False, None), (1, True, RAGGED), (2, True, RAGGED)]
]


def module_of(kind, layers, bidirectional):
    options = dict(num_layers=layers, bidirectional=bidirectional, batch_first=True, dtype=torch.float64)
    if kind == "lstm":
        return torch.nn.LSTM(I, H, **options)
    if kind == "gru":
        return torch.nn.GRU(I, H, **options)
    return torch.nn.RNN(I, H, nonlinearity=kind, **options)


def run(name, kind, layers, bidirectional, lengths):
    generator = random.Random(f"{name} {layers} {bidirectional}")

    def draw(*shape):
        if not shape:
            return generator.gauss(0, 0.7)
        return [draw(*shape[1:]) for _ in range(shape[0])]

    def tensor(*shape):
        return torch.tensor(draw(*shape), dtype=torch.float64, requires_grad=True)

    module = module_of(kind, layers, bidirectional)
    for parameter in module.parameters():
        parameter.data = torch.tensor(draw(*parameter.shape), dtype=torch.float64)
    directions = 2 if bidirectional else 1
    x = tensor(B, T, I)
    states = [tensor(layers * directions, B, H) for _ in range(2 if kind == "lstm" else 1)]
    given = tuple(states) if kind == "lstm" else states[0]

    if lengths:
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        output, last = module(packed, given)
        output, _ = pad_packed_sequence(output, batch_first=True, total_length=T)
    else:
        output, last = module(x, given)
    last = list(last) if kind == "lstm" else [last]

    d_output = tensor(*output.shape)
    d_last = [tensor(*state.shape) for state in last]
    loss = (output * d_output).sum() + sum((a * b).sum() for a, b in zip(last, d_last))
    loss.backward()
    parameters = dict(module.named_parameters())
    return {
        "name": f"{name}, {layers} layers, {'both directions' if bidirectional else 'one direction'}",
        "kind": kind,
        "layers": layers,
        "bidirectional": bidirectional,
        "lengths": lengths,
        "sizes": {"B": B, "T": T, "I": I, "H": H},
        "stateDict": {key: value.tolist() for key, value in parameters.items()},
        "x": x.tolist(),
        "initialStates": [state.tolist() for state in states],
        "dOutput": d_output.tolist(),
        "dLastStates": [state.tolist() for state in d_last],
        "output": output.tolist(),
        "lastStates": [state.tolist() for state in last],
        "dx": x.grad.tolist(),
        "dInitialStates": [state.grad.tolist() for state in states],
        "dStateDict": {key: value.grad.tolist() for key, value in parameters.items()},
    }


if __name__ == "__main__":
    json.dump({"torch": torch.__version__, "cases": [run(*case) for case in CASES]}, sys.stdout)
