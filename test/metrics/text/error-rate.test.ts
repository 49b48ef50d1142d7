/** Error rates against jiwer's. */
import { ShapeError } from '../../../src/errors';
import { editDistance } from '../../../src/metrics/edit-score';
import { characterErrorRate, countEdits, wordErrorRate } from '../../../src/metrics/text/error-rate';
import { Random } from '../../../src/random';
import golden from '../../golden/metrics/error_rates.json';

it.each(golden.cases.map((one, i) => [i, one] as const))('jiwer, case %i', (_, one) => {
  const [words, characters] = [wordErrorRate, characterErrorRate].map((rate) => rate(one.references, one.hypotheses));
  expect(words.rate).toBeCloseTo(one.words.rate, 12);
  expect(characters.rate).toBeCloseTo(one.characters.rate, 12);
  one.sentences.forEach(({ wer, cer, counts }, n) => {
    const [truth, found] = [[one.references[n]], [one.hypotheses[n]]];
    expect(wordErrorRate(truth, found).rate).toBeCloseTo(wer, 12);
    expect(characterErrorRate(truth, found).rate).toBeCloseTo(cer, 12);
    // How many of each is a choice among equal ways; their sum is not, nor is insertions − deletions.
    const own = characterErrorRate(truth, found);
    expect(own.insertions - own.deletions).toBe(counts.insertions - counts.deletions);
    expect(own.substitutions).toBeGreaterThanOrEqual(counts.substitutions);
  });
});

it('counts what has to be done', () => {
  expect(countEdits('kitten', 'sitting')).toEqual({ hits: 4, substitutions: 2, insertions: 1, deletions: 0 });
  expect(countEdits('', 'ab')).toEqual({ hits: 0, substitutions: 0, insertions: 2, deletions: 0 });
  expect(countEdits([1, 2, 3], [])).toEqual({ hits: 0, substitutions: 0, insertions: 0, deletions: 3 });
  expect(countEdits('ab', 'ba')).toEqual({ hits: 0, substitutions: 2, insertions: 0, deletions: 0 });
});

it('adds up to the edit distance', () => {
  const random = Random.fromSeed(1);
  const drawn = () => Array.from({ length: random.integer(12) }, () => random.integer(3));
  for (let round = 0; round < 300; round++) {
    const [a, b] = [drawn(), drawn()];
    const { hits, substitutions, insertions, deletions } = countEdits(a, b);
    expect(substitutions + insertions + deletions).toBe(editDistance(a, b));
    expect(hits + substitutions + deletions).toBe(a.length);
    expect(hits + substitutions + insertions).toBe(b.length);
  }
});

it('a corpus is summed before dividing', () => {
  const { rate, length } = wordErrorRate(['a b c d', 'e'], ['a b c d', 'f g']);
  expect({ rate, length }).toEqual({ rate: 2 / 5, length: 5 });
  expect(wordErrorRate(['a'], ['b c d']).rate).toBe(3);
});

it('refuses what has no rate', () => {
  expect(() => wordErrorRate(['a'], [])).toThrow(ShapeError);
  expect(() => wordErrorRate([], [])).toThrow('0 true texts');
  expect(() => characterErrorRate([''], ['a'])).toThrow('all empty');
});
