/** Piano rolls from JSON: `{"piece": "BWV 1", "notes": [[60, 64], [62]]}`, one a line or in an array. */
import { DataError, show } from '../../../errors';
import { checkOptionNames, type OptionNames } from '../../../validation';
import { lineOptionNames, type LineOptions } from '../../bytes/lines';
import type { ByteSource } from '../../bytes/source';
import { formatByEnding } from '../../formats/format';
import { readJson } from '../../formats/json';
import { readJsonLines } from '../../formats/jsonl';
import { checkPianoRoll, type PianoRoll } from './example';

/** By the file's ending, or as given. */
export const pianoRollFormats = ['jsonl', 'json'] as const;
type PianoRollFormat = (typeof pianoRollFormats)[number];

/** How the file is written. */
export interface PianoRollOptions extends LineOptions {
  /** Default: by the file's ending (.jsonl, .json, each also with .gz). */
  format?: PianoRollFormat;
}

export const pianoRollOptionNames: OptionNames<PianoRollOptions> = { ...lineOptionNames, format: true };

const endings: Record<string, PianoRollFormat> = { jsonl: 'jsonl', ndjson: 'jsonl', json: 'json' };

/** @throws ConfigError for a format that is not clear; DataError with file and line for what is no piano roll. */
export async function* readPianoRolls(source: ByteSource, options: PianoRollOptions = {}): AsyncGenerator<PianoRoll> {
  checkOptionNames('readPianoRolls', options, pianoRollOptionNames);
  const format = options.format ?? (await formatByEnding(source, endings, pianoRollFormats)).format;
  const records = format === 'jsonl' ? readJsonLines(source, options) : readJson(source, options);
  let isEmpty = true;
  for await (const { value, line } of records) {
    const where = `${source.name} line ${line}`;
    const { notes, piece } = value;
    const roll = { notes, where, ...(typeof piece === 'string' && { piece }) };
    checkPianoRoll(roll, where);
    isEmpty = false;
    yield roll;
  }
  if (!isEmpty) return;
  throw new DataError({
    where: source.name,
    problem: `${show(source.name)} holds no pieces`,
    expected: 'at least one',
    fix: 'Check the path and the format',
  });
}
