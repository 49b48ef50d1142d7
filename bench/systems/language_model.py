"""A character language model in PyTorch, as LanguageModel trains it: python language_model.py input.txt [epochs]"""

import json
import math
import sys
import time

import torch
from torch import nn

B, T, H, EPOCHS = 50, 50, 128, int(sys.argv[2]) if len(sys.argv) > 2 else 20
torch.manual_seed(1)
torch.set_num_threads(2)
text = open(sys.argv[1], encoding="utf-8").read()
symbols = {c: i for i, c in enumerate(sorted(set(text)))}
ids = torch.tensor([symbols[c] for c in text])
end = math.floor(0.9 * len(ids))
train, validation = ids[:end], ids[end:]


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(len(symbols), H)
        self.lstm = nn.LSTM(H, H, 2, batch_first=True, dropout=0.2)
        self.dropout = nn.Dropout(0.2)
        self.output = nn.Linear(H, len(symbols))

    def forward(self, x, state=None):
        h, state = self.lstm(self.embedding(x), state)
        return self.output(self.dropout(h)), state


model = Model()
length = (len(train) - 1) // B
inputs = train[: B * length].view(B, length)
targets = train[1 : B * length + 1].view(B, length)
steps = math.ceil(length / T) * EPOCHS
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
loss_of = nn.CrossEntropyLoss()


def measure():
    """Mean nats of the validation text, one stream from zero state."""
    model.eval()
    with torch.no_grad():
        total, state = 0.0, None
        for t in range(0, len(validation) - 1, 1024):
            x, y = validation[t : min(t + 1024, len(validation) - 1)], validation[t + 1 : t + 1025]
            logits, state = model(x[None], state)
            total += nn.functional.cross_entropy(logits[0], y, reduction="sum").item()
    model.train()
    return total / (len(validation) - 1)


start = time.time()
best = math.inf
for epoch in range(EPOCHS):
    state = None
    for t in range(0, length, T):
        logits, state = model(inputs[:, t : t + T], state)
        state = tuple(s.detach() for s in state)
        loss = loss_of(logits.flatten(0, 1), targets[:, t : t + T].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    best = min(best, measure())
    print(f"epoch {epoch + 1}: {best:.4f}, {time.time() - start:.0f} s", file=sys.stderr, flush=True)
print(json.dumps({"nats": best, "seconds": time.time() - start, "steps": steps}))
