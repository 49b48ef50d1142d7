/** `Intl.Segmenter` (Unicode Standard Annex 29 with dictionaries): where words and characters end in any script. */
import { ConfigError } from '../../errors';

type Granularity = 'word' | 'grapheme';

const segmenters = new Map<Granularity, Intl.Segmenter>();
const windowLength = 1024;

/**
 * The pieces of a text, without a gap. One fixed locale, so that a machine's own changes nothing; the dictionaries go
 * by script. The text is read through a window, because V8 needs quadratic time for a long one (30 s for 100,000
 * emoji); the last piece of a window may go on behind it and opens the next window.
 * @throws ConfigError where the engine has no segmenter.
 */
export function segments(text: string, granularity: Granularity): string[] {
  const segmenter = segmenters.get(granularity) ?? createSegmenter(granularity);
  const pieces: string[] = [];
  let length = windowLength;
  for (let start = 0; start < text.length;) {
    const end = endOfCodePoint(text, start + length);
    const found = Array.from(segmenter.segment(text.slice(start, end)), ({ segment }) => segment);
    if (end < text.length && found.length === 1) {
      length *= 2; // one piece longer than the window
      continue;
    }
    if (end < text.length) found.pop();
    for (const piece of found) {
      pieces.push(piece);
      start += piece.length;
    }
    length = windowLength;
  }
  return pieces;
}

/** `end`, or one more where it would cut a surrogate pair. */
function endOfCodePoint(text: string, end: number): number {
  const insidePair = end < text.length && text.codePointAt(end - 1)! > 0xffff;
  return insidePair ? end + 1 : end;
}

function createSegmenter(granularity: Granularity): Intl.Segmenter {
  if (!('Segmenter' in Intl)) {
    throw new ConfigError({
      where: `tokenizer (${granularity})`,
      problem: 'this JavaScript engine has no Intl.Segmenter, which the script of this text needs',
      expected: 'Node 20, or a browser of 2024 or later',
      fix: 'Choose the character tokenizer with unit "code-point", or tokenise beforehand and choose mode "whitespace"',
    });
  }
  const segmenter = new Intl.Segmenter('en', { granularity });
  segmenters.set(granularity, segmenter);
  return segmenter;
}
