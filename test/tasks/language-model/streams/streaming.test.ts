/** A text that is not in memory: the windows, steps and weights of one that is. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LanguageModel, type LanguageModelOptions, type TrainingEvent, useBackend } from '../../../../src/node';
import { replayable } from '../../../../src/data/example-source';
import type { PlainText } from '../../../../src/data/examples/plain-text/example';
import { ConfigError, DataError } from '../../../../src/errors';
import type { FitOptions } from '../../../../tasks/options';
import { options as small, sentences } from '../support';

const folder = mkdtempSync(join(tmpdir(), 'tfseq-streamed-text-'));
beforeAll(() => useBackend('wasm'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = `${sentences(70, 1)}Ωmega ß 😀\n`;
/** In pieces, as a file is read. */
const pieces: PlainText[] = [0, 300, 301, 900].map((start, i, all) => ({
  text: text.slice(start, all[i + 1]),
  ...(i < all.length - 1 && { continues: true }),
}));
const options: LanguageModelOptions = {
  ...{ ...small, input: 'text', epochs: 2, dropout: 0.1, checkpointEvery: 10 },
};

function sourceOf(examples: readonly PlainText[]) {
  const state = { open: 0, passes: 0 };
  async function* open(): AsyncGenerator<PlainText> {
    state.open++;
    state.passes++;
    try {
      for (const example of examples) yield await Promise.resolve(example);
    } finally {
      state.open--;
    }
  }
  return { state, source: replayable(open) };
}

async function train(
  examples: Parameters<LanguageModel['fit']>[0],
  changes: LanguageModelOptions = {},
  fit: FitOptions<PlainText> = {},
) {
  const model = new LanguageModel({ ...options, ...changes });
  const events: TrainingEvent[] = [];
  try {
    const { globalStep, reason } = await model.fit(examples, {
      ...fit,
      onEvent(event) {
        events.push(event);
        fit.onEvent?.(event);
      },
    });
    const { logProbability, tokens } = await model.score('the dog barks.\n');
    const { encoder } = model.describe();
    const losses = events.flatMap((event) => (event.type === 'step' ? [event.loss] : []));
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    return { globalStep, reason, losses, warnings, logProbability, tokens, encoder };
  } finally {
    model.dispose();
  }
}

const scratchFiles = () => readdirSync(tmpdir()).filter((name) => existsSync(join(tmpdir(), name, 'scratch')));

it.each<[string, LanguageModelOptions]>([
  ['characters', {}],
  ['windows of random lengths', { windowLength: 'random' }],
  ['words', { tokenizer: 'words', window: 5 }],
  ['byte pairs, which take a pass for themselves', { tokenizer: 'byte-pairs', merges: 15, window: 5 }],
])('%s: every step is that of the text in memory', async (_, changes) => {
  const { state, source } = sourceOf(pieces);
  const { warnings, ...streamed } = await train(source, changes);
  const { warnings: notes, ...whole } = await train(pieces, changes);
  expect(streamed).toEqual(whole);
  expect(streamed.losses.length).toBeGreaterThan(20);
  expect(warnings).toEqual([
    'examples are streamed: settings that would follow from all of them keep their defaults',
    ...notes,
  ]);
  // first example, check, vocabulary (merges too), ids; none for an epoch
  expect(state).toEqual({ open: 0, passes: changes.tokenizer === 'byte-pairs' ? 5 : 4 });
  expect(scratchFiles()).toEqual([]);
});

it('several texts have ends, also where they are streamed', async () => {
  const lines = sentences(60, 1).split('\n').filter(Boolean);
  const texts = lines.map((line) => ({ text: line }));
  const streamed = await train(sourceOf(texts).source, { epochs: 1 });
  expect(streamed.tokens).toBe(16);
  expect(streamed.losses).toEqual((await train(texts, { epochs: 1 })).losses);
});

it('stopped after any step and resumed gives the bytes of a run without a break', async () => {
  const whole = await train(sourceOf(pieces).source);
  for (const stopAt of [1, 17, 30]) {
    const checkpoints = join(folder, `run-${stopAt}`);
    const controller = new AbortController();
    const onEvent = (event: TrainingEvent) =>
      void (event.type === 'step' && event.globalStep === stopAt && controller.abort());
    const first = await train(sourceOf(pieces).source, {}, { checkpoints, signal: controller.signal, onEvent });
    expect(first).toMatchObject({ reason: 'aborted', globalStep: stopAt });
    const rest = await train(sourceOf(pieces).source, {}, { checkpoints, resume: true });
    expect([...first.losses, ...rest.losses]).toEqual(whole.losses);
    expect(rest.logProbability).toBe(whole.logProbability);
  }
  expect(scratchFiles()).toEqual([]);
});

it('a bad piece is reported before the first step; nothing is left of those before', async () => {
  const bad = [...pieces.slice(0, 2), { text: 5 } as unknown as PlainText];
  await expect(train(sourceOf(bad).source)).rejects.toThrow(DataError);
  const untold = [{ text: 'a  b a b', continues: true }, { text: ' ' }];
  await expect(train(sourceOf(untold).source, { tokenizer: 'whitespace' })).rejects.toThrow(/has no token/);
  await expect(train(sourceOf([{ text: 'abc' }]).source)).rejects.toThrow(/3 tokens, fewer than one window of 16/);
  await expect(train(sourceOf([{ text: 'aaaa' }]).source)).rejects.toThrow(/one symbol/);
  await expect(train(sourceOf([]).source)).rejects.toThrow(/0 examples/);
  expect(scratchFiles()).toEqual([]);
});

it('texts are not shuffled: a buffer for that is refused', async () => {
  const trained = train(sourceOf(pieces).source, {}, { shuffleBuffer: 10 });
  await expect(trained).rejects.toThrow(ConfigError);
  await expect(trained).rejects.toThrow(/reads its examples in their order/);
});

it('texts with labels are held in memory, with a warning', async () => {
  const labelled = ['ab', 'ba', 'abba'].map((word) => ({ text: word, label: word[0] }));
  async function* open() {
    for (const example of labelled) yield await Promise.resolve(example);
  }
  const model = new LanguageModel({ ...small, epochs: 1 });
  const notes: string[] = [];
  const onEvent = (event: TrainingEvent) => void (event.type === 'warning' && notes.push(event.message));
  await model.fit(replayable(open), { onEvent });
  expect(notes[0]).toMatch(/^all examples are held in memory/);
  expect(model.startLabels).toEqual(['a', 'b']);
  model.dispose();
});
