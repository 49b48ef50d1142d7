/** `tfseq predict`: inputs from arguments, a file or standard input, one item a line → one answer a line. */
import { readLines } from '../../data/bytes/lines';
import { ConfigError } from '../../errors';
import { type BackendChoice, type ByteSource, fileSource, load, streamSource, Tagger } from '../../node';
import { answerLine, isUnended, unendedNote } from '../output/prediction-lines';
import { writeAttentionMaps } from '../output/attention-maps';
import { chooseBackend } from '../options/backend';
import { groupsOf } from '../inputs/groups';
import { type FrameOptions, predictFrames } from '../inputs/predict-frames';
import { note, print } from '../output/report';
import { askedOf, type SearchOptions } from '../options/search-options';

export interface PredictOptions
  extends SearchOptions, Pick<FrameOptions, 'format' | 'recordingColumn' | 'labelColumn'> {
  input?: string;
  backend: BackendChoice;
  json?: boolean;
  /** Where pictures of attention go. */
  attention?: string;
}

interface Item {
  input: string;
  /** File and line, for messages. */
  place: string;
}

const groupSize = 64;

export async function predict(location: string, inputs: string[], options: PredictOptions): Promise<void> {
  await chooseBackend(options.backend);
  const model = await load(location);
  if (model instanceof Tagger && model.config.input === 'frames') {
    await predictFrames(model, inputs, options);
    return model.dispose();
  }
  const items = itemsOf(inputs, options.input);
  const lineOf = answerLine(model.task.name);
  const looks = options.attention !== undefined || (options.json && model.task.name === 'translation');
  const asked = { ...askedOf(options), ...(looks && { attention: true }) };
  let answered = 0;
  const unended: string[] = [];
  const documents: string[] = []; // with --json nothing is printed before all is known: half a document is none
  for await (const group of groupsOf(items, groupSize)) {
    const answers = (await model.predict(
      group.map(({ input }) => input),
      { places: group.map(({ place }) => place), ...asked },
    )) as object[];
    if (options.attention !== undefined) await writeAttentionMaps(options.attention, answers, answered + 1);
    answered += answers.length;
    unended.push(...group.filter((_, i) => isUnended(answers[i])).map(({ place }) => place));
    answers.forEach((answer, i) => {
      if (options.json) documents.push(JSON.stringify({ input: group[i].input, ...answer }));
      else print(lineOf(group[i].input, answer));
    });
  }
  if (options.json) print(documents.length ? `[\n${documents.join(',\n')}\n]` : '[]');
  model.drainWarnings().forEach(note);
  if (unended.length) note(unendedNote(unended, answered));
  model.dispose();
}

function itemsOf(inputs: string[], file: string | undefined): AsyncIterable<Item> {
  if (inputs.length && file !== undefined) {
    throw new ConfigError({
      where: 'tfseq predict',
      problem: `both ${inputs.length} inputs and --input ${file} are given`,
      expected: 'one of the two',
      fix: 'Leave one out',
    });
  }
  if (inputs.length) return argumentsAsItems(inputs);
  if (file !== undefined && file !== '-') return linesAsItems(fileSource(file));
  if (process.stdin.isTTY) process.stderr.write('Type one text a line; Ctrl-D ends.\n');
  return linesAsItems(streamSource('standard input', process.stdin));
}

// eslint-disable-next-line @typescript-eslint/require-await -- the same shape as a file
async function* argumentsAsItems(inputs: string[]): AsyncGenerator<Item> {
  for (const [i, input] of inputs.entries()) yield { input, place: `input ${i + 1}` };
}

async function* linesAsItems(source: ByteSource): AsyncGenerator<Item> {
  for await (const { text, number } of readLines(source)) {
    yield { input: text, place: `${source.name} line ${number}` };
  }
}
