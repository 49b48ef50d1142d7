/** Polyphonic music as its user meets it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, load, type PianoRoll, PolyphonyModel, Random, useBackend } from '../../../src/node';
import { currentRuntime } from '../../../src/kernels/wasm/runtime/current-runtime';
import type { GenerateMusicOptions } from '../../../tasks/polyphony/generation';
import type { PolyphonyPredictor } from '../../../tasks/polyphony/predictor';
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

  const generated = async (beginning: PianoRoll, options: GenerateMusicOptions) => {
    const steps: number[][] = [];
    for await (const step of model.generate(beginning, options)) steps.push(step);
    return steps;
  };

  it('goes on with a beginning as it has learnt to', async () => {
    const beginning = { notes: [[65, 69], [65, 69], [59, 62, 67]] }; // prettier-ignore
    const steps = await generated(beginning, { temperature: 0, length: 4 });
    expect(steps).toEqual([[], [60, 64, 67], [60, 64, 67], [65, 69]]); // prettier-ignore
  });

  it('draws keys with the probabilities of the scores: the first step of many seeds', async () => {
    const beginning = { notes: [[60, 64, 67]] }; // prettier-ignore
    const draws = await Promise.all(
      Array.from({ length: 400 }, (_, seed) => generated(beginning, { length: 1, seed: seed + 1, temperature: 2 })),
    );
    const stepper = (model['ready']('test').predictor as PolyphonyPredictor).network.stepper();
    const scores = stepper.step(Float32Array.from({ length: 88 }, (_, key) => Number([60, 64, 67].includes(key + 21))));
    for (const pitch of [60, 65, 69, 30]) {
      const share = draws.filter(([step]) => step.includes(pitch)).length / draws.length;
      const expected = 1 / (1 + Math.exp(-scores[pitch - 21] / 2));
      expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 400) + 0.005);
    }
    stepper.dispose();
  });

  it('the same seed gives the same piece, whose JSON is one that the model reads', async () => {
    const beginning = { notes: [[60, 64, 67]] }; // prettier-ignore
    const steps = await generated(beginning, { seed: 5, length: 8 });
    expect(await generated(beginning, { seed: 5, length: 8 })).toEqual(steps);
    let text = '';
    for await (const piece of model.generatePieces('{"notes": [[60, 64, 67]]}', { seed: 5, length: 8 }))
      text += piece.text;
    expect(JSON.parse(text)).toEqual({ notes: [...beginning.notes, ...steps] });
    expect((await model.predict(text)).values).toHaveLength(8);
  });

  it('stops at the signal; leaves no memory of kernels behind', async () => {
    const used = currentRuntime().allocator.used;
    const abort = new AbortController();
    const steps: number[][] = [];
    for await (const step of model.generate({ notes: [[60]] }, { signal: abort.signal })) {
      if (steps.push(step) === 3) abort.abort();
    }
    expect(steps).toHaveLength(3);
    for await (const step of model.generate({ notes: [[60]] })) if (step) break;
    expect(currentRuntime().allocator.used).toBe(used);
  });

  it.each<[string, PianoRoll | string, object]>([
    ['there are no steps', { notes: [] }, {}],
    ['the note is 20', { notes: [[20]] }, {}],
    ['notes is "la la"', 'la la', {}],
    ['temperature is -1', { notes: [[60]] }, { temperature: -1 }],
    ['length is 0', { notes: [[60]] }, { length: 0 }],
    ['seed is 1, and temperature 0 draws nothing', { notes: [[60]] }, { temperature: 0, seed: 1 }],
    ['unknown option "topP"', { notes: [[60]] }, { topP: 0.5 }],
  ])('%s: refused', async (problem, beginning, options) => {
    await expect(model.generate(beginning, options).next()).rejects.toThrow(problem);
  });

  it('a beginning is needed', () =>
    expect(model.generatePieces(undefined, {}).next()).rejects.toThrow('prompt: there is no beginning'));

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
