import { BundleError, ConfigError, DataError, SequenceError, show } from '../src/errors';

describe('the error family', () => {
  it('says where, what, expected and fix in one sentence each', () => {
    const error = new ConfigError({
      where: 'SentimentClassifier',
      problem: 'hiddenSize is -3',
      expected: 'a whole number above 0',
      fix: 'Pass hiddenSize: 64',
    });
    expect(error.message).toBe(
      'SentimentClassifier: hiddenSize is -3. Expected a whole number above 0. Pass hiddenSize: 64.',
    );
    expect(error.name).toBe('ConfigError');
    expect(error).toBeInstanceOf(SequenceError);
  });

  it('leaves out what is not known and keeps its cause', () => {
    const cause = new Error('disk');
    const error = new BundleError({ where: 'runs/a', problem: 'no space left!', during: 'save', cause });
    expect(error.message).toBe('runs/a: no space left!');
    expect(error.cause).toBe(cause);
    expect(error.during).toBe('save');
    expect(new DataError({ where: 'a.tsv:3', problem: 'no label' }).message).toBe('a.tsv:3: no label.');
  });

  it('shows values short and on one line', () => {
    expect(show('a\nb')).toBe('"a\\nb"');
    expect(show(NaN)).toBe('NaN');
    expect(show(undefined)).toBe('undefined');
    expect(show({ a: [1] })).toBe('{"a":[1]}');
    expect(show(10n)).toBe('bigint');
    expect(show('x'.repeat(100))).toHaveLength(60);
  });
});
