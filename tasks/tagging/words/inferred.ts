/** Settings of a tagger of words that follow from its training sentences (docs/decisions/defaults.md). */
import type { TaggedWords } from '../../../src/data/examples/tagged-words';
import { inferred, type Note, trainingLength } from '../../inferred-settings';
import { parseWords, schemeOf, type WordsOptions } from './settings';

/** Few sentences: so many updates at least, in smaller batches where an epoch has few, but no more epochs than this. */
const FEW = { updates: 5000, mostEpochs: 100, updatesPerEpoch: 20, smallestBatch: 4 };

/**
 * The scheme of the tags, the size of given vectors, and how long to train on few sentences.
 * @param vectorSize of given word vectors, 0 without
 * @throws ConfigError for options
 */
export function inferWordOptions(
  sentences: readonly TaggedWords[],
  options: WordsOptions,
  { vectorSize, note }: { vectorSize: number; note: Note },
): WordsOptions {
  const config = parseWords(options);
  const found = trainingLength(sentences.length, options, { ...config, ...FEW });
  const reason = `${sentences.length} ${sentences.length === 1 ? 'sentence is' : 'sentences are'} few`;
  return {
    input: 'words',
    scheme: options.scheme ?? schemeOf(sentences.map(({ tags }) => tags)),
    vectorSize,
    ...inferred(options, { found, defaults: config, reason }, note),
  };
}
