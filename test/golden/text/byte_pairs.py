"""Golden values of byte-pair encoding: merges and tokens of Hugging Face's tokenizers (byte level, as GPT-2's).

    pip install tokenizers
    python test/golden/text/byte_pairs.py > test/golden/text/byte_pairs.json        (written with tokenizers 0.23.3)

The corpus is made from a seed by Python's own generator. Text gets a blank in front, as in src/text/byte-pairs/tokenizer.ts.
"""

import json
import random
import sys

import tokenizers
from tokenizers import Regex, Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel, Sequence, Split
from tokenizers.trainers import BpeTrainer

PIECE = r" ?[\p{L}\p{M}]{1,64}| ?\p{N}{1,64}| ?[^\s\p{L}\p{M}\p{N}]{1,64}|\s{1,64}(?!\S)|\s{1,64}"
MERGES = 300

WORDS = {
    "en": "the a man dog boat plays running bananas mississippi is on under with don't walks walking walked lower lowest newer".split(),
    "de": "der die das Mann Männer Straße läuft grüne Häuser überquert Fußgänger mit auf schläft Größe größer".split(),
    "fr": "l'été où être déjà garçon la mer les chats s'élève aujourd'hui français française".split(),
    "other": ["東京", "タワー", "привет", "мир", "👍🏽", "10", "1984", "3.14", "...", "!!", "(x)", "%", "naïve", "aaaa", "aaaaaa"],
}


def corpus():
    numbers = random.Random(1)
    for _ in range(160):
        words = WORDS[numbers.choice(["en", "en", "de", "de", "fr", "other"])]
        sentence = " ".join(numbers.choice(words) for _ in range(numbers.randint(1, 9)))
        yield sentence + numbers.choice([".", "!", " ?", "", ",  and\n\tthen"])


EXTRA = [
    "unseen wörds: Übermut, bananaman; aaaaaaa",
    "<s> </s> <begin> [PAD]",
    " leading and trailing ",
    "a\u00a0b  c\n\nd\t e\r\n",
    "🇻🇳👨‍👩‍👧 ❤️ e\u0301",
    "\u0000\u0001\u007f\u0085x",
    "x" * 150,
    "12345678901234567890 ½ Ⅷ",
]


def main():
    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = Sequence(
        [Split(Regex(PIECE), behavior="isolated"), ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    texts = list(corpus())
    trainer = BpeTrainer(
        vocab_size=256 + 10 * MERGES,  # more than the corpus has: the pairs that occur twice run out
        min_frequency=2,
        initial_alphabet=ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([" " + text for text in texts], trainer)
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    encode = lambda text: tokenizer.encode(" " + text).tokens
    samples = [*texts[:40], *EXTRA]
    json.dump(
        {
            "versions": {"tokenizers": tokenizers.__version__},
            "corpus": texts,
            "merges": [" ".join(merge) for merge in merges],
            "encoded": [{"text": text, "tokens": encode(text)} for text in samples],
        },
        sys.stdout,
        ensure_ascii=True,
        indent=0,
    )
    print()


main()
