/**
 * What the processors of sampling do to logits, beside Hugging Face transformers (decoding/logits_processors.py). Only the
 * golden file is compared: as for the other scripts that need more than torch and keras, CI does not install it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SamplingOptions } from '../../src/decoding/sampling/options';
import { logitsProcessor } from '../../src/decoding/sampling/sampler';

interface Case {
  options: Omit<SamplingOptions, 'random' | 'prompts' | 'logitBias'> & { logitBias?: [number, number][] };
  logits: number[];
  prompt: number[];
  tokens: number[];
  /** null: −Infinity. */
  scores: (number | null)[];
}

const file = join(__dirname, 'decoding/logits_processors.json');
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };

function scoresOf({ options: { logitBias, ...options }, logits, prompt, tokens }: Case): Float64Array {
  const scores = Float64Array.from(logits);
  const process = logitsProcessor({
    ...options,
    prompts: [prompt],
    ...(logitBias && { logitBias: new Map(logitBias) }),
  });
  process(scores, tokens, 0);
  return scores;
}

test.each(cases.map((one, i) => [`${i}: ${JSON.stringify(one.options)}`, one] as const))('%s', (_, one) => {
  const scores = scoresOf(one);
  const expected = one.scores.map((score) => score ?? -Infinity);
  const cut = (values: ArrayLike<number>) => Array.from(values, (score) => score === -Infinity);
  expect(cut(scores)).toEqual(cut(expected));
  const largest = Math.max(...expected.map((x, v) => (x === -Infinity ? 0 : Math.abs(x - scores[v]))));
  expect(largest).toBeLessThan(1e-6);
});

test('every step and another order are among the cases', () => {
  const names = new Set(cases.flatMap(({ options }) => Object.keys(options)));
  expect([...names].sort()).toEqual(
    [
      ...['logitBias', 'minP', 'noRepeatNgram', 'order', 'penalizePrompt', 'repetitionPenalty', 'repetitionWindow'],
      ...['temperature', 'topK', 'topP', 'typical'],
    ].sort(),
  );
  const changing = cases.filter((one) => scoresOf(one).some((score, v) => score !== one.logits[v]));
  expect(changing.length).toBeGreaterThan(cases.length - 8);
});
