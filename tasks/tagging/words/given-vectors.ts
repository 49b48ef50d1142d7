/** Given vectors for a tagger: those of training words, and of others, so that words unseen in training are known too. */
import type { ByteSource } from '../../../src/data/bytes/source';
import type { TaggedWords } from '../../../src/data/examples/tagged-words';
import { readWordVectors, vectorCoverage } from '../../../src/data/formats/word-vectors';
import { fingerprint } from '../../../src/fingerprint';
import { toNFC } from '../../../src/text/normalize';
import type { GivenVectors } from '../../inputs/word-features';

/**
 * @param others how many vectors of other words are kept, in the order of the file (which is mostly that of frequency)
 * @throws DataError with file and line, as `readWordVectors`
 */
export async function vectorsFor(
  source: ByteSource,
  sentences: readonly TaggedWords[],
  others: number,
): Promise<{ vectors: GivenVectors; note: string }> {
  const counts = new Map<string, number>();
  for (const { words } of sentences) {
    for (const word of words.map(toNFC)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const ofTraining = new Set([...counts.keys()].flatMap((word) => [word, word.toLowerCase()]));
  let left = others;
  const wanted = (word: string) => ofTraining.has(word) || left-- > 0;
  const { words, vectors, dimension, rows, notes } = await readWordVectors(source, wanted);
  const found = new Set(words);
  const {
    words: all,
    covered,
    runningShare,
  } = vectorCoverage(counts, (word) => found.has(word) || found.has(word.toLowerCase()));
  const share = (100 * runningShare).toFixed(1);
  const note =
    `${source.name} has vectors of ${dimension} numbers for ${covered} of ${all} different training words, ` +
    `${share} % of the running ones; ${words.length} of its ${rows} rows are kept` +
    notes.map((one) => `; ${one}`).join('');
  return { vectors: { words, vectors, dimension, mark: fingerprint([vectors]) }, note };
}
