/** What a translator that is worse than a baseline lacks, as far as its texts say it. */
import type { ParallelText } from '../../src/data/examples/parallel-text';
import { type Advice, type MeasuredModel, percent } from '../advice/measured-model';
import { longerTexts, measureTexts } from '../advice/texts';
import type { TranslationPreprocessor } from './preprocessor';
import type { TranslatorConfig } from './settings';

/** Part of the tokens of either side, which are not read, or cannot be written. */
const manyUnknown = 0.05;

export function adviseOnPairs({
  config,
  preprocessor,
  examples,
}: MeasuredModel<ParallelText, TranslatorConfig, TranslationPreprocessor>): Advice[] {
  const sides = (['source', 'target'] as const).map((side) => ({
    side,
    ...measureTexts(
      preprocessor[side].encoder,
      examples.map((pair) => pair[side]),
    ),
  }));
  const unknown = sides.filter(({ unknown }) => unknown >= manyUnknown);
  const reason = unknown.map((one) => `${percent(one.unknown)} of the ${one.side} tokens are not in the vocabulary`);
  const subwords: Advice = {
    what: 'subwords',
    reason: reason.join(', and '),
    action: 'train',
    settings: { tokenizer: 'byte-pairs' },
  };
  const longest = sides.reduce((a, b) => (b.cut > a.cut ? b : a));
  return [
    ...(unknown.length && /^(words|whitespace)$/.test(config.tokenizer) ? [subwords] : []),
    ...longerTexts(longest, config.maximumLength),
    ...(config.attention === 'none' ? [attention] : []),
  ];
}

const attention: Advice = {
  what: 'attention',
  reason: 'the decoder has nothing of the source but the last state of the encoder',
  action: 'train',
  settings: { attention: 'general' },
};
