/**
 * Spans as one tag a token. `O` is outside; a span of type X is written, over four, one and one neighbouring tokens,
 *
 *   IOB1    I-X I-X I-X I-X   I-X   B-X   B- only where a span of the same type touches the one before
 *   IOB2    B-X I-X I-X I-X   B-X   B-X   also called BIO
 *   IOBES   B-X I-X I-X E-X   S-X   S-X   also called BIOES
 *
 * (Ramshaw & Marcus 1995; Tjong Kim Sang & Veenstra 1999.) Where there is one type only, it may be left out: `B`, `I`
 * (keyphrases, aspects); such spans have the type ''. Readers, the CRF, Viterbi and the metrics share this file.
 */
import { ConfigError, DataError, show } from '../errors';
import { checkCount } from '../validation';

/** The schemes in which tags encode spans. */
export const tagSchemes = ['IOB1', 'IOB2', 'IOBES'] as const;
/** IOB1 and IOB2 (Ramshaw & Marcus 1995; Tjong Kim Sang & Veenstra 1999), IOBES, also called BIOES. */
export type TagScheme = (typeof tagSchemes)[number];

/** Tokens `start` to `end − 1`. */
export interface Span {
  /** '' for tags without a type. */
  type: string;
  start: number;
  end: number;
}

interface Tag {
  prefix: 'B' | 'I' | 'E' | 'S' | 'O';
  type: string;
}

const outside: Tag = { prefix: 'O', type: '' };
const spanTag = /^([BIES])(?:-(.+))?$/s;

/** Whether a text is the tag of a span, or O. */
export const isSpanTag = (tag: string): boolean => tag === 'O' || spanTag.test(tag);

/** The type in the tag of a span: '' where it has none, and for O. @throws DataError for a text that is no tag. */
export const typeOfTag = (tag: string): string => parseTag(tag).type;

/** `B-PER`, and `B` without a type. */
const writeTag = (prefix: Tag['prefix'], type: string): string => (type ? `${prefix}-${type}` : prefix);

/** All tags that spans of these types can have in a scheme, O first. */
export function allTags(types: readonly string[], scheme: TagScheme): string[] {
  const prefixes: readonly Tag['prefix'][] = scheme === 'IOBES' ? ['B', 'I', 'E', 'S'] : ['B', 'I'];
  return ['O', ...types.flatMap((type) => prefixes.map((prefix) => writeTag(prefix, type)))];
}

/** @throws DataError for a text that is no tag. */
function parseTag(tag: string): Tag {
  if (tag === 'O') return outside;
  const [, prefix, type = ''] = spanTag.exec(tag) ?? [];
  if (prefix) return { prefix: prefix as Tag['prefix'], type };
  throw new DataError({
    where: 'tags of spans',
    problem: `the tag is ${show(tag)}`,
    expected: 'O, or B, I, E or S, alone or with a type, as in B-PER',
    fix: 'Measure tags that encode no spans by their accuracy',
  });
}

/**
 * The spans of any tags, as conlleval and seqeval see them: I- and E- go on with the span before if that is of their
 * type and has not ended; every other tag but O begins a new one. Legal tags of each scheme mean just that; illegal ones
 * mean what comes nearest.
 * @throws DataError for a text that is no tag.
 */
export function spansOf(tags: readonly string[]): Span[] {
  const spans: Span[] = [];
  let before = outside;
  tags.forEach((text, t) => {
    const tag = parseTag(text);
    if (tag.prefix !== 'O') {
      if (continues(before, tag)) spans[spans.length - 1].end = t + 1;
      else spans.push({ type: tag.type, start: t, end: t + 1 });
    }
    before = tag;
  });
  return spans;
}

const continues = (before: Tag, tag: Tag) =>
  'IE'.includes(tag.prefix) && 'BI'.includes(before.prefix) && before.type === tag.type;

/** The tags of spans. @param spans in order, without overlaps @param length number of tokens */
export function tagsOf(spans: readonly Span[], length: number, scheme: TagScheme): string[] {
  const tags = new Array<string>(length).fill('O');
  spans.forEach(({ type, start, end }, i) => {
    const touches = i > 0 && spans[i - 1].end === start && spans[i - 1].type === type;
    for (let t = start; t < end; t++) tags[t] = writeTag(prefixIn(scheme, t === start, t === end - 1, touches), type);
  });
  return tags;
}

