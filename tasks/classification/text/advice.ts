/** What a classifier of texts that is worse than a baseline lacks, as far as its texts say it. */
import type { LabeledText } from '../../../src/data/examples/labeled-text';
import { type Advice, type MeasuredModel, percent } from '../../advice/measured-model';
import { longerTexts, type MeasuredTexts, measureTexts } from '../../advice/texts';
import type { TextPreprocessor } from './preprocessor';
import type { TextConfig } from './settings';

type Measured = MeasuredModel<LabeledText, TextConfig, TextPreprocessor>;

/** Part of the tokens: words then say too little. */
const manyUnknown = 0.15;
/** Part of the texts. */
const manyOfOneWord = 0.5;

export function adviseOnTexts(measured: Measured): Advice[] {
  const { config, preprocessor, examples } = measured;
  const texts = measureTexts(
    preprocessor.text.encoder,
    examples.map(({ text }) => text),
  );
  return [...characters(texts, config), ...ngrams(measured), ...longerTexts(texts, config.maximumLength)];
}

function characters({ unknown, ofOneToken }: MeasuredTexts, { tokenizer }: TextConfig): Advice[] {
  const reasons = [
    ...(ofOneToken >= manyOfOneWord ? [`${percent(ofOneToken)} of the texts are one word`] : []),
    ...(unknown >= manyUnknown ? [`${percent(unknown)} of the tokens are not in the vocabulary`] : []),
  ];
  if (tokenizer === 'characters' || !reasons.length) return [];
  const settings = { tokenizer: 'characters' };
  return [{ what: 'characters', reason: reasons.join(', and '), action: 'train', settings }];
}

/** Those of a regression, which is then weighed beside the network. */
function ngrams({ config, lost }: Measured): Advice[] {
  const linear = ['n-gram regression', 'naive Bayes', 'bag of words'];
  const [best] = lost
    .filter(({ metric, baseline }) => metric === 'accuracy' && linear.includes(baseline))
    .sort((a, b) => b.baselineValue - a.baselineValue);
  if (config.ngrams !== 'none' || !best) return [];
  const reason = `the baseline ${best.baseline}, which has n-grams alone, reaches ${percent(best.baselineValue)}, and the network has none`;
  return [{ what: 'n-grams', reason, action: 'train', settings: { ngrams: 'logistic' } }];
}
