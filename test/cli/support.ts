/** The command line in this process or in one of its own, and a small data set for it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { tfseq as run } from '../../src/cli/command-line';
import { programFile } from '../support/program';
import { toyExamples } from '../tasks/support';

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command line in this process. */
export async function tfseq(...args: string[]): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      written[name] += String(chunk);
      return true;
    }),
  );
  try {
    return { code: await run(args), ...written };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}

export const root = resolve(__dirname, '../..');

/** Starts it as a process of its own. */
export const startProgram = (...args: string[]): ChildProcess => startProgramWith({}, ...args);

/** @param variables of the environment, beside those of this process. */
export const startProgramWith = (variables: Record<string, string>, ...args: string[]): ChildProcess =>
  spawn(process.execPath, [programFile(), ...args], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...variables },
  });

export function outcomeOf(child: ChildProcess): Promise<Outcome & { signal: NodeJS.Signals | null }> {
  const written = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => (written.stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (written.stderr += String(chunk)));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => done({ code: code ?? -1, signal, ...written }));
  });
}

/** A fresh folder; everything in it goes at the end of the test file. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'tfseq-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const place = (...names: string[]) => join(folder, ...names);
  const write = (name: string, content: string | Uint8Array) => {
    mkdirSync(dirname(place(name)), { recursive: true });
    writeFileSync(place(name), content);
    return place(name);
  };
  return { place, write };
}

/** The toy task (the last colour decides) as JSON Lines. */
export const toyLines = (count: number, seed = 1): string =>
  toyExamples(count, seed)
    .map(({ text, label }) => JSON.stringify({ text, label }))
    .join('\n');

/** Small enough for a fraction of a second. */
export const tiny = ['--set', 'hiddenSize=4', 'embeddingSize=4', 'epochs=1', 'minimumCount=1'];

/** What a user did wrong: exit code 2, one paragraph on stderr, nothing on stdout. */
export async function expectRefusal(args: string[], ...parts: string[]): Promise<void> {
  const { code, stdout, stderr } = await tfseq(...args);
  parts.forEach((part) => expect(stderr).toContain(part));
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toMatch(/^\s+at /m); // a stack
}

/** A manifest with a hash that fits again, as somebody who means harm would edit it. */
export function sealed(text: string): string {
  const content = JSON.parse(text) as { sha256?: string };
  delete content.sha256;
  const sha256 = createHash('sha256')
    .update(JSON.stringify(content, null, 2))
    .digest('hex');
  return JSON.stringify({ ...content, sha256 });
}

/** A search of a minute on toy data, in a folder that goes at the end of the test file. */
export function tuningOnToys() {
  const { place, write } = temporaryFolder();
  const data = write('toy.jsonl', toyLines(400));
  const small = [
    ...['hiddenSize=8', 'embeddingSize=8', 'minimumCount=1', 'wordDropout=0', 'embeddingDropout=0', 'epochs=4'],
    ...['ngrams=none', 'batchSize=32'],
  ];
  const tune = (out: string, ...more: string[]) => [
    ...['tune', 'sentiment', '--data', data, '--out', out, '--set', ...small],
    ...['--search', 'learningRate', 'dropout', ...more],
  ];
  /** In a process of its own: jest cannot load what draws the chart. */
  const run = (...args: string[]) => outcomeOf(startProgram(...args));
  const read = (...names: string[]) => readFileSync(place(...names), 'utf8');
  return { place, write, data, small, tune, run, read };
}

/** What `tune --json` prints. */
export interface TuningDocument {
  [entry: string]: unknown;
  trials: { settings: object; epochs: number; value: number; seconds: number; seed: number }[];
  settings: object;
  config: object;
  value: number;
  default: number;
}
