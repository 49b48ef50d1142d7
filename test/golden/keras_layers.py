"""Golden values of Keras' recurrent layers: outputs, last states and every gradient, in float64.

    KERAS_BACKEND=torch python test/golden/keras_layers.py > test/golden/keras_layers.json        (written with keras 3.15, torch 2.13.0)

Loss: sum(output * dOutput) + sum(state * dState), all coefficients random. Random numbers come from Python's own
generator. Masked steps repeat the output before them; they count in the loss.
"""

import json
import os
import random
import sys

os.environ.setdefault("KERAS_BACKEND", "torch")
import keras  # noqa: E402
import torch  # noqa: E402

keras.config.set_floatx("float64")
keras.config.set_dtype_policy("float64")

B, T, I, H = 3, 5, 4, 2
RAGGED = [5, 2, 4]
LAYERS = {
    "simple-rnn": lambda: keras.layers.SimpleRNN(H, return_sequences=True, return_state=True),
    "simple-rnn-relu": lambda: keras.layers.SimpleRNN(H, activation="relu", return_sequences=True, return_state=True),
    "lstm": lambda: keras.layers.LSTM(H, return_sequences=True, return_state=True),
    "gru": lambda: keras.layers.GRU(H, reset_after=True, return_sequences=True, return_state=True),
    "gru-reset-before": lambda: keras.layers.GRU(H, reset_after=False, return_sequences=True, return_state=True),
}


def run(name, lengths):
    generator = random.Random(f"{name} {lengths}")

    def draw(*shape):
        if not shape:
            return generator.gauss(0, 0.7)
        return [draw(*shape[1:]) for _ in range(shape[0])]

    def tensor(*shape):
        return torch.tensor(draw(*shape), dtype=torch.float64, requires_grad=True)

    layer = LAYERS[name]()
    layer.build((B, T, I))
    weights = layer.trainable_variables
    layer.set_weights([torch.tensor(draw(*w.shape), dtype=torch.float64).numpy() for w in weights])
    x = tensor(B, T, I)
    states = [tensor(B, H) for _ in range(2 if name == "lstm" else 1)]
    mask = None if lengths is None else torch.arange(T)[None, :] < torch.tensor(lengths)[:, None]
    output, *last = layer(x, initial_state=states, mask=mask)

    d_output = tensor(*output.shape)
    d_last = [tensor(*state.shape) for state in last]
    loss = (output * d_output).sum() + sum((a * b).sum() for a, b in zip(last, d_last))
    gradients = torch.autograd.grad(loss, [x, *states, *[w.value for w in weights]])
    d_x, d_states, d_weights = gradients[0], gradients[1 : 1 + len(states)], gradients[1 + len(states) :]
    return {
        "name": f"{name}, {'ragged' if lengths else 'full'}",
        "cell": name,
        "lengths": lengths,
        "sizes": {"B": B, "T": T, "I": I, "H": H},
        "weights": [w.value.tolist() for w in weights],
        "x": x.tolist(),
        "initialState": [state.tolist() for state in states],
        "dOutput": d_output.tolist(),
        "dLastState": [state.tolist() for state in d_last],
        "output": output.tolist(),
        "lastState": [state.tolist() for state in last],
        "dx": d_x.tolist(),
        "dInitialState": [d.tolist() for d in d_states],
        "dWeights": [d.tolist() for d in d_weights],
    }


if __name__ == "__main__":
    cases = [run(name, lengths) for name in LAYERS for lengths in (None, RAGGED)]
    json.dump({"keras": keras.__version__, "torch": torch.__version__, "cases": cases}, sys.stdout)
