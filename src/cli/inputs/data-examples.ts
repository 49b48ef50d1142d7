/** Examples of a registered data set, of whatever kind, and how one looks on a line. */
import { openers } from '../../data/datasets/openers';
import type { FrameRecording } from '../../data/examples/frames';
import type { Dataset } from '../../data/datasets/open';
import type { DataKind, ExampleOf, RegistryEntry } from '../../data/datasets/registry';
import { nodeDataHost } from '../../platform/node-data';

export function openOf({ name, kind }: RegistryEntry): Promise<Dataset<unknown>> {
  return openers[kind](name, nodeDataHost());
}

type Lines = { [Kind in DataKind]: (example: ExampleOf<Kind>) => string };

const lines: Lines = {
  'labelled text': ({ text, label }) => `${label}\t${cut(text)}`,
  frames: ({ recording, steps, size, labels }) =>
    `${recording}\t${steps} frames of ${size}\t${[...new Set(labels)].join(', ')}`,
  'tagged words': ({ words, tags }) => cut(words.map((word, t) => `${word}/${tags[t]}`).join(' ')),
  'parallel text': ({ source, target }) => `${cut(source)}\t${cut(target)}`,
};

export function exampleLines({ kind }: RegistryEntry, examples: readonly unknown[]): string[] {
  return examples.map(lines[kind] as (example: unknown) => string);
}

/** Examples as they go into a JSON document: of a recording its sizes, not its numbers. */
export function exampleDocuments({ kind }: RegistryEntry, examples: readonly unknown[]): unknown[] {
  if (kind !== 'frames') return [...examples];
  return (examples as FrameRecording[]).map(({ frames, labels, ...rest }) => ({
    ...rest,
    lines: undefined,
    numbers: frames.length,
    labels: [...new Set(labels)],
  }));
}

const cut = (text: string) => text.slice(0, 90);
