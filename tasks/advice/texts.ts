/** What of some texts a vocabulary and a largest length leave out. */
import type { SequenceEncoder } from '../../src/text/sequence-encoder';
import { type Advice, percent } from './measured-model';

/** Part of the texts. */
const manyCut = 0.05;

export interface MeasuredTexts {
  /** Part of the tokens that the vocabulary lacks. */
  unknown: number;
  /** Part of the texts that are one token. */
  ofOneToken: number;
  /** Part of the texts that are truncated. */
  cut: number;
  /** Tokens of the longest text but for one in twenty. */
  length: number;
}

/** @param texts at least one */
export function measureTexts(encoder: SequenceEncoder, texts: readonly string[]): MeasuredTexts {
  const encoded = texts.map((text) => encoder.encode(text));
  const partOf = (isOne: (one: (typeof encoded)[number]) => boolean) => encoded.filter(isOne).length / encoded.length;
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const lengths = encoded.map(({ tokens }) => tokens).sort((a, b) => a - b);
  return {
    unknown: sum(encoded.map(({ unknown }) => unknown)) / sum(lengths),
    ofOneToken: partOf(({ tokens }) => tokens === 1),
    cut: partOf(({ cut }) => cut > 0),
    length: lengths[Math.floor(0.95 * (lengths.length - 1))],
  };
}

/** Where many are truncated: a `maximumLength` that leaves nearly all of them whole. */
export function longerTexts({ cut, length }: MeasuredTexts, maximumLength: number): Advice[] {
  if (cut < manyCut) return [];
  const reason = `${percent(cut)} of the texts are truncated to ${maximumLength} tokens`;
  return [
    { what: 'longer texts', reason, action: 'train', settings: { maximumLength: 100 * Math.ceil(length / 100) } },
  ];
}
