"""Child process: PyTorch's layers on the same works, under the same heads, losses and optimizers, as protocol.ts says."""
import json

from child_loop import serve


def recurrent(torch, work):
    kinds = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "simple-rnn": torch.nn.RNN}
    return kinds[work["cell"]](work["inputSize"], work["hiddenSize"], batch_first=True)


def train(torch, work):
    layer = recurrent(torch, work)
    head = torch.nn.Linear(work["hiddenSize"], 1)
    optimizer = torch.optim.Adam([*layer.parameters(), *head.parameters()], 0.001)
    xs = torch.randn(work["batchSize"], work["steps"], work["inputSize"])
    targets = torch.randn(work["batchSize"], 1)

    def step():
        loss = torch.nn.functional.mse_loss(head(layer(xs)[0][:, -1]), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss.item()

    return step, 1


def forward(torch, work):
    layer = recurrent(torch, work)
    xs = torch.randn(work["batchSize"], work["steps"], work["inputSize"])

    def step():
        with torch.no_grad():
            layer(xs)

    return step, 1


def gradient(torch, work):
    layer = recurrent(torch, work)
    xs = torch.randn(work["batchSize"], work["steps"], work["inputSize"], requires_grad=True)
    dy = torch.randn(work["batchSize"], work["steps"], work["hiddenSize"])

    def step():
        layer.zero_grad()
        xs.grad = None
        layer(xs)[0].backward(dy)

    return step, 1


def single_step(torch, work):
    layer = recurrent(torch, work)
    xs = torch.randn(work["batchSize"], 1, work["inputSize"])
    state = [None]

    def step():
        with torch.no_grad():
            state[0] = layer(xs, state[0])[1]

    return step, 200


def characters(torch, work):
    vocabulary, hidden = work["vocabularySize"], work["hiddenSize"]
    table = torch.nn.Embedding(vocabulary, hidden)
    layer = torch.nn.LSTM(hidden, hidden, work["layers"], batch_first=True)
    head = torch.nn.Linear(hidden, vocabulary)
    parameters = [*table.parameters(), *layer.parameters(), *head.parameters()]
    optimizer = torch.optim.Adam(parameters, 0.001)
    shape = (work["batchSize"], work["steps"])
    ids, targets = torch.randint(vocabulary, shape), torch.randint(vocabulary, shape)

    def step():
        logits = head(layer(table(ids))[0])
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 5)
        optimizer.step()
        loss.item()

    return step, 1


def generation(torch, work):
    vocabulary, hidden = work["vocabularySize"], work["hiddenSize"]
    table = torch.nn.Embedding(vocabulary, hidden)
    layer = torch.nn.LSTM(hidden, hidden, work["layers"], batch_first=True)
    head = torch.nn.Linear(hidden, vocabulary)
    state, token = [None], [torch.zeros(1, 1, dtype=torch.long)]

    def step():
        with torch.inference_mode():
            h, state[0] = layer(table(token[0]), state[0])
            token[0] = torch.multinomial(torch.softmax(head(h[:, -1]), -1), 1)
            token[0].item()

    return step, 200


def embedding(torch, work):
    table = torch.randn(work["vocabularySize"], work["size"], requires_grad=True)
    ids = torch.randint(work["vocabularySize"], (work["ids"],))

    def step():
        table.grad = None
        torch.nn.functional.embedding(ids, table).sum().backward()

    return step, 1


def ctc(torch, work):
    B, T, K, L = work["batchSize"], work["steps"], work["outputs"], work["labels"]
    logits = torch.randn(B, T, K, requires_grad=True)
    targets = torch.randint(1, K, (B, L))
    lengths, sizes = torch.full((B,), T), torch.full((B,), L)

    def step():
        logits.grad = None
        logp = logits.log_softmax(2).transpose(0, 1)
        torch.nn.functional.ctc_loss(logp, targets, lengths, sizes, reduction="sum").backward()

    return step, 1


def sentiment(torch, work):
    """The default network of the task on packed sequences: spatial dropout, BiLSTM, mean and max pooling."""
    with open(work["file"]) as file:
        data = json.load(file)
    nn, rnn = torch.nn, torch.nn.utils.rnn
    config, batches = data["config"], data["batches"]
    table = nn.Embedding(data["vocabularySize"], config["embeddingSize"], padding_idx=0)
    layer = nn.LSTM(config["embeddingSize"], config["hiddenSize"], batch_first=True, bidirectional=True)
    head = nn.Linear(4 * config["hiddenSize"], data["classes"])
    drop = nn.Dropout(config["dropout"])
    parameters = [*table.parameters(), *layer.parameters(), *head.parameters()]
    optimizer = torch.optim.Adam(parameters, config["learningRate"])
    average = [p.detach().clone() for p in parameters]

    def batch_step(batch):
        ids = rnn.pad_sequence([torch.tensor(data["ids"][i]) for i in batch], batch_first=True)
        labels = torch.tensor([data["labels"][i] for i in batch])
        lengths = (ids != 0).sum(1)
        mask = (ids != 0).unsqueeze(2)
        read = torch.where((torch.rand(ids.shape) < config["wordDropout"]) & (ids != 0), 1, ids)
        x = nn.functional.dropout1d(table(read).transpose(1, 2), config["embeddingDropout"]).transpose(1, 2)
        packed = rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        states = rnn.pad_packed_sequence(layer(packed)[0], batch_first=True)[0]
        mean = (states * mask).sum(1) / lengths.unsqueeze(1)
        largest = states.masked_fill(~mask, -1e9).max(1)[0]
        logits = head(drop(torch.cat([mean, largest], 1)))
        loss = nn.functional.cross_entropy(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, config["clipNorm"])
        optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(average, [p.detach() for p in parameters], 1 - config["averaging"])
        loss.item()

    def step():
        for batch in batches:
            batch_step(batch)

    return step, 1


WORKS = {
    "train": train,
    "forward": forward,
    "gradient": gradient,
    "step": single_step,
    "characters": characters,
    "generation": generation,
    "embedding": embedding,
    "ctc": ctc,
    "sentiment": sentiment,
}


def prepare(work):
    try:
        import torch
    except ImportError:
        return "torch is not installed here; TFSEQ_PYTHON can name a Python that has it"
    if work["kind"] not in WORKS or (work["kind"] == "sentiment" and "file" not in work):
        return "not written for PyTorch here"
    torch.manual_seed(1)
    return *WORKS[work["kind"]](torch, work), f"torch {torch.__version__}, {torch.get_num_threads()} threads"


serve(prepare)
