import { CopySource } from '../../src/baselines/copy-source';
import { FrequentTranslation } from '../../src/baselines/frequent-translation';
import { ConfigError, DataError } from '../../src/errors';

const pair = (source: string, target: string) => ({ source: source.split(' '), target: target.split(' ') });

describe('FrequentTranslation', () => {
  const pairs = [
    pair('ein hund läuft .', 'a dog runs .'),
    pair('ein hund schläft .', 'a dog sleeps .'),
    pair('eine katze schläft .', 'a cat sleeps .'),
    pair('eine katze läuft .', 'a cat runs .'),
    pair('guten tag', 'hello'),
    pair('guten tag', 'good day'),
    pair('guten tag', 'good day'),
  ];
  const translate = (source: string) => {
    const baseline = new FrequentTranslation();
    baseline.fit(pairs);
    return baseline.translate(source.split(' ')).join(' ');
  };

  it('gives a sentence of training its most frequent target', () => {
    expect(translate('guten tag')).toBe('good day');
    expect(translate('ein hund läuft .')).toBe('a dog runs .');
  });

  it('translates any other one word by word, and not by the most frequent word', () => {
    expect(translate('katze läuft')).toBe('cat runs');
    expect(translate('schläft hund')).toBe('sleeps dog');
  });

  it('copies words that training has not', () => {
    expect(translate('hund constructor __proto__')).toBe('dog constructor __proto__');
  });

  it('forgets what it learnt before, and gives a list of its own', () => {
    const baseline = new FrequentTranslation();
    baseline.fit([pair('tag', 'day')]);
    baseline.fit(pairs);
    baseline.translate(['guten', 'tag']).push('!');
    expect(baseline.translate(['guten', 'tag'])).toEqual(['good', 'day']);
    expect(baseline.translate([])).toEqual([]);
  });
});

describe('CopySource', () => {
  it('gives the source', () => expect(new CopySource().translate(['a', 'b'])).toEqual(['a', 'b']));
});

it('translation baselines need pairs, and looking up needs fit', () => {
  expect(() => new CopySource().fit([])).toThrow(DataError);
  expect(() => new FrequentTranslation().fit([])).toThrow(DataError);
  expect(() => new FrequentTranslation().translate(['a'])).toThrow(ConfigError);
});
