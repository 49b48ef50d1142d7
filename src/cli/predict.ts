/** `tfseq predict`: inputs from arguments, a file or standard input, one item a line → one answer a line. */
import pc from 'picocolors';
import { readText } from '../data/text';
import { ConfigError } from '../errors';
import { type BackendChoice, fileSource, load, streamSource, useBackend } from '../node';
import { groupsOf } from './groups';

export interface PredictOptions {
  input?: string;
  backend: BackendChoice;
  json?: boolean;
}

interface Answer {
  label: string;
  probabilities: Record<string, number>;
}

const groupSize = 64;

export async function predict(location: string, inputs: string[], options: PredictOptions): Promise<void> {
  const items = itemsOf(inputs, options.input);
  await useBackend(options.backend);
  const model = await load(location);
  const print = options.json ? jsonArray() : plainLines();
  for await (const group of groupsOf(items, groupSize)) {
    const answers = await model.predict(group);
    answers.forEach((answer, i) => print.answer(group[i], answer));
  }
  print.end();
  model.dispose();
}

function itemsOf(inputs: string[], file: string | undefined): AsyncIterable<string> {
  if (inputs.length && file) {
    throw new ConfigError({
      where: 'tfseq predict',
      problem: `both ${inputs.length} inputs and --input ${file} are given`,
      expected: 'one of the two',
      fix: 'Leave one out',
    });
  }
  if (inputs.length) return argumentsAsItems(inputs);
  if (file && file !== '-') return readText(fileSource(file));
  if (!file && process.stdin.isTTY) process.stderr.write('Type one text a line; Ctrl-D ends.\n');
  return readText(streamSource('standard input', process.stdin));
}

// eslint-disable-next-line @typescript-eslint/require-await -- the same shape as a file
async function* argumentsAsItems(inputs: string[]): AsyncGenerator<string> {
  yield* inputs;
}

interface Printer {
  answer(input: string, answer: Answer): void;
  end(): void;
}

/** One JSON document, an array with one answer a line. */
function jsonArray(): Printer {
  let count = 0;
  const write = (text: string) => void process.stdout.write(text);
  return {
    answer: (input, answer) => write(`${count++ ? ',\n' : '[\n'}${JSON.stringify({ input, ...answer })}`),
    end: () => write(count ? '\n]\n' : '[]\n'),
  };
}

function plainLines(): Printer {
  return {
    answer(input, { label, probabilities }) {
      const share = `${(100 * probabilities[label]).toFixed(1)} %`.padStart(7);
      process.stdout.write(`${pc.bold(label)}  ${share}  ${input}\n`);
    },
    end: () => undefined,
  };
}
