/**
 * Taggers with default settings alone. `defaults/…`: test figures of three seeds. `defaults-panel/…`: the validation sets
 * on which the defaults were chosen (docs/decisions/defaults.md); no test example is in them.
 */
import { Tagger, type TaggingExample } from '../../src/node';
import { framePanel } from './panels/frames';
import { wordPanel } from './panels/words';
import { type Experiment, type Run, rowsOf } from './rows';
import { trainTagger } from './tagging';

interface Part {
  train: TaggingExample[];
  validation: TaggingExample[];
}

const seeds = [1, 2, 3];

/** Metrics on the validation, beside those of the baselines. */
const onPanel =
  (data: string, open: () => Part | Promise<Part>): Experiment =>
  async (command) => {
    const { train, validation } = await open();
    const runs: Run[] = [];
    for (const seed of seeds) {
      const start = performance.now();
      const tagger = new Tagger({ seed });
      await tagger.fit(train, { validation });
      const seconds = (performance.now() - start) / 1000;
      const { baselines, ...metrics } = await tagger.evaluate(
        validation,
        seed === seeds[0] ? {} : { baselinesFrom: [] },
      );
      runs.push({ seed, metrics, baselines, seconds });
      process.stderr.write(`${data}, seed ${seed}: ${JSON.stringify(metrics)}\n`);
      tagger.dispose();
    }
    return rowsOf({ task: 'tagging', data, split: 'validation', model: 'default', command }, runs);
  };

const everyOf = (panel: Record<string, () => Part | Promise<Part>>) =>
  Object.entries(panel).map(([data, open]) => onPanel(data, open));

const onTest = (data: string) => [trainTagger({ data, model: 'default', seeds })];

export const taggingDefaults: Record<string, readonly Experiment[]> = {
  'defaults/gesture-phase': onTest('gesture-phase'),
  'defaults/ud-english-ewt': onTest('ud-english-ewt'),
  'defaults/conll2003-ner': onTest('conll2003-ner'),
  'defaults-panel/frames': everyOf(framePanel),
  'defaults-panel/words': everyOf(wordPanel),
};
