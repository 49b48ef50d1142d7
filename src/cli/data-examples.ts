/** Examples of a registered data set, of whatever kind, and how one looks on a line. */
import { openers } from '../data/dataset';
import type { Dataset } from '../data/opening';
import type { DataKind, ExampleOf, RegistryEntry } from '../data/registry';
import { nodeDataHost } from '../platform/node-data';

export function openOf({ name, kind }: RegistryEntry): Promise<Dataset<unknown>> {
  return openers[kind](name, nodeDataHost());
}

type Lines = { [Kind in DataKind]: (example: ExampleOf<Kind>) => string };

const lines: Lines = {
  'labelled text': ({ text, label }) => `${label}\t${cut(text)}`,
  'tagged words': ({ words, tags }) => cut(words.map((word, t) => `${word}/${tags[t]}`).join(' ')),
  'parallel text': ({ source, target }) => `${cut(source)}\t${cut(target)}`,
};

export function exampleLines({ kind }: RegistryEntry, examples: readonly unknown[]): string[] {
  return examples.map(lines[kind] as (example: unknown) => string);
}

const cut = (text: string) => text.slice(0, 90);
