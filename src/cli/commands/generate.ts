/** `tfseq generate`: a text from a model that generates, written while it is made. */
import { readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { type GeneratingModel, type GenerationRequest, isGeneratingModel } from '../../../tasks/model/generating-model';
import { ConfigError, DataError, show } from '../../errors';
import { checkKind } from '../../platform/node-data';
import { type AnyTaskModel, type BackendChoice, load } from '../../node';
import { exitCodes } from '../exit';
import { chooseBackend, withBackend } from '../options/backend';
import { checkGeneratedFile, checkPackages, writeGenerated } from '../generated-file';
import { bundleHelp, jsonHelp, note, printJSON, printPiece } from '../output/print';

/** Numeric options: name, help. */
const numbers = {
  length: 'most tokens of a text',
  temperature: 'below 1 sharper, above 1 flatter; 0 always takes the most probable token',
  topK: 'only the k most probable tokens',
  topP: 'only the fewest tokens that have so much of the probability together',
  minP: 'only tokens with at least this part of the probability of the most probable one',
  typical: 'only the fewest tokens of typical information that have so much of the probability together',
  repetitionPenalty: 'above 1 against tokens that were there before',
  repetitionWindow: 'with a penalty: only so many tokens back',
  beam: 'above 1: beam search in place of draws',
  lengthPenalty: 'with a beam: 0 prefers short texts, 1 does not',
  seed: 'random seed of the draws (default 1); the same seed gives the same text',
} as const satisfies Partial<Record<keyof GenerationRequest, string>>;

interface GenerateOptions extends Record<string, unknown> {
  prompt?: string;
  promptFile?: string;
  stop?: string[];
  order?: string;
  /** commander takes `--no-` off. */
  repeatNgram?: string | boolean;
  mapUnknown?: boolean;
  label?: string;
  count: string;
  out?: string;
  backend: BackendChoice;
  json?: boolean;
}

export function define(command: Command): void {
  withBackend(command)
    .argument('<dir>', bundleHelp)
    .option('--prompt <text>', 'what the text follows, or what is translated')
    .option('--prompt-file <file>', 'the same from a file, to its last line end');
  for (const [name, help] of Object.entries(numbers)) command.option(`${flag(name)} <n>`, help);
  command
    .option('--no-repeat-ngram <n>', 'no sequence of so many tokens twice')
    .option('--stop <text...>', 'the text ends before the first of these')
    .option('--order <steps>', 'another order of what changes the distribution, separated by commas')
    .option('--label <name>', 'what the text follows from, of a model that was trained on texts with labels')
    .option('--map-unknown', 'read characters and words of the prompt that training did not have as unknown')
    .option('--count <n>', 'number of texts, with seeds one after the other', '1')
    .option(
      '--out <file>',
      'also write the text to a new file; .mid or .midi: a tune in ABC notation (needs abcjs) or a piano roll as MIDI',
    )
    .option('--json', jsonHelp)
    .addHelpText(
      'after',
      '\nExample: tfseq generate runs/plays --prompt "ROMEO:" --length 300 --temperature 0.8 --seed 7',
    )
    .action((location: string, options: GenerateOptions) => generate(location, options));
}

const flag = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

async function generate(location: string, options: GenerateOptions): Promise<void> {
  const prompt = promptOf(options);
  const count = numberOf('count', options.count) ?? 1;
  const request = requestOf(options);
  if (options.out !== undefined) checkGeneratedFile(options.out, count);
  if (count > 1 && (request.temperature === 0 || (request.beam ?? 1) > 1)) throw allEqual(count);
  await chooseBackend(options.backend);
  const model: AnyTaskModel = await load(location);
  if (!isGeneratingModel(model)) throw doesNotGenerate(location, model);
  const { textForm = 'text' } = model;
  if (options.out !== undefined) checkPackages(options.out, textForm);
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  try {
    const texts: { text: string }[] = [];
    for (let i = 0; i < count && !abort.signal.aborted; i++) {
      const seed = count > 1 || request.seed !== undefined ? { seed: (request.seed ?? 1) + i } : {};
      const one = { ...request, ...seed, signal: abort.signal };
      texts.push(await write(model, prompt, one, options.json === true, i > 0));
    }
    if (options.out !== undefined && texts.length > 0) {
      const before = model.continuesPrompt ? (prompt ?? '') : '';
      const whole = texts.map(({ text }) => before + text);
      writeGenerated(options.out, whole, textForm).forEach(note);
      note(`written to ${options.out}`);
    }
    if (options.json) printJSON({ task: model.task.name, ...(prompt !== undefined && { prompt }), texts });
    if (abort.signal.aborted) process.exitCode = exitCodes.interrupted;
  } finally {
    process.removeListener('SIGINT', stop);
  }
  model.drainWarnings().forEach(note);
  model.dispose();
}

/** As it comes, the prompt before it where it is the beginning; with `json` nothing yet. @returns what a program gets */
async function write(
  model: GeneratingModel,
  prompt: string | undefined,
  request: GenerationRequest,
  json: boolean,
  isFurther: boolean,
): Promise<{ text: string }> {
  let result = { text: '' };
  let isBegun = false;
  for await (const piece of model.generatePieces(prompt, request)) {
    if (!json && !isBegun) printPiece(`${isFurther ? '\n' : ''}${model.continuesPrompt ? (prompt ?? '') : ''}`);
    isBegun = true;
    if (!json) printPiece(piece.text);
    if (piece.result) result = piece.result;
  }
  if (!json) printPiece('\n');
  return result;
}

/** @throws ConfigError for what is no number, DataError for a file that cannot be read. */
function promptOf({ prompt, promptFile }: GenerateOptions): string | undefined {
  if (promptFile === undefined) return prompt;
  if (prompt !== undefined) {
    throw new ConfigError({
      where: 'tfseq generate',
      problem: 'both --prompt and --prompt-file are given',
      expected: 'one of the two',
      fix: 'Leave one out',
    });
  }
  try {
    checkKind(promptFile, statSync(promptFile));
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(promptFile)).replace(/\r?\n$/, '');
  } catch (cause) {
    throw new DataError({
      where: `--prompt-file ${promptFile}`,
      problem: cause instanceof Error ? cause.message : String(cause),
      expected: 'a file of text in UTF-8',
      fix: 'Check the path and the file',
      cause,
    });
  }
}

function requestOf(options: GenerateOptions): GenerationRequest {
  const { stop, order, repeatNgram, mapUnknown, label } = options;
  const given = Object.keys(numbers).map((name) => [name, numberOf(name, options[name])] as const);
  const all: GenerationRequest = {
    ...Object.fromEntries(given),
    noRepeatNgram: typeof repeatNgram === 'string' ? numberOf('noRepeatNgram', repeatNgram) : undefined,
    stop,
    label,
    order: order?.split(','),
    unknown: mapUnknown ? 'map' : undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function numberOf(name: string, text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new ConfigError({
    where: flag(name),
    problem: `${flag(name)} is ${show(text)}`,
    expected: 'a number',
    fix: `Give for example ${flag(name)} 5`,
  });
}

const allEqual = (count: number) =>
  new ConfigError({
    where: 'tfseq generate',
    problem: `--count is ${count}, and nothing is drawn: all texts would be the same`,
    expected: 'draws, without --beam and --temperature 0',
    fix: 'Leave --count out, or raise the temperature',
  });

const doesNotGenerate = (location: string, { task }: AnyTaskModel) =>
  new ConfigError({
    where: `tfseq generate ${location}`,
    problem: `the model is of the task ${task.name}, which generates no text`,
    expected: 'a model that generates',
    fix: `Use tfseq predict ${location}`,
  });
