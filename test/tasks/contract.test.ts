/**
 * What every task keeps, whatever it is about. The tasks are rows of a table (contract/table.ts); a new one adds its row
 * and passes everything below. On backend `cpu` with the generic kernel (contract/training.ts says why), unless a test
 * says otherwise.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { type AnyTaskModel, load, type StepEvent, useBackend, useRecurrenceKernel } from '../../src/node';
import { metricMode } from '../../src/metrics/lost-metrics';
import { fingerprintOf, keptFingerprint } from './contract/fingerprints';
import { adviceAgainst, encode, encodeInput, gradientsOf, measure, predictEncoded, weightsOf } from './contract/inside';
import { errorOf, placeIn, refusedBy } from './contract/refused';
import { readExpected, savedBundles } from './contract/saved-bundles';
import { table } from './contract/table';
import { inputsOf, pinArithmetic, predict, train } from './contract/training';
import { expectClose, without } from './contract/values';

let folder: string;
beforeAll(async () => {
  await pinArithmetic();
  folder = mkdtempSync(join(tmpdir(), 'tfseq-contract-'));
});
afterAll(() => {
  useRecurrenceKernel('auto');
  rmSync(folder, { recursive: true, force: true });
});

describe.each(table)('$name', (row) => {
  const { name, class: Class, options, training, test: examples, inputOf, targetEntries, withoutBaseline } = row;
  const inputs = inputsOf(row);
  const place = (of: string) => join(folder, name, of);
  let model: AnyTaskModel;
  let endOfRun: Buffer;
  let evaluation: Record<string, unknown> & { baselines: Record<string, Record<string, number>> };

  beforeAll(async () => {
    ({ model } = await train(row, { checkpoints: place('whole') }));
    endOfRun = stateIn(place('whole'));
    evaluation = await model.evaluate(examples, { name: 'toy, test' });
    await model.save(place('saved'));
  });
  afterAll(() => model?.dispose());

  it('saved and loaded: the same predictions, metrics and files', async () => {
    const predictions = await model.predict(inputs);
    for (const open of [(at: string) => Class.load(at), load]) {
      const loaded = await open(place('saved'));
      expect(loaded).toBeInstanceOf(Class);
      expect(await loaded.predict(inputs)).toEqual(predictions);
      await loaded.save(place('again'), { overwrite: true });
      for (const file of ['bundle.json', 'model.json', 'weights.bin', 'MODEL_CARD.md']) {
        expect(readFileSync(join(place('again'), file))).toEqual(readFileSync(join(place('saved'), file)));
      }
      expect(await loaded.evaluate(examples, { baselinesFrom: training })).toEqual(evaluation);
      loaded.dispose();
    }
  });

  it('predicts a batch as one by one', async () => {
    const together = await predict(model, inputs);
    expect(together).toHaveLength(inputs.length);
    for (const [i, input] of inputs.entries()) expectClose(await model.predict(input), together[i], 1e-5);
  });

  it('reads the input of an example as it reads the example', async () => {
    const encoded = examples.map((example) => encode(model, example));
    const asked = examples.map((example) => inputOf(example as never));
    for (const [i, input] of asked.entries()) {
      const differing = Object.entries(encodeInput(model, input)).filter(
        ([entry, value]) => !isEqual(value, encoded[i][entry]),
      );
      expect(differing.map(([entry]) => entry)).toEqual(targetEntries);
      expect(await model.predict(input)).toEqual((await predictEncoded(model, [encoded[i]]))[0]);
    }
    const metrics = await measure(model, encoded, await predict(model, asked));
    expect(metrics).toEqual(without(evaluation, 'baselines'));
  });

  it('resumed inside an epoch: the same weights, byte for byte', async () => {
    const abort = new AbortController();
    const onEvent = (event: { type: string }) => {
      const { type, epoch, step, steps } = event as StepEvent;
      if (type === 'step' && epoch === 2 && step < steps) abort.abort();
    };
    const first = await train(row, { checkpoints: place('stopped'), signal: abort.signal, onEvent });
    expect(first.result).toMatchObject({ reason: 'aborted', epochs: 1 });
    expect(stateIn(place('stopped'))).not.toEqual(endOfRun);
    first.model.dispose();
    const second = await train(row, { checkpoints: place('stopped'), resume: true });
    expect(second.result.reason).toBe('completed');
    expect(await weightsOf(second.model)).toEqual(await weightsOf(model));
    expect(stateIn(place('stopped'))).toEqual(endOfRun);
    second.model.dispose();
  });

  it('every parameter has a gradient', () => {
    const gradients = gradientsOf(model, training);
    expect(Object.keys(gradients)).toEqual(model.describe().parameters.map((parameter) => parameter.name));
    expect(Object.entries(gradients).filter(([, largest]) => !(largest > 0))).toEqual([]);
  });

  it.each(['cpu', 'wasm'] as const)('leaves no tensor behind on %s', async (backend) => {
    await useBackend(backend);
    useRecurrenceKernel('auto');
    try {
      const { numTensors } = tf.memory();
      const { model } = await train(row, { checkpoints: place('leaks'), epochs: 1 });
      await model.evaluate(examples);
      await model.predict(inputs);
      await errorOf(() => model.predict([inputs[0], null]));
      await model.save(place('leaks'), { overwrite: true });
      const loaded: AnyTaskModel = await load(place('leaks'));
      await loaded.predict(inputs[0]);
      await loaded.restore(place('leaks'));
      loaded.dispose();
      model.dispose();
      expect(tf.memory().numTensors).toBe(numTensors);
    } finally {
      await pinArithmetic();
    }
  });

  describe('refuses, naming the place', () => {
    const refused = refusedBy(row);

    it.each(refused.options)('the option: %s', async (_, options) => {
      const error = await errorOf(() => new Class(options as object));
      expect(error).toMatch(new RegExp(`^ConfigError at ${Class.name}`));
    });

    it.each(refused.trainings)('to train with %s', async (_, list) => {
      const error = await errorOf(() => new Class(options).fit(list as object[]));
      expect(error).toMatch(placeIn(list, `${Class.name}.fit`));
    });

    it.each(refused.measured)('to evaluate %s', async (_, list) => {
      const error = await errorOf(() => model.evaluate(list as object[]));
      expect(error).toMatch(placeIn(list, `${Class.name}.evaluate`));
    });

    it.each(refused.inputs)('to predict %s', async (_, input) => {
      expect(await errorOf(() => model.predict(input))).toMatch(/^DataError at input\b/);
      expect(await errorOf(() => model.predict([inputs[0], input]))).toMatch(/^DataError at input 2\b/);
      const placed = model.predict([input], { locations: ['file line 7'] });
      expect(await errorOf(() => placed)).toMatch(/^DataError at file line 7\b/);
    });

    it('to compare with baselines that are fitted on what is no example', async () => {
      const baselinesFrom = [...training, {}];
      const error = await errorOf(() => model.evaluate(examples, { baselinesFrom }));
      expect(error).toBe(`DataError at baselinesFrom example ${baselinesFrom.length}`);
    });

    it('an option of predict that there is not, and whatever needs training before', async () => {
      const error = `ConfigError at ${Class.name}.`;
      expect(await errorOf(() => model.predict(inputs, { bean: 5 }))).toBe(error + 'predict');
      const fresh = new Class(options);
      expect(await errorOf(() => fresh.predict(inputs))).toBe(error + 'predict');
      expect(await errorOf(() => fresh.evaluate(examples))).toBe(error + 'evaluate');
      expect(await errorOf(() => fresh.save(place('never')))).toBe(error + 'save');
    });
  });

  it('every metric stands beside one of a baseline, or the row says why not', () => {
    const { baselines, ...metrics } = evaluation;
    const compared = new Set(Object.values(baselines).flatMap((one) => Object.keys(one)));
    expect(Object.keys(metrics).filter((metric) => !compared.has(metric))).toEqual(withoutBaseline);
  });

  it('declares which settings with a default the training data may decide', () => {
    const { task } = model;
    const inferred = task.inferOptions?.(training, {}, () => undefined) ?? {};
    const settings = new Map<string, { default?: unknown }>(Object.entries(task.settings));
    const decided = Object.keys(inferred).filter((setting) => settings.get(setting)?.default !== undefined);
    expect(decided.filter((setting) => !task.inferredSettings?.includes(setting))).toEqual([]);
  });

  it('where a baseline is better in everything, it is advised something that it can be trained with', () => {
    const metrics = without(evaluation, 'baselines') as Record<string, number>;
    const sign = (metric: string) => (metricMode(metric) === 'max' ? 1 : -1);
    const better = Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, value + sign(name)]));
    const advice = adviceAgainst(model, better, { metrics, examples });
    expect(advice.length).toBeGreaterThan(0);
    const { task, config } = model;
    for (const { settings } of advice) expect(() => task.parseConfig({ ...config, ...settings })).not.toThrow();
    expect(adviceAgainst(model, metrics, { metrics, examples })).toEqual([]);
  });

  it('has the fingerprints that it had', async () => {
    const fingerprint = await fingerprintOf(model, endOfRun, place('saved'));
    expect(fingerprint).toEqual(keptFingerprint(name, fingerprint));
  });

  it('opens the bundle that was saved before, and it predicts the same', async () => {
    const bundle = join(savedBundles, name);
    const expected = readExpected(readFileSync(join(bundle, 'expected.json'), 'utf8'));
    const loaded: AnyTaskModel = await load(bundle);
    expect(loaded).toBeInstanceOf(Class);
    expectClose(await loaded.predict(expected.inputs), expected.predictions, 1e-6);
    loaded.dispose();
  });
});

/** Weights, their average, those of the best epoch and what the optimizer remembers, as the last checkpoint has them. */
const stateIn = (place: string) => readFileSync(join(place, 'checkpoint', 'state.bin'));

function isEqual(a: unknown, b: unknown): boolean {
  try {
    expect(a).toEqual(b);
    return true;
  } catch {
    return false;
  }
}
