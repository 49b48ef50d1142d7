"""Writes spans.json beside it: span scores of seqeval (as conlleval) on random tags, legal and malformed.

    pip install seqeval==1.2.2 && python spans.py
"""

import json
import random
import warnings
from importlib.metadata import version
from pathlib import Path

from seqeval.metrics import accuracy_score
from seqeval.metrics.sequence_labeling import get_entities, precision_recall_fscore_support

warnings.simplefilter("ignore")
random.seed(7)


def scores(truth, predicted):
    types = sorted({kind for tags in truth + predicted for kind, *_ in get_entities(tags)})
    columns = precision_recall_fscore_support(truth, predicted, average=None)
    per_type = {kind: values(*row) for kind, row in zip(types, zip(*columns))}
    return {**values(*precision_recall_fscore_support(truth, predicted, average="micro")), "perType": per_type}


def values(precision, recall, f1, support):
    return {"precision": float(precision), "recall": float(recall), "f1": float(f1), "support": int(support)}


def drawn(places, types, sentences, agreement):
    labels = ["O"] + [f"{place}-{kind}" if kind else place for place in places for kind in types]
    truth = [[random.choice(labels) for _ in range(random.randint(1, 12))] for _ in range(sentences)]
    predicted = [[tag if random.random() < agreement else random.choice(labels) for tag in tags] for tags in truth]
    return truth, predicted


def case(name, truth, predicted):
    spans = [[["" if kind == "_" else kind, start, end + 1] for kind, start, end in get_entities(tags)] for tags in truth]
    accuracy = accuracy_score(truth, predicted)
    return {"name": name, "truth": truth, "predicted": predicted, "spans": spans, "accuracy": accuracy, **scores(truth, predicted)}


cases = [
    case("IOB, any order", *drawn("BI", ["PER", "LOC"], 40, 0.8)),
    case("IOBES, any order", *drawn("BIES", ["PER", "LOC", "MISC-X"], 60, 0.85)),
    case("only I", *drawn("I", ["A", "B"], 20, 0.7)),
    case("nothing predicted", [["B-A", "I-A", "O"]], [["O", "O", "O"]]),
    case("a type that is only predicted", [["B-A", "I-A", "O"]], [["B-A", "I-A", "B-B"]]),
    case("spans side by side, sentence after sentence", [["I-A", "I-A"], ["I-A", "O"]], [["I-A", "B-A"], ["I-A", "O"]]),
    case("without a type", [["O", "O", "O", "B", "I", "I", "O"], ["B", "I", "O"]], [["O", "O", "B", "I", "I", "I", "O"], ["B", "I", "O"]]),
    case("without a type, any order", *drawn("BIES", [""], 40, 0.8)),
]
golden = {"source": f"seqeval {version('seqeval')}", "cases": cases}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
