/**
 * CoNLL-U, the format of Universal Dependencies: ten columns separated by tabs, `#` comments, a blank line after each
 * sentence. Beside the words 1, 2, 3, … there are multiword tokens (`3-4`: what was written as one, "don't") and empty
 * nodes (`5.1`: what was not written); neither is a word, so both are checked, counted and skipped.
 */
import { DataError, show } from '../../errors';
import { type LineOptions, readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import type { ConllSentence } from './conll';
import { InvalidLines, type InvalidRowOptions } from './invalid-lines';

/** Universal part of speech, or the treebank's own. */
export type ConlluTag = 'upos' | 'xpos';

/** One sentence of a file. */
export interface ConlluSentence extends ConllSentence {
  /** As it was written: `# text`. */
  text?: string;
  /** `# sent_id` */
  id?: string;
  /** What is no word; left out where there is nothing. */
  skipped?: { multiwordRanges: number; emptyNodes: number };
}

const COLUMNS = 10;
const PLACES: Record<ConlluTag, number> = { upos: 3, xpos: 4 };

/**
 * @throws DataError with file and line for a wrong number of columns, ids out of order, a word without a tag (with
 * `onInvalid` its sentence is left out), and as `readLines`
 */
export async function* readConllu(
  source: ByteSource,
  options: LineOptions & InvalidRowOptions & { tag?: ConlluTag } = {},
): AsyncGenerator<ConlluSentence> {
  const { tag = 'upos' } = options;
  let document = 0;
  const invalid = new InvalidLines(options.onInvalid);
  let sentence = new Sentence(invalid);
  let last = '';
  for await (const { text, number } of readLines(source, options)) {
    const where = `${source.name} line ${number}`;
    last = where;
    if (text === '') {
      yield* sentence.close(where, document);
      sentence = new Sentence(invalid);
    } else if (text.startsWith('#')) {
      if (/^# ?newdoc\b/.test(text)) document++;
      sentence.comment(text);
    } else sentence.row(where, number, text.split('\t'), tag);
  }
  yield* sentence.close(last, document); // a file may lack its last blank line
}

class Sentence {
  constructor(private readonly invalid: InvalidLines) {}

  private readonly words: string[] = [];
  private readonly tags: string[] = [];
  private readonly lines: number[] = [];
  private readonly comments = new Map<string, string>();
  private where = '';
  private multiwordRanges = 0;
  private emptyNodes = 0;
  /** Last word of the latest range. */
  private rangeEnd = 0;
  /** Empty nodes after the latest word. */
  private emptyHere = 0;

  comment(text: string): void {
    const match = /^# *(text|sent_id) *= *(.*)$/.exec(text);
    if (match) this.comments.set(match[1], match[2]);
  }

  row(where: string, line: number, cells: readonly string[], tag: ConlluTag): void {
    this.invalid.attempt(() => {
      if (cells.length !== COLUMNS) throw wrongWidth(where, cells);
      this.token(where, line, cells, tag);
    });
  }

  /** After a line that cannot be used the numbers of the words are not known: then forms and tags alone are checked. */
  private token(where: string, line: number, cells: readonly string[], tag: ConlluTag): void {
    const [id, form] = cells;
    const [, first, mark, second] = /^(\d+)(?:([-.])(\d+))?$/.exec(id) ?? [];
    if (this.invalid.found) {
      if (mark === undefined) valueOf(where, cells, tag);
      return;
    }
    if (mark === '-') this.range(where, id, Number(first), Number(second));
    else if (mark === '.') this.emptyNode(where, id, Number(first), Number(second));
    else {
      const next = this.words.length + 1;
      if (Number(first) !== next) throw wrongId(where, id, `word ${next}`);
      const value = valueOf(where, cells, tag);
      this.where ||= where;
      this.words.push(form);
      this.tags.push(value);
      this.lines.push(line);
      this.emptyHere = 0;
    }
  }

  private range(where: string, id: string, first: number, end: number): void {
    const next = this.words.length + 1;
    if (first !== next || end <= first || next <= this.rangeEnd) throw wrongId(where, id, `word ${next}`);
    this.rangeEnd = end;
    this.multiwordRanges++;
  }

  private emptyNode(where: string, id: string, word: number, place: number): void {
    const next = `${this.words.length}.${++this.emptyHere}`;
    if (`${word}.${place}` !== next) throw wrongId(where, id, `word ${this.words.length + 1} or empty node ${next}`);
    this.emptyNodes++;
  }

  /** Nothing where there were no words: comments alone. */
  close(where: string, document: number): ConlluSentence[] {
    const { words, tags, lines, multiwordRanges, emptyNodes } = this;
    if (!this.invalid.found && words.length < this.rangeEnd)
      this.invalid.add(wrongId(where, 'the end', `word ${words.length + 1} of a multiword token`));
    if (!this.invalid.end() || words.length === 0) return [];
    const [text, id] = [this.comments.get('text'), this.comments.get('sent_id')];
    const skipped = { multiwordRanges, emptyNodes };
    return [
      {
        ...{ words, tags, lines, where: this.where },
        ...(text !== undefined && { text }),
        ...(id !== undefined && { id }),
        ...(document > 0 && { document }),
        ...(multiwordRanges + emptyNodes > 0 && { skipped }),
      },
    ];
  }
}

/** The tag of a word. @throws DataError for a word without form or tag */
function valueOf(where: string, cells: readonly string[], tag: ConlluTag): string {
  const [id, form] = cells;
  if (form === '') throw missing(where, id, 'form', cells);
  const value = cells[PLACES[tag]];
  if (value === '' || value === '_') throw missing(where, id, tag.toUpperCase(), cells);
  return value;
}

function wrongWidth(where: string, cells: readonly string[]): DataError {
  return new DataError({
    where,
    problem: `the line has ${cells.length} ${cells.length === 1 ? 'column' : 'columns'}: ${show(cells.join('\t'))}`,
    expected: `${COLUMNS}, separated by tabs`,
    fix: 'Correct the line; an empty line separates sentences, comments begin with #',
  });
}

function wrongId(where: string, id: string, next: string): DataError {
  return new DataError({
    where,
    problem: `the id is ${show(id)}`,
    expected: `${next}: words are numbered from 1 in every sentence, 3-4 stands before word 3, 5.1 after word 5`,
    fix: 'Correct the ids, or the blank lines between sentences',
  });
}

function missing(where: string, id: string, what: string, cells: readonly string[]): DataError {
  return new DataError({
    where,
    problem: `word ${id} has no ${what}: ${show(cells.join('\t'))}`,
    expected: `a ${what} for every word`,
    fix: 'Correct the line, or choose the other column of tags (upos, xpos)',
  });
}
