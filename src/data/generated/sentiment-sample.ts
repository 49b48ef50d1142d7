/**
 * The quick start's data: short opinions about films, generated from a small grammar, always the same ones.
 *
 * Word order counts: negation turns a word round ("never dull"), and of two clauses the main one decides ("although
 * the plot is thin, the cast shines"). Every sentence has a twin with the other label, the same template and the same
 * neutral words, so that no function word, topic or length gives a label away.
 */
import { Random } from '../../random';
import type { LabeledText } from '../examples/labeled-text';
import { NEUTRAL, type NeutralSlot, POLAR, type PolarSlot } from './sentiment-words';
import type { Splits } from '../datasets/splits';

/** `{+slot}` takes a word of the label's side, `{-slot}` one of the other side, `{slot}` a neutral one. */
const PLAIN = [
  'a {+adjective} {film}',
  'a {+adjective} {film}',
  'a {+adjective} {kind} {film}',
  'a {kind} {+noun}',
  'a {+adjective} {+noun}',
  '{+adjective} and {+adjective}',
  'a {+adjective}, {+adjective} {film}',
  'a {+adjective} {film} with a {+adjective} {aspect}',
  '{subject} {is} {+adjective}',
  '{subject} {is} {degree} {+adjective}',
  '{subject} {is} {+adjective} {tail}',
  'the {aspect} {is} {+adjective} and the {aspect} {is} {+adjective}',
  'the {film} {+verb.third} {tail}',
  'one of the most {+adjective} {film.plural} of the year',
  'the {+superlative} {film} of the year',
  'the {+superlative} {film} {who} had seen this year',
  '{who} {+reaction.past} it',
  '{who} {+reaction.past} the {aspect}',
  '{who} {+reaction.past} this {+adjective} {film}',
  'a {+manner} {made} {film}',
  'a {+manner} {made} {kind} {film}, {degree} {+adjective}',
  'this {kind} {film} is a {+noun}',
  'what a {+noun}',
  'what a {+adjective} {film}',
  'the {+adjective} {aspect} makes this {film} a {+noun}',
  'not only {+adjective} but also {+adjective}',
  '{who} had not seen a more {+adjective} {film} this year',
  '{who} would {+advice}',
  'a {+adjective} {film}, and {who} would {+advice}',
] as const;

const NEGATED = [
  'not a {-adjective} {film}',
  'not a {-adjective} {film} at all',
  'not {-adjective}',
  '{subject} {is} not {-adjective}',
  '{subject} {is} never {-adjective}',
  'never {-adjective}',
  '{subject} {is} hardly {-adjective}',
  'hardly a {-noun}',
  'hardly a {-adjective} {bit}',
  'the {film} never {-verb.third} {tail}',
  'the {film} does not {-verb}',
  'there is nothing {-adjective} about the {aspect}',
  'a {film} that is far from {-adjective}',
  '{subject} {is} anything but {-adjective}',
  'by no means a {-noun}',
  '{subject} could have been {-adjective}',
  'this {kind} {film} could have been a {-noun}',
  '{who} did not {-reaction} {subject}',
  '{who} would not {-advice}',
  'a {film} without a single {-adjective} {bit}',
] as const;

const CONTRAST = [
  '{-clause}, but {+clause}',
  '{-clause} but {+clause}',
  '{-clause}, yet {+clause}',
  'although {-clause}, {+clause}',
  '{+clause}, although {-clause}',
  'even though {-clause}, {+clause}',
  'despite the {-adjective} {aspect}, {+clause}',
  '{+clause} despite the {-adjective} {aspect}',
  'it could have been {-adjective}, but {+clause}',
  'a {-adjective} {aspect}, but a {+adjective} {film}',
] as const;

const CLAUSE = [
  '{subject} {is} {+adjective}',
  'the {aspect} {is} {+adjective}',
  'the {aspect} {is} {degree} {+adjective}',
  '{subject} {+verb.third}',
  '{subject} is a {+noun}',
  '{subject} never {-verb.third}',
  '{who} {+reaction.past} {subject}',
] as const;

const SUBJECT = ['the {aspect}', 'the {aspect}', 'the {film}', 'this {film}', 'it'] as const;

const PROPORTIONS = [
  { templates: PLAIN, share: 0.7 },
  { templates: NEGATED, share: 0.12 },
  { templates: CONTRAST, share: 0.18 },
];

const SEED = 1;
const PAIRS = { train: 960, validation: 120, test: 120 };
const LABELS = ['negative', 'positive'] as const;

/** 1,920 training, 240 validation and 240 test sentences, half of them positive; no sentence occurs twice. */
export function sentimentSampleSplits(): Required<Splits<LabeledText>> {
  const random = Random.fromSeed(SEED);
  const seen = new Set<string>();
  let attempt = 0;
  const nextPair = (): LabeledText[] => {
    for (;;) {
      const pair = makePair(random.fork(attempt++));
      if (pair.some(({ text }) => seen.has(text))) continue;
      for (const { text } of pair) seen.add(text);
      return pair;
    }
  };
  const make = (pairs: number) => Array.from({ length: pairs }, nextPair).flat();
  return { test: make(PAIRS.test), validation: make(PAIRS.validation), train: make(PAIRS.train) };
}

function makePair(random: Random): LabeledText[] {
  let draw = random.fork('share').uniform();
  const { templates } = PROPORTIONS.find(({ share }) => (draw -= share) < 0) ?? PROPORTIONS[0];
  return LABELS.map((label, side) => {
    const neutral = random.fork('neutral'); // drawn alike for both twins
    const sentence = expand(neutral.choice<string>(templates), side, neutral, random.fork(label));
    return { text: withArticles(sentence), label };
  });
}

function expand(template: string, side: number, neutral: Random, polar: Random): string {
  return template.replace(/\{([+-]?)(\w+)(?:\.(\w+))?\}/g, (_, sign: string, slot: string, form?: string) => {
    const turned = sign === '-' ? 1 - side : side;
    if (slot === 'clause') return expand(neutral.choice<string>(CLAUSE), turned, neutral, polar);
    if (slot === 'subject') return expand(neutral.choice<string>(SUBJECT), turned, neutral, polar);
    const word = sign ? polar.choice(POLAR[slot as PolarSlot][turned]) : neutral.choice(NEUTRAL[slot as NeutralSlot]);
    return form ? FORMS[form](word) : word;
  });
}

const FORMS: Record<string, (word: string) => string> = {
  third: addS,
  plural: addS,
  past: (verb) => verb + (verb.endsWith('e') ? 'd' : 'ed'),
};

function addS(word: string): string {
  if (/[^aeiou]y$/.test(word)) return word.slice(0, -1) + 'ies';
  return word + (/(s|sh|ch|x|z)$/.test(word) ? 'es' : 's');
}

const withArticles = (sentence: string): string => sentence.replace(/\ba (?=[aeiou]|honest)/g, 'an ');
