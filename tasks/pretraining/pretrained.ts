/**
 * A language model that the first layers of another network start from (Howard & Ruder 2018): its vocabulary, its embedding
 * and its recurrent layers.
 */
import { readWeights } from '../../models/network-weights';
import { BundleError, ConfigError, show } from '../../src/errors';
import type { NamedArray } from '../../src/parameters';
import { firstTokenId, type Vocabulary } from '../../src/text/vocabulary';
import { startBackend } from '../backend-start';
import { readBundle, restoreFrom } from '../bundles';
import { languageModel } from '../language-model/language-model';
import type { LanguageModelConfig } from '../language-model/settings';
import type { LanguageModelPreprocessor } from '../language-model/preprocessor';
import { checkLocation } from '../options';

export interface Pretrained {
  /** Where it was read. */
  location: string;
  config: LanguageModelConfig;
  vocabulary: Vocabulary;
  /** Its tokens in the order of their ids, the four special ones left out. */
  tokens: readonly string[];
  /** Of its embedding [V,D], a row for each id. */
  table: NamedArray;
  /** Of its recurrent layers. */
  recurrent: readonly NamedArray[];
  /** What it was trained on. */
  trainedOn?: string;
}

/** What a fit begins with that starts from a language model. */
export interface TaskStart {
  pretrained: Pretrained;
  /** Gets what the vocabulary of the language model lacks, for the user. */
  note: (sentence: string) => void;
}

/**
 * @param where the call, for messages
 * @throws ConfigError for no location; BundleError where there is no bundle, for a damaged one, and for another task's.
 */
export async function readPretrained(where: string, location: string): Promise<Pretrained> {
  checkLocation(where, 'init', location);
  const content = await readBundle(where, location);
  const { task } = content.info;
  if (task !== languageModel.name) throw otherTask(location, task);
  await startBackend();
  const { config, fitted, record } = restoreFrom(languageModel, content, location);
  const { network } = fitted.predictor;
  const [[ofTable], ...layers] = network.layerGroups?.() ?? [];
  const arrays = new Map(readWeights(network).map((array) => [array.name, array]));
  network.dispose();
  const arrayOf = (name: string) => arrays.get(name) as NamedArray; // groups name weights of the network
  const { vocabulary } = fitted.preprocessor as LanguageModelPreprocessor;
  const { length } = vocabulary.counts;
  const tokens = Array.from({ length: length - firstTokenId }, (_, i) => vocabulary.tokenOf(firstTokenId + i));
  return {
    ...{ location, config, vocabulary, tokens, trainedOn: record.trainedOn },
    table: arrayOf(ofTable),
    recurrent: layers.flat().map(arrayOf),
  };
}

const otherTask = (location: string, task: string) =>
  new BundleError({
    during: 'load',
    where: location,
    problem: `the bundle is of the task ${show(task)}`,
    expected: 'a language model to start from',
    fix: 'Train one with the task language-model; to go on with this model itself, load it (--continue-from)',
  });

/** For the model card of what starts from it. */
export const originOf = ({ trainedOn }: Pretrained): string =>
  `a language model of ${trainedOn ?? 'texts without a name'}`;

/** @param where the call, for messages */
export const initTooLate = (where: string) =>
  new ConfigError({
    where,
    problem: 'a language model to start from is given, and the network is there already',
    expected: 'init in the first fit',
    fix: 'Leave it out to go on with the present weights, or train a new model with it',
  });
