/**
 * Word vectors as text: a word and its values a line, separated by spaces (GloVe, Pennington et al. 2014); fastText and
 * word2vec put a line "<words> <dimension>" in front. The file is streamed, and only the wanted rows are kept.
 */
import { DataError, show } from '../../errors';
import { lineOptionNames, type LineOptions, readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import { checkOptionNames } from '../../validation';

/** Word vectors as a file gives them. */
export interface WordVectors {
  /** The wanted ones that the file has, in its order and in NFC. */
  words: string[];
  /** Their vectors, row by row. */
  vectors: Float32Array; // [N,D]
  dimension: number;
  /** Words of the file. */
  rows: number;
  /** Later rows of a wanted word that had one already; the first one counts. */
  duplicates: number;
  /** What is odd about the file and does no harm, one sentence each. */
  notes: string[];
}

/**
 * @param wanted called with the NFC of each word
 * @throws DataError with file and line for a vector of another dimension than the first one, a number that is not
 * finite, a file without vectors, and as `readLines`
 */
export async function readWordVectors(
  source: ByteSource,
  wanted: (word: string) => boolean,
  options: LineOptions = {},
): Promise<WordVectors> {
  checkOptionNames('readWordVectors', options, lineOptionNames);
  const found = new Map<string, Float32Array>();
  let header: Header | undefined;
  let [dimension, rows, duplicates, nameless] = [0, 0, 0, 0];
  for await (const { text, number } of readLines(source, options)) {
    const line = text.trimEnd();
    if (number === 1) {
      if (line.includes('\t')) throw tabs(source.name);
      header = readHeader(line);
      dimension = header?.dimension ?? countSpaces(line);
      if (dimension === 0) throw noVectors(source.name);
      if (header) continue;
    }
    if (line === '') continue;
    const where = () => `${source.name} line ${number}`;
    const start = startOfValues(line, dimension, where);
    rows++;
    if (start === 0) {
      nameless++;
      continue;
    }
    const word = line.slice(0, start).normalize('NFC');
    if (!wanted(word)) continue;
    if (found.has(word)) duplicates++;
    else found.set(word, toVector(line.slice(start + 1), word, where));
  }
  if (rows === 0) throw noVectors(source.name);
  const vectors = new Float32Array(found.size * dimension); // [N,D]
  [...found.values()].forEach((vector, n) => vectors.set(vector, n * dimension));
  return { words: [...found.keys()], vectors, dimension, rows, duplicates, notes: notesOn(header, rows, nameless) };
}

/** How many words of a vocabulary have given vectors. */
export interface VectorCoverage {
  /** Different words, and those of them that have a vector. */
  words: number;
  covered: number;
  /** Part of the running words that have one, in [0, 1]; every word counts as often as it occurs. */
  runningShare: number;
}

/** How much of a vocabulary has vectors. @param counts words and how often each occurs */
export function vectorCoverage(
  counts: Iterable<readonly [word: string, count: number]>,
  has: (word: string) => boolean,
): VectorCoverage {
  let [words, covered, running, runningCovered] = [0, 0, 0, 0];
  for (const [word, count] of counts) {
    words++;
    running += count;
    if (!has(word)) continue;
    covered++;
    runningCovered += count;
  }
  return { words, covered, runningShare: running > 0 ? runningCovered / running : 0 };
}

interface Header {
  words: number;
  dimension: number;
}

/** Two whole numbers alone; nobody makes vectors of one dimension. */
function readHeader(line: string): Header | undefined {
  const [, words, dimension] = /^(\d+) (\d+)$/.exec(line) ?? [];
  return words === undefined ? undefined : { words: Number(words), dimension: Number(dimension) };
}

function countSpaces(line: string): number {
  let count = 0;
  for (let at = line.indexOf(' '); at >= 0; at = line.indexOf(' ', at + 1)) count++;
  return count;
}

/**
 * Index of the space between word and values. A few words of the large files contain spaces themselves (". . ."), so
 * the values are counted from the end; what is left may not end in a number, or the vector would be too long.
 */
function startOfValues(line: string, dimension: number, where: () => string): number {
  let start = line.length;
  for (let d = 0; d < dimension && start > 0; d++) start = line.lastIndexOf(' ', start - 1);
  const word = line.slice(0, Math.max(start, 0));
  if (start === 0 && countSpaces(line) === dimension) return 0;
  if (start > 0 && !(word.includes(' ') && isNumber(word.slice(word.lastIndexOf(' ') + 1)))) return start;
  throw new DataError({
    where: where(),
    problem: `the vector of ${show(line.slice(0, line.indexOf(' ')))} has ${countSpaces(line)} values`,
    expected: `${dimension}, as the first line says`,
    fix: 'Correct or remove the line; a file that was truncated must be fetched again',
  });
}

function toVector(values: string, word: string, where: () => string): Float32Array {
  const vector = Float32Array.from(values.split(' '), (cell) => (isNumber(cell) ? Number(cell) : NaN)); // [D]
  const bad = vector.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return vector;
  throw new DataError({
    where: where(),
    problem: `value ${bad + 1} of the vector of ${show(word)} is ${show(values.split(' ')[bad])}`,
    expected: 'a finite number',
    fix: 'Correct or remove the line',
  });
}

const isNumber = (text: string) => text !== '' && Number.isFinite(Number(text));

function noVectors(name: string): DataError {
  return new DataError({
    where: name,
    problem: 'the file holds no vectors',
    expected: 'a word and its values a line, separated by spaces',
    fix: 'Check the path and the format (GloVe or fastText, as text)',
  });
}

function tabs(name: string): DataError {
  return new DataError({
    where: `${name} line 1`,
    problem: 'there is a tab in the line',
    expected: 'a word and its values separated by single spaces',
    fix: "Replace the tabs: tr '\\t' ' ' < FILE > OTHER",
  });
}

function notesOn(header: Header | undefined, rows: number, nameless: number): string[] {
  const isOther = header !== undefined && header.words !== rows;
  return [
    ...(isOther ? [`its first line says ${header.words} vectors, and there are ${rows}: it may be truncated`] : []),
    ...(nameless
      ? [`${nameless} of its rows ${nameless === 1 ? 'has no word and is' : 'have no word and are'} skipped`]
      : []),
  ];
}
