"""Writes linear-frames.json beside it: scikit-learn's logistic regression on made frames and on windows of them.

    pip install scikit-learn==1.9.1 && python linear-frames.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

random = np.random.default_rng(7)


def recording(steps, classes, size):
    labels = np.repeat(random.integers(0, classes, steps // 4 + 1), 4)[:steps]
    frames = random.normal(size=(steps, size)) * np.arange(1, size + 1) + np.arange(size)
    frames[:, 0] += labels * 1.5
    frames[:, -1] = 3  # constant
    return frames.astype(np.float32), labels


def windows(x, radius):
    padded = np.vstack([np.repeat(x[:1], radius, 0), x, np.repeat(x[-1:], radius, 0)])
    return np.hstack([padded[j : j + len(x)] for j in range(2 * radius + 1)])


def case(radius, freedom, classes, size):
    train = [recording(steps, classes, size) for steps in (30, 21, 5)]
    asked, _ = recording(8, classes, size)
    scaler = StandardScaler().fit(np.vstack([frames for frames, _ in train]).astype(np.float64))
    inputs = lambda frames: windows(scaler.transform(frames.astype(np.float64)), radius)
    model = LogisticRegression(C=freedom, tol=1e-8, max_iter=10000)
    model.fit(np.vstack([inputs(frames) for frames, _ in train]), np.concatenate([labels for _, labels in train]))
    return {
        "radius": radius,
        "freedom": freedom,
        "classes": classes,
        "frameSize": size,
        "train": [{"frames": frames.ravel().tolist(), "labels": labels.tolist()} for frames, labels in train],
        "asked": asked.ravel().tolist(),
        "probabilities": model.predict_proba(inputs(asked)).ravel().tolist(),
    }


cases = [case(0, 1.0, 3, 4), case(2, 0.1, 4, 3)]
golden = {"source": f"scikit-learn {sklearn.__version__}", "cases": cases}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
