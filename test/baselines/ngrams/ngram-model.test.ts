import { readFileSync } from 'node:fs';
import { NgramModel } from '../../../src/baselines/ngrams/ngram-model';
import { ConfigError, DataError } from '../../../src/errors';
import { Random } from '../../../src/random';
import { describeWithData } from '../../support/real-data';

const V = 7;
const random = Random.fromSeed(6);
const text = Int32Array.from({ length: 400 }, () => random.integer(random.integer(V) + 1));

function counted(order: number, ids = text): NgramModel {
  const model = new NgramModel({ order, vocabularySize: V });
  model.add(ids);
  return model;
}

/** p(w | h) as the formula is written, by looking through the text. */
function slow(ids: number[], h: number[], w: number): number {
  const shorter = h.length ? slow(ids, h.slice(1), w) : 1 / V;
  const followers = ids.filter(
    (_, t) => t > 0 && t >= h.length && h.every((token, i) => ids[t - h.length + i] === token),
  );
  const kinds = new Set(followers).size;
  if (!kinds) return shorter;
  return (followers.filter((token) => token === w).length + kinds * shorter) / (followers.length + kinds);
}

describe('an n-gram model', () => {
  it.each([1, 2, 3, 5])('of order %i: the formula', (order) => {
    const model = counted(order);
    const other = Int32Array.from({ length: 60 }, () => random.integer(V));
    const expected = Array.from(other.subarray(1), (w, i) => {
      const h = Array.from(other.subarray(Math.max(0, i + 2 - order), i + 1));
      return Math.log(slow([...text], h, w));
    });
    const found = model.logProbabilities(other);
    found.forEach((logProbability, i) => expect(logProbability).toBeCloseTo(expected[i], 12));
  });

  it('by hand: c = 2 of 3, T = 2, and the shorter context', () => {
    const model = counted(2, Int32Array.of(0, 1, 0, 1, 0, 2)); // after 0: 1, 1, 2; in all: 1, 0, 1, 0, 2
    const unigram = (2 + 3 / V) / (5 + 3);
    expect(Math.exp(model.logProbabilities(Int32Array.of(0, 1))[0])).toBeCloseTo((2 + 2 * unigram) / (3 + 2), 14);
  });

  it('gives a distribution after every context, also an unseen and a short one', () => {
    for (const context of [[], [0], [6, 6, 6, 6, 6], [1, 0, 2, 0], Array.from(text.subarray(3, 50))]) {
      const p = counted(5).distribution(Int32Array.from(context));
      expect(p.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
      const last = context.slice(-4);
      p.forEach((one, w) => expect(one).toBeCloseTo(slow([...text], last, w), 12));
    }
  });

  it('counts texts apart, and a text in parts as a whole', () => {
    const [a, b] = [text.subarray(0, 150), text.subarray(150)];
    const apart = new NgramModel({ order: 3, vocabularySize: V });
    apart.add(a);
    apart.add(b);
    const joined = new NgramModel({ order: 3, vocabularySize: V });
    joined.add(a);
    joined.add(text.subarray(148), 2);
    expect(joined.logProbabilities(text)).toEqual(counted(3).logProbabilities(text));
    expect(apart.logProbabilities(text)).not.toEqual(counted(3).logProbabilities(text));
  });

  it('is every smaller model too', () => {
    expect(counted(5).logProbabilities(text, 2)).toEqual(counted(2).logProbabilities(text));
    expect(() => counted(2).logProbabilities(text, 3)).toThrow('order is 3');
  });

  it('refuses what it cannot count', () => {
    expect(() => new NgramModel({ order: 0, vocabularySize: V })).toThrow(ConfigError);
    expect(() => new NgramModel({ order: 2, vocabularySize: 0 })).toThrow(ConfigError);
    expect(() => counted(2, Int32Array.of(1, V))).toThrow(DataError);
    expect(() => counted(2).logProbabilities(Int32Array.of(-1))).toThrow('id 0 is -1');
    expect(() => counted(2, Int32Array.of(1)).distribution(text)).toThrow('counted nothing');
  });
});

describeWithData('tinyshakespeare/input.txt', (file) => {
  it.each([
    [1, 3.347],
    [3, 2.049],
    [5, 1.669], // as an independent program measured
  ])('order %i: %f nats a character of the last tenth', (order, nats) => {
    const characters = readFileSync(file, 'utf8');
    const alphabet = [...new Set(characters)].sort();
    const idOf = new Map(alphabet.map((character, id) => [character, id]));
    const ids = Int32Array.from(characters, (character) => idOf.get(character)!);
    const end = Math.floor(0.9 * ids.length);
    const model = new NgramModel({ order, vocabularySize: alphabet.length });
    model.add(ids.subarray(0, end));
    const found = model.logProbabilities(ids.subarray(end - 1));
    expect(-found.reduce((sum, one) => sum + one, 0) / found.length).toBeCloseTo(nats, 3);
  });
});
