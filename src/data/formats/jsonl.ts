/** JSON Lines: one JSON object a line → records. Blank lines are skipped. */
import { type LineOptions, readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import { type InvalidRowOptions, orInvalid } from './invalid-lines';
import { type JsonRecord, parseObject } from './json-object';

/**
 * @throws DataError with file and line for what is not a JSON object, and as `readLines`. A key `__proto__`, at any
 * depth, is refused: no data set needs it, and objects copied from it would change their prototype.
 */
export async function* readJsonLines(
  source: ByteSource,
  options: LineOptions & InvalidRowOptions = {},
): AsyncGenerator<JsonRecord> {
  for await (const { text, number } of readLines(source, options)) {
    if (!text.trim()) continue;
    const value = orInvalid(options, () => parseObject(`${source.name} line ${number}`, text));
    if (value) yield { value, line: number };
  }
}
