import { ConfigError, ShapeError } from '../../../src/errors';
import { bleu, type BleuOptions, type BleuSmoothing } from '../../../src/metrics/text/bleu';
import { bleuTokens, type BleuTokenizer } from '../../../src/metrics/text/bleu-tokens';
import { chrf } from '../../../src/metrics/text/chrf';
import golden from '../../golden/metrics/bleu.json';
import { cpuSeconds } from '../../support/cpu-time';

interface TheirOptions {
  tokenize?: string;
  lowercase?: boolean;
  smooth_method?: string;
  smooth_value?: number;
  effective_order?: boolean;
}

const ours = (theirs: TheirOptions): BleuOptions => ({
  tokenizer: theirs.tokenize as BleuTokenizer | undefined,
  lowercase: theirs.lowercase,
  smoothing: theirs.smooth_method as BleuSmoothing | undefined,
  smoothingValue: theirs.smooth_value,
  effectiveOrder: theirs.effective_order,
});

describe.each(golden.cases)(`as in ${golden.source}: $name`, (sample) => {
  it.each(sample.bleu)('BLEU $options', ({ options, score, precisions, ...rest }) => {
    const found = bleu(sample.hypotheses, sample.references, ours(options));
    expect(found.score).toBeCloseTo(score, 10);
    found.precisions.forEach((p, n) => expect(p).toBeCloseTo(precisions[n], 10));
    expect(found.brevityPenalty).toBeCloseTo(rest.brevityPenalty, 12);
    expect(found).toMatchObject({ ...rest, brevityPenalty: found.brevityPenalty });
  });

  it.each(sample.chrf)('chrF $options', ({ options, score, signature }) => {
    const found = chrf(sample.hypotheses, sample.references, {
      wordOrder: options.word_order,
      lowercase: options.lowercase,
    });
    expect(found.score).toBeCloseTo(score, 10);
    expect(found.signature).toBe(signature);
  });
});

it.each(golden.tokens)('13a: $text', ({ text, tokens }) => {
  expect(bleuTokens(text, '13a')).toEqual(tokens);
});

describe('BLEU and chrF', () => {
  it('take one reference as a plain text', () => {
    expect(bleu(['the cat sat on it'], ['the cat sat on it']).score).toBeCloseTo(100, 10);
    expect(chrf(['the cat'], ['the cat']).score).toBeCloseTo(100, 10);
  });

  it.each([
    ['no sentences', [], []],
    ['sentences without references', ['a', 'b'], ['a']],
    ['a sentence with an empty list of references', ['a', 'b'], ['a', []]],
  ])('refuse %s', (_, hypotheses, references) => {
    expect(() => bleu(hypotheses, references)).toThrow(ShapeError);
    expect(() => chrf(hypotheses, references)).toThrow(ShapeError);
  });

  it('refuse what is no text, naming its place', () => {
    const odd = ['a', undefined] as string[];
    const ok = ['a', 'b'];
    for (const metric of [bleu, chrf]) {
      expect(() => metric(odd, ok)).toThrow(ShapeError);
      expect(() => metric(odd, ok)).toThrow('sentence 1 is undefined');
      expect(() => metric(ok, odd)).toThrow('a reference of sentence 1 is undefined');
    }
  });

  it('nothing, where nothing was to be said, is not too short', () => {
    expect(bleu([''], [''])).toMatchObject({ score: 0, brevityPenalty: 1 }); // as sacreBLEU has it
    expect(bleu([''], ['a b'])).toMatchObject({ score: 0, brevityPenalty: 0 });
  });

  it('long runs of white space take time linear in their length', () => {
    const run = ' \t\u00a0'.repeat(200_000);
    const seconds = cpuSeconds(() => {
      for (const tokenizer of ['13a', 'none'] as const) {
        expect(bleuTokens(`a${run}b${run}`, tokenizer)).toEqual(['a', 'b']);
      }
      expect(bleu([`${run}a b c d`], [`a b c d${run}`]).score).toBeCloseTo(100, 6);
      expect(chrf([`a${run}b`], [`ab${run}`]).score).toBeCloseTo(100, 6);
    });
    expect(seconds).toBeLessThan(5); // with a square of it, minutes
  });

  it('refuse options that are none', () => {
    expect(() => bleu(['a'], ['a'], { tokenizer: 'intl' as BleuTokenizer })).toThrow(ConfigError);
    expect(() => bleu(['a'], ['a'], { smoothing: 'some' as BleuSmoothing })).toThrow(ConfigError);
    expect(() => bleu(['a'], ['a'], { smoothing: 'floor', smoothingValue: -1 })).toThrow('smoothingValue is -1');
    expect(() => chrf(['a'], ['a'], { wordOrder: 0.5 })).toThrow('wordOrder is 0.5');
  });
});
