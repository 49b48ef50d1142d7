"""Writes error_rates.json beside it: character and word error rates of jiwer on made and damaged texts.

    pip install jiwer==4.0.0 && python error_rates.py
"""

import json
import random
from importlib.metadata import version
from pathlib import Path

import jiwer

random.seed(3)
base = [
    "the quick brown fox jumps over the lazy dog",
    "one",
    "zero one two three four five six seven eight nine",
    "über 50 gäste kamen, aber niemand blieb",
    "你好 世界",
    "to be or not to be that is the question",
    "👍🏽 and 𝒳 stand here",
    "a a a b b a a b",
]


def damaged(text, strength):
    out = []
    for character in text:
        draw = random.random()
        if draw < strength / 3:
            continue
        out.append(random.choice("abc 你") if draw < 2 * strength / 3 else character)
        if draw > 1 - strength / 3:
            out.append(random.choice("xyz é"))
    return "".join(out)


def counts(output):
    names = ["hits", "substitutions", "insertions", "deletions"]
    return {name: getattr(output, name) for name in names}


cases = []
for strength in (0.0, 0.05, 0.2, 0.6, 0.95):
    references = list(base)
    hypotheses = [" ".join(damaged(text, strength).split()) for text in references]
    words, characters = jiwer.process_words(references, hypotheses), jiwer.process_characters(references, hypotheses)
    cases.append(
        {
            "references": references,
            "hypotheses": hypotheses,
            "words": {"rate": words.wer, "errors": words.substitutions + words.insertions + words.deletions},
            "characters": {
                "rate": characters.cer,
                "errors": characters.substitutions + characters.insertions + characters.deletions,
            },
            "sentences": [
                {
                    "wer": jiwer.wer(r, h),
                    "cer": jiwer.cer(r, h),
                    "counts": counts(jiwer.process_characters(r, h)),
                }
                for r, h in zip(references, hypotheses)
            ],
        }
    )

target = Path(__file__).with_suffix(".json")
target.write_text(json.dumps({"jiwer": version("jiwer"), "cases": cases}, ensure_ascii=False, indent=1) + "\n")
