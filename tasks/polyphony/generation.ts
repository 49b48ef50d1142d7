/** Music that goes on: the keys of the next step are drawn, each for itself, and read in turn. */
import * as v from 'valibot';
import type { TaggerStepper } from '../../models/sequence-tagger/stepper';
import { ConfigError } from '../../src/errors';
import { yieldToEventLoop } from '../../src/event-loop';
import { Random } from '../../src/random';
import { numberOfAtLeast } from '../../src/validation';
import { count, parseConfig, seedNumber } from '../settings';
import { KEYS, pitchesOf } from './preprocessor';

const schema = v.strictObject({
  /** Steps after the beginning. */
  length: v.optional(count, 64),
  /** Below 1 surer, above 1 freer; 0 takes the keys that are more probable than not. */
  temperature: v.optional(numberOfAtLeast(0), 1),
  /** Of the draws. Default 1. */
  seed: v.optional(seedNumber),
  signal: v.optional(
    v.custom<AbortSignal>((x) => typeof (x as AbortSignal | null)?.aborted === 'boolean', 'an AbortSignal'),
  ),
});

/** How music is generated. */
export type GenerateMusicOptions = v.InferInput<typeof schema>;
export type ParsedMusicOptions = v.InferOutput<typeof schema>;

/** @throws ConfigError for an option that is unknown or out of range, and for a seed where nothing is drawn. */
export function parseMusicOptions(where: string, options: object): ParsedMusicOptions {
  const parsed = parseConfig(where, schema, options);
  if (parsed.temperature > 0 || parsed.seed === undefined) return parsed;
  throw new ConfigError({
    where,
    problem: `seed is ${parsed.seed}, and temperature 0 draws nothing`,
    expected: 'one of the two',
    fix: 'Leave seed out, or the other',
  });
}

/** @param beginning its keys [T,88], T at least 1 @returns for each step that follows the pitches that sound */
export async function* followingSteps(
  stepper: TaggerStepper,
  beginning: Uint8Array,
  { length, temperature, seed = 1, signal }: ParsedMusicOptions,
): AsyncGenerator<number[], void, undefined> {
  const yieldIfDue = yieldToEventLoop(() => performance.now());
  const random = Random.fromSeed(seed);
  const frame = new Float32Array(KEYS);
  let scores = new Float32Array(KEYS);
  for (let t = 0; t < beginning.length; t += KEYS) {
    frame.set(beginning.subarray(t, t + KEYS));
    scores = stepper.step(frame) as Float32Array<ArrayBuffer>;
  }
  for (let t = 0; t < length && !signal?.aborted; t++) {
    const draws = random.fork(t);
    for (let key = 0; key < KEYS; key++) frame[key] = Number(sounds(scores[key], temperature, draws));
    yield pitchesOf(frame);
    scores = stepper.step(frame) as Float32Array<ArrayBuffer>;
    await yieldIfDue();
  }
}

/** p = σ(z / τ) */
function sounds(score: number, temperature: number, random: Random): boolean {
  if (temperature === 0) return score > 0;
  return random.uniform() < 1 / (1 + Math.exp(-score / temperature));
}
