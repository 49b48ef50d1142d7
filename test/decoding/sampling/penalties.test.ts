/** Penalties of a text that grows: what was counted before is not counted again, and the result is that of counting all. */
import fc from 'fast-check';
import { History } from '../../../src/decoding/sampling/history';
import { noRepeatedNgram, penalizeRepetition } from '../../../src/decoding/sampling/penalties';

const V = 6;
const tokensOf = fc.array(fc.integer({ min: 0, max: V - 1 }), { maxLength: 60 });
const scoresOf = () => Float64Array.from({ length: V }, (_, v) => v - 2.5);

/** Which tokens would complete n tokens that are there. */
function forbidden(all: readonly number[], n: number): number[] {
  const end = all.slice(all.length - n + 1).join();
  const starts = [...all.keys()].filter((i) => i + n <= all.length && all.slice(i, i + n - 1).join() === end);
  return [...new Set(n === 1 ? all : starts.map((i) => all[i + n - 1]))].sort();
}

const minusInfinite = (scores: Float64Array) => [...scores.keys()].filter((v) => scores[v] === -Infinity);

/** Calls a processor with one array that grows token by token, and with a fork of it from a place on. */
function grown(
  list: readonly number[],
  forkAt: number,
  see: (tokens: readonly number[], isFork: boolean) => void,
): void {
  const tokens: number[] = [];
  let fork: number[] | undefined;
  for (const [i, token] of [...list, 0].entries()) {
    see(tokens, false);
    if (fork) see(fork, true);
    if (i === forkAt) fork = [...tokens];
    fork?.push((token + i) % V);
    tokens.push(token);
  }
}

it('no repeated n-gram: those of all tokens, whether they are looked at for the first time or go on', () => {
  const cases = fc.record({ list: tokensOf, prompt: tokensOf, n: fc.integer({ min: 1, max: 4 }), forkAt: fc.nat(40) });
  fc.assert(
    fc.property(cases, ({ list, prompt, n, forkAt }) => {
      const forbid = noRepeatedNgram(n, () => prompt);
      grown(list, forkAt, (tokens) => {
        const scores = scoresOf();
        forbid(scores, tokens, 0);
        expect(minusInfinite(scores)).toEqual(forbidden([...prompt, ...tokens], n));
      });
    }),
    { numRuns: 100 },
  );
});

it('repetition penalty: tokens of the last window, also of a fork and behind a prompt', () => {
  const cases = fc.record({
    ...{ list: tokensOf, prompt: tokensOf, forkAt: fc.nat(40) },
    window: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(Infinity)),
  });
  fc.assert(
    fc.property(cases, ({ list, prompt, window, forkAt }) => {
      const penalize = penalizeRepetition(2, window, () => prompt);
      grown(list, forkAt, (tokens) => {
        const scores = scoresOf();
        penalize(scores, tokens, 0);
        const all = [...prompt, ...tokens];
        const seen = new Set(all.slice(Math.max(0, all.length - window)));
        const expected = Array.from(scoresOf(), (s, v) => (seen.has(v) ? (s < 0 ? 2 * s : s / 2) : s));
        expect([...scores]).toEqual(expected);
      });
    }),
    { numRuns: 100 },
  );
});

it('of a text that goes on only new places are counted; of another one all', () => {
  let added = 0;
  const history = new History<number[]>(
    () => [],
    (index, place, at) => {
      added++;
      index.push(at(place));
    },
  );
  const tokens = [5, 6];
  const prompt = [4];
  expect(history.of(prompt, tokens, 3)).toEqual([4, 5, 6]);
  tokens.push(7);
  expect(history.of(prompt, tokens, 4)).toEqual([4, 5, 6, 7]);
  expect(added).toBe(4);
  expect(history.of(prompt, [...tokens], 4)).toEqual([4, 5, 6, 7]);
  expect(added).toBe(8);
  expect(history.of([3], tokens, 4)).toEqual([3, 5, 6, 7]); // another prompt
  tokens.splice(0);
  expect(history.of([3], tokens, 1)).toEqual([3]); // it is shorter
});
