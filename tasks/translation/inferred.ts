/** Settings of a translator that follow from its training pairs (docs/decisions/defaults.md). */
import type { ParallelText } from '../../src/data/examples/parallel-text';
import { inferred, type Note, trainingLength } from '../inferred-settings';
import { parseTranslatorConfig, type TranslatorConfig, type TranslatorOptions } from './settings';
import { inferTokenizer } from './tokenizers';

/** Few pairs: so many updates at least, in smaller batches where an epoch has few, but no more epochs than this. */
const FEW = { updates: 1200, mostEpochs: 60, updatesPerEpoch: 30, smallestBatch: 16 };

/**
 * Characters for spellings, and how long to train on few pairs.
 * @throws ConfigError for options
 */
export function inferTranslatorOptions(
  pairs: readonly ParallelText[],
  options: TranslatorOptions,
  note: Note,
): TranslatorOptions {
  const tokenizer = inferTokenizer(pairs, options);
  const config = parseTranslatorConfig({ ...options, ...tokenizer });
  const isGiven = options.batchSize !== undefined || options.batchTokens !== undefined;
  const batchSize = pairsOfBatch(pairs, config);
  const given = { epochs: options.epochs, batchSize: isGiven ? batchSize : undefined };
  const length = trainingLength(pairs.length, given, { ...FEW, epochs: config.epochs, batchSize });
  const found = {
    epochs: length.epochs,
    batchSize: length.batchSize < batchSize ? length.batchSize : config.batchSize,
  };
  const reason = `${pairs.length} ${pairs.length === 1 ? 'pair is' : 'pairs are'} few`;
  return { ...tokenizer, ...inferred(options, { found, defaults: config, reason }, note) };
}

/** About how many fit into a batch, by the length of the texts: words, or characters. */
function pairsOfBatch(pairs: readonly ParallelText[], config: TranslatorConfig): number {
  const { batchSize, batchTokens, tokenizer, maximumLength } = config;
  if (!batchTokens) return batchSize;
  const tokensOf = (text: unknown) => {
    if (typeof text !== 'string') return 0; // refused when it is encoded
    const tokens = tokenizer === 'characters' ? text.length : (text.match(/\S+/g)?.length ?? 0);
    return Math.min(tokens, maximumLength || Infinity);
  };
  const tokens = pairs.reduce((sum, pair) => sum + tokensOf(pair?.source) + tokensOf(pair?.target), 0);
  return Math.max(1, Math.min(batchSize, Math.floor((batchTokens * pairs.length) / Math.max(1, tokens))));
}
