"""Writes bag-of-words.json beside it: scikit-learn's linear models on a few made-up sentences.

    pip install scikit-learn==1.9.1 && python bag-of-words.py

BagOfWords keeps one weight a feature and class, for two classes too; scikit-learn keeps one a feature there, which is
the same model at twice the C.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB

random = np.random.default_rng(3)
words = np.array([f"w{i}" for i in range(30)])
FREEDOM = 0.5


def sentences(size, classes):
    labels = random.integers(classes, size=size)
    texts = []
    for label in labels:
        weight = np.exp(0.8 * np.cos(np.arange(30) + 2 * label))
        texts.append(" ".join(random.choice(words, random.integers(1, 9), p=weight / weight.sum())))
    return texts, labels


def case(classes, longest):
    train, labels = sentences(60, classes)
    asked = sentences(12, classes)[0] + ["", "unseen w1"]
    vectorizer = CountVectorizer(ngram_range=(1, longest), binary=True, token_pattern=r"\S+")
    bags, asked_bags = vectorizer.fit_transform(train), vectorizer.transform(asked)
    c = FREEDOM * (2 if classes == 2 else 1)
    logistic = LogisticRegression(C=c, tol=1e-10, max_iter=10_000).fit(bags, labels)
    bayes = MultinomialNB(alpha=1).fit(bags, labels)
    return {
        "classes": classes,
        "longest": longest,
        "freedom": FREEDOM,
        "train": train,
        "labels": labels.tolist(),
        "asked": asked,
        "bagOfWords": logistic.predict_proba(asked_bags).tolist(),
        "naiveBayes": bayes.predict_proba(asked_bags).tolist(),
    }


cases = [case(2, 1), case(2, 2), case(4, 2), case(3, 3)]
golden = {"source": f"scikit-learn {sklearn.__version__}", "cases": cases}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")
