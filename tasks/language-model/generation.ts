/** Options of generation with a language model: how long, until when, how the next token is chosen. */
import * as v from 'valibot';
import { type SamplingOptions, samplingOrder, type SamplingStep } from '../../src/decoding/sampling/options';
import { sampler } from '../../src/decoding/sampling/sampler';
import type { Choice } from '../../src/decoding/stream';
import { ConfigError, DataError, show } from '../../src/errors';
import { Random } from '../../src/random';
import { beginId, endId, paddingId, unknownId } from '../../src/text/vocabulary';
import { numberOfAtLeast } from '../../src/validation';
import { count, parseConfig } from '../settings';
import { samplingEntries } from '../targets/generation';
import type { LanguageModelPreprocessor } from './preprocessor';

const samplingSchemaEntries = {
  ...samplingEntries,
  /** Added to the scores of tokens, by their text; −Infinity forbids one. */
  logitBias: v.optional(v.record(v.string(), v.number())),
  /** Of a model whose texts follow from labels, which needs it: the label. */
  label: v.optional(v.string()),
  /** Tokens of a prompt that training did not have: an error that names them (default), or read as unknown. */
  unknown: v.optional(v.picklist(['refuse', 'map']), 'refuse'),
};
const streamSchema = v.strictObject(samplingSchemaEntries);
const generateSchema = v.strictObject({
  ...samplingSchemaEntries,
  /** Most tokens. */
  length: v.optional(count, 500),
  /** The text ends before the first of these. */
  stop: v.optional(v.union([v.string(), v.array(v.string())]), []),
  /** Above 1: beam search for the most probable text of this length, in place of draws. */
  beam: v.optional(count, 1),
  /** With a beam: 0 prefers short texts, 1 does not (Wu et al. 2016). */
  lengthPenalty: v.optional(numberOfAtLeast(0)),
  signal: v.optional(
    v.custom<AbortSignal>((x) => typeof (x as AbortSignal | null)?.aborted === 'boolean', 'an AbortSignal'),
  ),
});

/** How a stream chooses tokens. */
export type TextStreamOptions = v.InferInput<typeof streamSchema>;
/** How a text is generated: its length, what ends it, and how tokens are chosen. */
export type GenerateTextOptions = v.InferInput<typeof generateSchema>;

/** How tokens were chosen: to be quoted with what was generated. */
export interface SamplingRecord {
  /** What changed the distribution, in this order. */
  order: readonly SamplingStep[];
  /** Of the draws; none where the most probable token was taken. */
  seed?: number;
  [option: string]: unknown;
}

/** A choice of tokens, and what is to be known of it. */
export interface TokenChoice {
  choose: Choice;
  record: SamplingRecord;
  /** Whether penalties look at the tokens of the prompt too. */
  seesPrompt: boolean;
  /** What texts begin with: an end, or a label. */
  start: number;
  /** Whether prompts may have tokens that the model does not know. */
  mapsUnknown: boolean;
}

/** Before a model is needed. @throws ConfigError for an option that is unknown or no such thing. */
export const checkGenerateOptions = (where: string, options: object): void =>
  void parseConfig(where, generateSchema, options);

/** The same of a stream. @throws ConfigError */
export const checkStreamOptions = (where: string, options: object): void =>
  void parseConfig(where, streamSchema, options);

/** @throws ConfigError for an option that is unknown, out of range, or excluded by another. */
export function parseStreamOptions(
  where: string,
  options: object,
  preprocessor: LanguageModelPreprocessor,
): TokenChoice {
  return choiceOf(where, parseConfig(where, streamSchema, options), preprocessor);
}

/** @throws ConfigError as `parseStreamOptions`, and for a beam together with options of draws. */
export function parseGenerateOptions(where: string, options: object, preprocessor: LanguageModelPreprocessor) {
  const { length, stop, beam, lengthPenalty, signal, ...drawing } = parseConfig(where, generateSchema, options);
  const { unknown, label, ...sampling } = drawing;
  const given = Object.entries(sampling).find(([, value]) => value !== undefined);
  if (beam > 1 && given) throw excluded(where, `beam is ${beam}, and ${given[0]} is ${show(given[1])}`, given[0]);
  if (beam === 1 && lengthPenalty !== undefined)
    throw excluded(where, `lengthPenalty is ${lengthPenalty}, and there is no beam`, 'lengthPenalty');
  const stops = typeof stop === 'string' ? [stop] : stop;
  const choice = choiceOf(where, { unknown, label, ...sampling }, preprocessor);
  return { length, stops, beam, lengthPenalty, signal, ...choice };
}

