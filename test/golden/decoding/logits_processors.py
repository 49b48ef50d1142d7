"""Writes logits_processors.json beside it: what Hugging Face transformers' processors do to logits, in float64.

    pip install torch==2.13.0 transformers==5.24.0 && python logits_processors.py

An order of its own is that of the list; without one it is that of `generate`. −Infinity is written as null.
"""

import json
import math
from pathlib import Path

import torch
import transformers
from transformers.generation import logits_process as hf

torch.manual_seed(5)
V = 40


def rounded(x):
    return [round(value, 6) for value in x.tolist()]


def chain(options, prompt):
    """The processors of one case, in the order of the dictionary."""
    for name, value in options.items():
        if name == "logitBias":
            yield hf.SequenceBiasLogitsProcessor([[[int(token)], bias] for token, bias in value])
        elif name == "repetitionPenalty":
            skipped = None if options.get("penalizePrompt", True) else len(prompt)
            yield hf.RepetitionPenaltyLogitsProcessor(float(value), prompt_ignore_length=skipped)
        elif name == "noRepeatNgram":
            yield hf.NoRepeatNGramLogitsProcessor(value)
        elif name == "temperature":
            yield hf.TemperatureLogitsWarper(float(value))
        elif name == "topK":
            yield hf.TopKLogitsWarper(value)
        elif name == "topP":
            yield hf.TopPLogitsWarper(value)
        elif name == "minP":
            yield hf.MinPLogitsWarper(value)
        elif name == "typical":
            yield hf.TypicalLogitsWarper(value)


def case(options, logits, prompt, tokens, order=None):
    window = options.get("repetitionWindow")
    scores = torch.tensor([logits], dtype=torch.float64)
    before = prompt + tokens
    names = order or list(options)
    for processor in chain({name: options[name] for name in names} | options, prompt):
        ids = before
        if window and isinstance(processor, hf.RepetitionPenaltyLogitsProcessor):
            ids = before[-window:]  # transformers has no window: it is given the last tokens only
        scores = processor(torch.tensor([ids]), scores)
    return {
        "options": options | ({"order": order} if order else {}),
        "logits": logits,
        "prompt": prompt,
        "tokens": tokens,
        "scores": [None if value == -math.inf else value for value in scores[0].tolist()],
    }


ALL = {
    "logitBias": [[3, 1.5], [7, -2.0]],
    "repetitionPenalty": 1.2,
    "noRepeatNgram": 3,
    "temperature": 0.8,
    "topK": 20,
    "topP": 0.95,
    "minP": 0.02,
    "typical": 0.9,
}
SINGLE = [
    {"logitBias": [[0, 2.0], [5, -7.5], [39, 0.25]]},
    {"repetitionPenalty": 1.3},
    {"repetitionPenalty": 0.7},
    {"repetitionPenalty": 1.3, "penalizePrompt": False},
    {"repetitionPenalty": 1.3, "repetitionWindow": 3},
    {"repetitionPenalty": 1.3, "repetitionWindow": 11},
    {"noRepeatNgram": 1},
    {"noRepeatNgram": 2},
    {"noRepeatNgram": 3},
    {"temperature": 0.3},
    {"temperature": 2.5},
    {"topK": 1},
    {"topK": 7},
    {"topK": 400},
    {"topP": 0.1},
    {"topP": 0.6},
    {"topP": 0.97},
    {"minP": 0.05},
    {"minP": 0.5},
    {"typical": 0.2},
    {"typical": 0.6},
    {"typical": 0.95},
]
TOGETHER = [
    ALL,
    {"temperature": 1.7, "topK": 12, "topP": 0.7},
    {"temperature": 0.6, "minP": 0.1, "typical": 0.5},
    {"repetitionPenalty": 1.5, "noRepeatNgram": 2, "temperature": 0.5, "topP": 0.8},
]
ORDERS = [
    (ALL, list(reversed(ALL))),
    (TOGETHER[1], ["topP", "topK", "temperature"]),
    (TOGETHER[2], ["typical", "minP", "temperature"]),
]


def draw(spread):
    logits = rounded(torch.randn(V, dtype=torch.float64) * spread)
    prompt = torch.randint(6, (8,)).tolist()
    tokens = torch.randint(6, (9,)).tolist()
    return logits, prompt, tokens


cases = [case(options, *draw(spread)) for options in SINGLE + TOGETHER for spread in (0.5, 4.0)]
cases += [case(options, *draw(2.0), order) for options, order in ORDERS]
ties = rounded(torch.randint(4, (V,)).double())
cases += [case({"topK": 5}, ties, [1], [2])]
golden = {"source": f"transformers {transformers.__version__}, torch {torch.__version__}", "cases": cases}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
