/**
 * The columns of the shared task of CoNLL-2012 (Pradhan et al. 2012, OntoNotes): document, part, number of the word,
 * word, part of speech, parse, lemma, frame set, sense, speaker, named entity, then one column for each predicate of the
 * sentence, and coreference last. `#begin document (name); part 000` begins a document.
 */
import { DataError, show } from '../../errors';
import { type LineOptions, readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import type { ConllSentence } from './conll';
import { InvalidLines, type InvalidRowOptions } from './invalid-lines';

/** Part of speech, or named entities as B-, I- and O. */
export type Conll2012Tag = 'pos' | 'ner';

const BEGIN = '#begin document';
/** Word, part of speech and named entity, from 0; the last column is coreference. */
const [WORD, POS, NER, LEAST] = [3, 4, 10, 12];

export const isConll2012 = (line: string): boolean => line.startsWith(BEGIN);

/**
 * @throws DataError with file and line for too few columns, and brackets of entities that do not pair (with `onInvalid`
 * its sentence is left out); as `readLines`
 */
export async function* readConll2012(
  source: ByteSource,
  options: LineOptions & InvalidRowOptions & { tag?: Conll2012Tag } = {},
): AsyncGenerator<ConllSentence> {
  const { tag = 'ner' } = options;
  let document = 0;
  let open: ConllSentence | undefined;
  let entity: string | undefined;
  const invalid = new InvalidLines(options.onInvalid);
  const close = (where: string): ConllSentence[] => {
    if (entity !== undefined && !invalid.found) invalid.add(wrongEntity(where, `the entity ${entity} is not closed`));
    const closed = invalid.end() && open ? [open] : [];
    open = entity = undefined;
    return closed;
  };
  let last = '';
  for await (const { text, number } of readLines(source, options)) {
    const where = `${source.name} line ${number}`;
    last = where;
    if (text.trim() === '' || text.startsWith('#')) {
      yield* close(where);
      if (isConll2012(text)) document++;
      continue;
    }
    const cells = text.trim().split(/\s+/);
    if (cells.length < LEAST) invalid.add(tooFew(where, cells.length, text));
    if (invalid.found) continue; // nothing of its sentence is used, and which entity is open is not known
    const inside = entity;
    const found = invalid.attempt(() => {
      return tag === 'pos' ? { tag: cells[POS], entity: undefined } : entityTag(where, cells[NER], inside);
    });
    if (!found) continue;
    open ??= { words: [], tags: [], where, lines: [], ...(document > 0 && { document }) };
    entity = found.entity;
    open.words.push(cells[WORD]);
    open.tags.push(found.tag);
    open.lines.push(number);
  }
  yield* close(last);
}

/** `(PERSON*` begins one, `*` goes on, `*)` ends it, `(GPE)` is one of a word. @param inside the entity that is open */
function entityTag(where: string, cell: string, inside: string | undefined): { tag: string; entity?: string } {
  const [, type, star, end] = /^(?:\(([^()*]+))?(\*?)(\))?$/.exec(cell) ?? [];
  const isKnown = type !== undefined || star === '*';
  if (!isKnown || (type !== undefined && inside !== undefined) || (end && type === undefined && inside === undefined))
    throw wrongEntity(where, `the named entity is ${show(cell)}${inside === undefined ? '' : ` inside of ${inside}`}`);
  const current = type ?? inside;
  const tag = current === undefined ? 'O' : `${type === undefined ? 'I' : 'B'}-${current}`;
  return { tag, ...(current !== undefined && !end && { entity: current }) };
}

const wrongEntity = (where: string, problem: string) =>
  new DataError({
    where,
    problem,
    expected: 'entities as (PERSON*, *, *) or (PERSON), one after the other',
    fix: ({ set }) => `Correct column 11, or read the parts of speech: ${set('tag', 'pos', 'labelColumn')}`,
  });

const tooFew = (where: string, found: number, text: string) =>
  new DataError({
    where,
    problem: `the line has ${found} ${found === 1 ? 'column' : 'columns'}: ${show(text)}`,
    expected: `at least ${LEAST}, as CoNLL-2012 has them`,
    fix: ({ set }) => `Correct the line; for other columns pass ${set('format', 'conll')}`,
  });
