import { ConfigError } from '../../src/errors';
import { sentiment } from '../../tasks/sentiment/sentiment';
import { taskClass } from '../../tasks';

describe('a configuration', () => {
  it('is filled with defaults, all of them written out', () => {
    const config = sentiment.parseConfig({});
    expect(config).toMatchObject({ cell: 'lstm', bidirectional: true, seed: 1, optimizer: 'adam' });
    expect(sentiment.parseConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
    expect(Object.values(config)).not.toContain(undefined);
  });

  it.each([[null], ['lstm'], [[]], [3]])('is an object, not %j', (config) => {
    expect(() => sentiment.parseConfig(config)).toThrow(ConfigError);
  });

  it.each([
    [{ averaging: 1 }, 'averaging is 1'],
    [{ epochs: 2.5 }, 'epochs is 2.5. Expected a whole number'],
    [{ clipNorm: -1 }, 'clipNorm is -1. Expected a number of at least 0'],
    [{ classWeights: 'some' }, 'classWeights is "some"'],
    [{ classWeights: { a: 1, b: -1 } }, 'Expected finite numbers of at least 0, and one above it'],
    [{ classWeights: { a: 1, b: Infinity } }, 'Expected finite numbers of at least 0'],
    [{ classWeights: { a: 0, b: 0 } }, 'and one above it'],
    [{ resetAfter: true }, 'resetAfter is true, and cell is lstm'],
    [{ bidirectional: 'yes' }, 'bidirectional is "yes". Expected boolean'],
  ])('%j is refused: %s', (config, message) => {
    expect(() => sentiment.parseConfig(config)).toThrow(message);
  });

  it.each([
    ['sentiment', { tokenizer: 'blanks' }, 'tokenizer is "blanks"', 'It is called "whitespace" now.'],
    ['tagging', { tokenizer: 'blanks' }, 'tokenizer is "blanks"', 'It is called "whitespace" now.'],
    ['translation', { tokenizer: 'blanks' }, 'tokenizer is "blanks"', 'It is called "whitespace" now.'],
    ['translation', { watch: 'bleu' }, 'unknown option "watch"', 'It is called monitor now.'],
  ])('of %s under an old name, %j, is refused with the new one', (task, options, problem, fix) => {
    const create = () => new (taskClass(task))(options);
    expect(create).toThrow(ConfigError);
    expect(create).toThrow(problem);
    expect(create).toThrow(fix);
  });

  it('that a task never had is no old name', () => {
    expect(() => sentiment.parseConfig({ watch: 'accuracy' })).not.toThrow(/called/);
    expect(() => sentiment.parseConfig({ watch: 'accuracy' })).toThrow('unknown option "watch"');
  });

  it('holds no column of the data', () => {
    expect(() => taskClass('tagging')).not.toThrow();
    expect(() => new (taskClass('tagging'))({ recordingColumn: 'session' })).toThrow(
      'recordingColumn is given as a setting. Expected an option of the data, which the bundle remembers. ' +
        'Pass dataOptions: { recordingColumn } to fit',
    );
  });

  it('belongs to a task that there is', () => {
    expect(taskClass('sentiment').name).toBe('SentimentClassifier');
    for (const name of ['parsing', '__proto__', 'constructor']) {
      expect(() => taskClass(name)).toThrow(
        `there is no task "${name}". Expected one of sentiment, classification, tagging, translation`,
      );
    }
  });
});
