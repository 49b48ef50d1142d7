"""Child process: PyTorch's recurrent layers under the same head, loss and optimizer, as protocol.ts says."""
import json
import sys
import time


def prepare(torch, work):
    torch.manual_seed(1)
    kinds = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "simple-rnn": torch.nn.RNN}
    batch, steps, inputs, hidden = (work[k] for k in ("batchSize", "steps", "inputSize", "hiddenSize"))
    layer = kinds[work["cell"]](inputs, hidden, batch_first=True)
    head = torch.nn.Linear(hidden, 1)
    optimizer = torch.optim.Adam([*layer.parameters(), *head.parameters()], 0.001)
    xs, targets = torch.randn(batch, steps, inputs), torch.randn(batch, 1)

    def step():
        loss = torch.nn.functional.mse_loss(head(layer(xs)[0][:, -1]), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss.item()

    return step


def main():
    try:
        import torch
    except ImportError:
        torch = None
    step = None
    for line in sys.stdin:
        request = json.loads(line)
        if torch is None:
            answer = {"skip": "torch is not installed here; TFSEQ_PYTHON can name a Python that has it"}
        elif "prepare" in request:
            step = prepare(torch, request["prepare"])
            answer = {"note": f"torch {torch.__version__}, {torch.get_num_threads()} threads"}
        else:
            start = time.perf_counter()
            step()
            answer = {"ms": 1000 * (time.perf_counter() - start)}
        print(json.dumps(answer), flush=True)


main()
