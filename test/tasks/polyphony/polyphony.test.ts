/** Polyphonic music as its user meets it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, load, type PianoRoll, PolyphonyModel, Random, useBackend } from '../../../src/node';
import { type EncodedPiece, PolyphonyPreprocessor } from '../../../tasks/polyphony/preprocessor';

const folder = mkdtempSync(join(tmpdir(), 'tfseq-polyphony-'));
beforeAll(() => useBackend('wasm'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Chords that go round, each one of two times: two steps are needed to know the next. */
function pieces(count: number, seed: number): PianoRoll[] {
  const random = Random.fromSeed(seed);
  const round = [[60, 64, 67], [60, 64, 67], [65, 69], [65, 69], [59, 62, 67], []];
  return Array.from({ length: count }, () => {
    const from = random.integer(6);
    return { notes: Array.from({ length: 8 + random.integer(9) }, (_, t) => round[(from + t) % 6]) };
  });
}

const [train, held] = [pieces(30, 1), pieces(8, 2)];
const options = {
  hiddenSize: 24,
  epochs: 40,
  batchSize: 4,
  learningRate: 0.03,
  averaging: 0.9,
  dropout: 0,
  inputDropout: 0,
  seed: 3,
};

describe('trained on chords that go round', () => {
  let model: PolyphonyModel;
  beforeAll(async () => {
    model = new PolyphonyModel(options);
    await model.fit(train, { validation: held });
  });
  afterAll(() => model.dispose());

  it('knows what follows, better than models of the step before', async () => {
    const { nats, baselines } = await model.evaluate(held, { baselinesFrom: train });
    expect(Object.keys(baselines)).toEqual(['independent notes', 'held notes', 'linear, step before']);
    for (const { nats: other } of Object.values(baselines)) expect(nats).toBeLessThan(Number(other));
    expect(Number(baselines['linear, step before'].nats)).toBeLessThan(Number(baselines['independent notes'].nats));
  });

  it('measures nats a step, the mean over the steps of all pieces, the first of each left out', async () => {
    const predictions = await model.predict(held);
    predictions.forEach(({ values, nats }, i) => {
      expect(values).toHaveLength(held[i].notes.length - 1);
      expect(nats).toBeCloseTo(values.reduce((sum, one) => sum + one, 0) / values.length, 10);
    });
    const all = predictions.flatMap(({ values }) => values);
    const { nats } = await model.evaluate(held);
    expect(nats).toBeCloseTo(all.reduce((sum, one) => sum + one, 0) / all.length, 10);
    expect(model.signatures(held).nats).toContain(`${all.length} steps of 8 pieces`);
  });

  it('does not see what it predicts', async () => {
    const [{ values }] = await model.predict([held[0]]);
    const { notes } = held[0];
    const changed = { notes: [...notes.slice(0, -1), [21, 108]] };
    const [other] = await model.predict([changed]);
    values.slice(0, -1).forEach((value, t) => expect(other.values[t]).toBeCloseTo(value, 5));
    expect(other.values.at(-1)).toBeGreaterThan(values.at(-1)!);
  });

  it('gives the same alone, in a batch, from JSON, and loaded', async () => {
    const [first] = await model.predict(held);
    const alone = await model.predict(JSON.stringify({ notes: held[0].notes }));
    expect(alone.nats).toBeCloseTo(first.nats, 5);
    await model.save(join(folder, 'model'));
    const again = await load(join(folder, 'model'));
    if (again.taskName !== 'polyphony') throw new Error(again.taskName);
    expect(await again.predict(held)).toEqual(await model.predict(held));
    again.dispose();
  });
});

it('transposes pieces while training, as far as the keyboard goes', async () => {
  const model = new PolyphonyModel({ ...options, epochs: 2, transpose: 5 });
  await model.fit([...train, { notes: [[21], [108]] }]);
  expect((await model.predict(held[0])).nats).toBeGreaterThan(0);
  model.dispose();
});

describe('a piece', () => {
  const preprocessor = new PolyphonyPreprocessor();
  const soundingOf = ({ keys }: EncodedPiece) => [...keys.keys()].filter((i) => keys[i] === 1);

  it('is 88 keys a step', () => {
    const encoded = preprocessor.encode({ notes: [[21, 108], [], [60]] }, '');
    expect(encoded.steps).toBe(3);
    expect(soundingOf(encoded)).toEqual([0, 87, 2 * 88 + 39]);
  });

  it.each<[string, unknown]>([
    ['the note is 20', { notes: [[20], [60]] }],
    ['the note is 109', { notes: [[60], [109]] }],
    ['the piece has one step', { notes: [[60]] }],
    ['there are no steps', { notes: [] }],
    ['step 2: the notes are [60.5]', { notes: [[60], [60.5]] }],
    ['step 1: the notes are 60', { notes: [60] }],
    ['notes is "la la"', 'la la'],
  ])('%s: refused', (problem, input) => {
    expect(() => preprocessor.encodeInput(input as never, 'here')).toThrow(DataError);
    expect(() => preprocessor.encodeInput(input as never, 'here')).toThrow(problem);
  });
});
