"""Writes bleu.json beside it: BLEU and chrF of sacreBLEU on made and damaged sentences.

    pip install sacrebleu==2.6.0 && python bleu.py
"""

import json
import random
from pathlib import Path

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF

random.seed(7)
base = [
    "Two dogs run across the wide, wet field.",
    'He said: "It costs 1,299.50 dollars!" -- and left...',
    "The 3-year-old child (in a red-and-white T-shirt) can't sleep.",
    "R&D &amp; sales &quot;grew&quot; by 12% &lt;in 2019&gt; &amp;lt;",
    "A man is standing in front of a building on the corner of the street.",
    "Über 50 Gäste kamen, aber niemand blieb; schön & gut?",
    "你好,世界。 Привет, мир! 1.5 км",
    "no",
    "An e-mail to a.b@c.org; see http://x.y/z?q=1#top [link] {x|y} ~5 $3.00",
    "<skipped> end-\nof line\nhere ",
    "Emoji 👍🏽. and 𝒳,𝒴 stand.here,3.4.5-6,7-a",
    "A  girl\u00a0in\u2003a blue\u3000dress \u001cis \u0085 \ufeffriding her bike .",
]


def damaged(sentence, strength):
    words = sentence.split(" ")
    result = []
    for word in words:
        chance = random.random()
        if chance < strength / 3:
            continue
        if chance < 2 * strength / 3:
            word = random.choice(words)
        elif chance < strength:
            word = word.upper()
        result.append(word)
    return " ".join(result)


def variants(strength, count=1):
    return [[damaged(s, strength) for s in base] for _ in range(count)]


bleu_options = [
    {},
    {"lowercase": True},
    {"tokenize": "none"},
    {"smooth_method": "floor"},
    {"smooth_method": "floor", "smooth_value": 0.01},
    {"smooth_method": "add-k"},
    {"smooth_method": "add-k", "smooth_value": 0.5},
    {"smooth_method": "none"},
    {"effective_order": True},
    {"effective_order": True, "smooth_method": "none"},
    {"effective_order": True, "smooth_method": "add-k", "tokenize": "none", "lowercase": True},
]
chrf_options = [{}, {"word_order": 2}, {"lowercase": True}, {"word_order": 2, "lowercase": True}, {"word_order": 1}]


def case(name, hypotheses, references):
    """references: a list for each sentence"""
    depth = max(map(len, references))
    streams = [[own[i] if i < len(own) else None for own in references] for i in range(depth)]
    bleu = []
    for options in bleu_options:
        metric = BLEU(force=True, **options)
        score = metric.corpus_score(hypotheses, streams)
        bleu.append(
            {
                "options": options,
                "score": score.score,
                "precisions": score.precisions,
                "brevityPenalty": score.bp,
                "hypothesisLength": score.sys_len,
                "referenceLength": score.ref_len,
                "signature": str(metric.get_signature()),
            }
        )
    chrf = []
    for options in chrf_options:
        metric = CHRF(**options)
        score = metric.corpus_score(hypotheses, streams).score
        chrf.append({"options": options, "score": score, "signature": str(metric.get_signature())})
    return {"name": name, "hypotheses": hypotheses, "references": references, "bleu": bleu, "chrf": chrf}


corpus = variants(0.3)[0]
several = [list(own) for own in zip(base, *variants(0.4, 2))]
cases = [
    case("one reference", corpus, [[s] for s in base]),
    case("three references", corpus, several),
    case("one to three references", corpus, [own[: 1 + i % 3] for i, own in enumerate(several)]),
    case("the same texts", base, [[s] for s in base]),
    case("short texts", ["the cat", "a", "no dog"], [["the cat sat"], ["b"], ["no dog here at all"]]),
    case("nothing in common", ["a b c d e"], [["v w x y z"]]),
    case("an empty hypothesis", ["", "two words here now"], [["one"], ["two words are here now"]]),
    case("only empty hypotheses", ["", ""], [["one"], ["two"]]),
    case("an empty reference", ["one two", "a b c d"], [[""], ["a b c e"]]),
    case("longer than the reference", ["the the the the the the the"], [["the cat is on the mat", "a cat"]]),
    *[case(f"sentence {i}", [h], [[r]]) for i, (h, r) in enumerate(zip(corpus, base))],
]
tokens = [{"text": s, "tokens": BLEU().tokenizer(s.rstrip()).split()} for s in base]
golden = {"source": f"sacreBLEU {sacrebleu.__version__}", "cases": cases, "tokens": tokens}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")
