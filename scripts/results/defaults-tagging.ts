/**
 * Taggers with default settings alone. `defaults/…`: test figures of three seeds. `defaults-panel/…`: the validation sets
 * on which the defaults were chosen (docs/decisions/defaults.md); no test example is in them.
 */
import { Tagger } from '../../src/node';
import { framePanel } from './panels/frames';
import { onPanel } from './panels/on-panel';
import { wordPanel } from './panels/words';
import type { Experiment } from './rows';
import { trainTagger } from './tagging';

const onTest = (data: string) => [trainTagger({ data, model: 'default' })];
const create = (seed: number) => new Tagger({ seed });

export const taggingDefaults: Record<string, readonly Experiment[]> = {
  'defaults/gesture-phase': onTest('gesture-phase'),
  'defaults/ud-english-ewt': onTest('ud-english-ewt'),
  'defaults/conll2003-ner': onTest('conll2003-ner'),
  'defaults-panel/frames': onPanel('tagging', framePanel, create),
  'defaults-panel/words': onPanel('tagging', wordPanel, create),
};