function prefixIn(scheme: TagScheme, isFirst: boolean, isLast: boolean, touches: boolean): Tag['prefix'] {
  if (scheme === 'IOB1') return isFirst && touches ? 'B' : 'I';
  if (scheme === 'IOB2') return isFirst ? 'B' : 'I';
  if (isFirst) return isLast ? 'S' : 'B';
  return isLast ? 'E' : 'I';
}

/** The same spans in another scheme. @throws DataError where a tag is illegal in the scheme that it comes from. */
export function convertTags(tags: readonly string[], from: TagScheme, to: TagScheme): string[] {
  const at = firstIllegalTag(tags, from);
  if (at < 0) return tagsOf(spansOf(tags), tags.length, to);
  throw new DataError({
    where: `tags in ${from}`,
    problem: `tag ${at + 1} of ${tags.length} is ${show(tags[at])} after ${show(at > 0 ? tags[at - 1] : 'the start')}`,
    expected: `a sequence that is legal in ${from}`,
    fix: 'Name the scheme that the data has, or repair the tags',
  });
}

/**
 * The tags nearest to these that are legal: those of their spans.
 * @returns also how many tags had to change
 */
export function repairTags(tags: readonly string[], scheme: TagScheme): { tags: string[]; changed: number } {
  const repaired = tagsOf(spansOf(tags), tags.length, scheme);
  return { tags: repaired, changed: repaired.filter((tag, t) => tag !== tags[t]).length };
}

/** Where the first tag stands that cannot be there; the last one if a span must go on after it; −1 for none. */
export function firstIllegalTag(tags: readonly string[], scheme: TagScheme): number {
  const parsed = tags.map(parseTag);
  const at = parsed.findIndex((tag, t) => !mayFollow(parsed[t - 1] ?? outside, tag, scheme));
  if (at >= 0 || parsed.length === 0) return at;
  return mayFollow(parsed[parsed.length - 1], outside, scheme) ? -1 : parsed.length - 1;
}

/** The start and the end of a sequence count as O. */
function mayFollow(before: Tag, tag: Tag, scheme: TagScheme): boolean {
  const sameType = before.prefix !== 'O' && before.type === tag.type;
  if (scheme === 'IOBES')
    return 'BI'.includes(before.prefix) === 'IE'.includes(tag.prefix) && (sameType || begins(tag));
  if ('ES'.includes(tag.prefix)) return false;
  if (scheme === 'IOB1') return tag.prefix !== 'B' || sameType;
  return tag.prefix !== 'I' || sameType;
}

const begins = ({ prefix }: Tag) => 'BSO'.includes(prefix);

/**
 * Which labels may begin, follow each other and end: 1 or 0. What a CRF and Viterbi are restricted by:
 * `new CRF({ legal: tags.legalTags(labels, 'IOB2') })`.
 */
export interface LegalTags {
  transitions: number[][]; // [K,K], from row to column
  start: number[]; // [K]
  end: number[]; // [K]
}

/** Largest number of labels in a table of transitions, which has its square of entries. */
const MAX_CHAIN_LABELS = 4096;

/**
 * What is legal in a scheme.
 * @throws ConfigError for a scheme that is none, or more than 4,096 labels; DataError for a label that is no tag.
 */
export function legalTags(labels: readonly string[], scheme: TagScheme): LegalTags {
  if (!tagSchemes.includes(scheme)) {
    throw new ConfigError({
      where: 'legalTags',
      problem: `the scheme is ${show(scheme)}`,
      expected: tagSchemes.join(', '),
    });
  }
  checkCount('legalTags', 'the number of labels', labels.length, { least: 0, most: MAX_CHAIN_LABELS });
  const tags = labels.map(parseTag);
  const legal = (before: Tag, tag: Tag) => Number(mayFollow(before, tag, scheme));
  return {
    transitions: tags.map((before) => tags.map((tag) => legal(before, tag))),
    start: tags.map((tag) => legal(outside, tag)),
    end: tags.map((tag) => legal(tag, outside)),
  };
}