function choiceOf(
  where: string,
  { seed, unknown, label, logitBias, ...sampling }: v.InferOutput<typeof streamSchema>,
  preprocessor: LanguageModelPreprocessor,
): TokenChoice {
  const isDrawn = sampling.temperature !== 0;
  if (!isDrawn && seed !== undefined) throw excluded(where, `seed is ${seed}, and temperature 0 draws nothing`, 'seed');
  const random = isDrawn ? Random.fromSeed(seed ?? 1) : undefined;
  const bias =
    logitBias && new Map(Object.entries(logitBias).map(([text, by]) => [idOf(where, text, preprocessor), by]));
  const options: SamplingOptions = { ...sampling, random, ...(bias && { logitBias: bias }) };
  const given = Object.fromEntries(
    Object.entries({ ...sampling, logitBias }).filter(([, value]) => value !== undefined),
  );
  return {
    choose: sampler(options),
    record: { ...given, order: samplingOrder(options), ...(isDrawn && { seed: seed ?? 1 }) },
    seesPrompt: sampling.penalizePrompt !== false,
    start: startOf(where, label, preprocessor),
    mapsUnknown: unknown === 'map',
  };
}

/** @throws ConfigError for a label where there are none, or none where there are; DataError for an unknown one. */
function startOf(where: string, label: string | undefined, preprocessor: LanguageModelPreprocessor): number {
  const { labels } = preprocessor;
  if (label !== undefined && labels.length > 0) return preprocessor.idOfLabel(label, where);
  if (label === undefined && labels.length === 0) return endId;
  throw new ConfigError({
    where,
    problem:
      label === undefined
        ? 'there is no label, and texts of this model follow from one'
        : `label is ${show(label)}, and the model knows no labels`,
    expected: labels.length ? `one of ${labels.join(', ')}` : 'no label',
    fix: ({ set }) => (labels.length ? `Pass for example ${set('label', labels[0])}` : 'Leave it out'),
  });
}

function idOf(where: string, text: string, { vocabulary }: LanguageModelPreprocessor): number {
  if (vocabulary.has(text)) return vocabulary.idOf(text);
  throw new ConfigError({
    where,
    problem: `logitBias names ${show(text)}, which is no token of the model`,
    expected: 'tokens of its vocabulary',
    fix: 'Leave it out',
  });
}

/** Tokens that are never generated: what is no text, and the end where texts have none. */
export const neverGenerated = ({ ends, labels, vocabulary }: LanguageModelPreprocessor): readonly number[] => [
  ...[paddingId, unknownId, beginId],
  ...(ends ? [] : [endId]),
  ...labels.map((_, i) => vocabulary.size + i),
];

/** Ids of a prompt. @throws DataError for tokens that the model does not know, naming them, unless they are mapped. */
export function promptIds(
  text: string,
  isStart: boolean,
  mapsUnknown: boolean,
  preprocessor: LanguageModelPreprocessor,
): Int32Array {
  const { ids, unknown } = preprocessor.idsOf(text, isStart);
  if (unknown.size === 0 || mapsUnknown) return ids;
  throw new DataError({
    where: 'prompt',
    problem: `training did not have ${[...unknown.keys()]
      .slice(0, 10)
      .map((token) => show(token))
      .join(', ')}`,
    expected: 'tokens of the vocabulary',
    fix: ({ choose }) => `Leave them out, or read them as unknown with ${choose("unknown: 'map'", '--map-unknown')}`,
  });
}

const excluded = (where: string, problem: string, name: string) =>
  new ConfigError({ where, problem, expected: 'one of the two', fix: `Leave ${name} out, or the other` });
