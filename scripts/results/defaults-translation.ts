/** Translators with default settings alone: test figures (`defaults/…`), and the validation sets on which they were chosen. */
import { Translator } from '../../src/node';
import { onPanel } from './panels/on-panel';
import { pairPanel } from './panels/translation';
import type { Experiment } from './rows';
import { trainTranslator } from './translation';

const onTest = (data: string) => [trainTranslator({ data, model: 'default', options: {}, beam: true })];

export const translationDefaults: Record<string, readonly Experiment[]> = {
  'defaults/multi30k-en-de': onTest('multi30k-en-de'),
  'defaults/tatoeba-fra-eng': onTest('tatoeba-fra-eng'),
  'defaults-panel/translation': onPanel('translation', pairPanel, (seed) => new Translator({ seed })),
};
