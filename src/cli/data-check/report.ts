/** A report of data as text. */
import { visibleText } from '../../display/visible-text';
import type { Repeated } from '../../data/check/duplicates';
import { table } from '../output/table';
import type { CheckDocument } from './document';

/** Labels that are listed; the others are counted. */
const LISTED_LABELS = 20;

export function reportText(document: CheckDocument): string {
  const { data, kind, task } = document;
  const parts = [
    `${data}: ${kind}, for ${task}`,
    notesOf(document),
    lengths(document),
    labels(document),
    repeated(document),
    characters(document),
    encoding(document),
    suggestions(document),
  ];
  return parts.filter(Boolean).join('\n\n');
}

const count = (number: number) => number.toLocaleString('en');
const list = (title: string, lines: readonly string[]) =>
  lines.length ? [title, ...lines.map((line) => `  ${visibleText(line)}`)].join('\n') : '';

const notesOf = ({ notes }: CheckDocument) => list('Notes', notes);

function lengths({ splits }: CheckDocument): string {
  const rows = Object.entries(splits).flatMap(([split, { examples, lengths: units }]) =>
    Object.entries(units).map(([unit, q], i) => [
      ...(i === 0 ? [split, count(examples)] : ['', '']),
      unit,
      ...[q.min, q.p25, q.median, q.p75, q.p95, q.p99, q.max].map(count),
    ]),
  );
  const head = ['split', 'examples', 'length in', 'min', '25 %', 'median', '75 %', '95 %', '99 %', 'max'];
  return table(rows, { head, right: (column) => column === 1 || column > 2 });
}

function labels({ splits, unseenLabels }: CheckDocument): string {
  const names = Object.keys(splits.train.labels);
  if (names.length === 0) return '';
  const totals = Object.values(splits).map((split) => Object.values(split.labels).reduce((sum, n) => sum + n, 0));
  const cell = (n = 0, total = 1) => `${count(n)} (${((100 * n) / total).toFixed(1)} %)`;
  const rows = [...names, ...unseenLabels]
    .slice(0, LISTED_LABELS)
    .map((name) => [
      visibleText(name),
      ...Object.values(splits).map((split, i) => cell(split.labels[name], totals[i])),
    ]);
  const more = names.length + unseenLabels.length - LISTED_LABELS;
  const head = [`label (${names.length})`, ...Object.keys(splits)];
  return table(rows, { head, right: (column) => column > 0 }) + (more > 0 ? `\nand ${more} more` : '');
}

function repeated({ duplicates, leaks, conflicts, isPartial, splits }: CheckDocument): string {
  const hasLabels = Object.keys(splits.train.labels).length > 0;
  const lines = (what: string, { count: n, first }: Repeated) => [
    `${what}: ${count(n)}`,
    ...first.slice(0, 3).map((one) => `  ${one}`),
  ];
  const all = [
    ...Object.entries(duplicates).flatMap(([split, found]) => lines(`again in ${split}`, found)),
    ...Object.entries(leaks).flatMap(([pair, found]) => lines(`leaks, in ${pair}`, found)),
    ...(conflicts.count
      ? lines(hasLabels ? 'with another label elsewhere' : 'with another target elsewhere', conflicts)
      : []),
    ...(isPartial ? ['only the first 4,194,304 different inputs were compared'] : []),
  ];
  return list('Equal inputs (case and white space do not count)', all.length ? all : ['none']);
}

function characters({ characters: { characters: total, scripts, unusual } }: CheckDocument): string {
  if (total === 0) return '';
  const letters = Object.values(scripts).reduce((sum, n) => sum + n, 0);
  const fractions = Object.entries(scripts).map(([name, n]) => `${name} ${((100 * n) / letters).toFixed(1)} %`);
  const odd = Object.entries(unusual).map(([what, { texts, first }]) => `${what}: ${count(texts)}, first in ${first}`);
  return list(`Characters: ${count(total)}`, [`letters: ${fractions.join(', ') || 'none'}`, ...odd]);
}

function encoding({ encoding: found, task }: CheckDocument): string {
  if ('error' in found) return list(`With the defaults of ${task}`, [`cannot be trained on: ${found.error}`]);
  const { warnings, refused, summary, isPartial } = found;
  const sizes = Object.entries(summary).map(([name, n]) => `${name} ${n < 1 ? n.toFixed(3) : count(n)}`);
  const lines = [
    ...(sizes.length ? [sizes.join(', ')] : []),
    ...Object.entries(warnings).flatMap(([split, all]) => all.map((one) => `${split}: ${one}`)),
    ...Object.entries(refused).map(([split, one]) => `${split}: ${count(one.count)} refused; the first: ${one.first}`),
    ...(isPartial ? ['learnt from the first 200,000 training examples only'] : []),
  ];
  return list(`With the defaults of ${task}`, lines.length ? lines : ['nothing is cut or unknown']);
}

const suggestions = ({ suggestions: all, command }: CheckDocument) =>
  [
    list(
      'Suggestions',
      all.map(({ options, reason }) => (options ? `${options}: ${reason}` : reason)),
    ),
    `Train with\n  ${command}`,
  ]
    .filter(Boolean)
    .join('\n\n');
