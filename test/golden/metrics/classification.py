"""Writes classification.json beside it: figures of scikit-learn on small random classifiers, some classes missing.

    pip install scikit-learn==1.9.1 && python classification.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn import metrics


def case(name, truth, probabilities):
    classes = probabilities.shape[1]
    predicted = probabilities.argmax(axis=1)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truth, predicted, labels=range(classes), zero_division=0
    )
    return {
        "name": name,
        "classes": classes,
        "truth": truth.tolist(),
        "probabilities": probabilities.ravel().tolist(),
        "accuracy": metrics.accuracy_score(truth, predicted),
        "loss": metrics.log_loss(truth, probabilities, labels=range(classes)),
        "macroF1": metrics.f1_score(truth, predicted, average="macro", zero_division=0),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
        "confusion": metrics.confusion_matrix(truth, predicted, labels=range(classes)).tolist(),
    }


def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True)).astype(np.float32)


random = np.random.default_rng(7)


def drawn(name, size, classes, present, favoured=None):
    truth = random.choice(present, size)
    scores = random.normal(size=(size, classes))
    scores[np.arange(size), truth] += 1
    if favoured is not None:
        scores[:, favoured] += 9
    return case(name, truth, softmax(scores))


certain = np.eye(3, dtype=np.float32)[[0, 1, 2, 1]]
cases = [
    drawn("two classes", 40, 2, [0, 1]),
    drawn("five classes", 60, 5, range(5)),
    drawn("a class that is only predicted", 30, 4, [0, 1, 2]),
    drawn("a class that never occurs", 6, 8, [0, 1]),
    drawn("always the same prediction", 20, 3, range(3), favoured=1),
    case("certain, and once wrong", np.array([0, 1, 2, 2]), certain),
]
golden = {"source": f"scikit-learn {sklearn.__version__}", "cases": cases}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")
