/** JSON Lines: one JSON object a line → records. Blank lines are skipped. */
import { DataError, show } from '../../errors';
import { type LineOptions, readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';

export interface JsonRecord {
  value: Record<string, unknown>;
  line: number;
}

/**
 * @throws DataError with file and line for what is not a JSON object, and as `readLines`. A key `__proto__`, at any
 * depth, is refused: no data set needs it, and objects copied from it would change their prototype.
 */
export async function* readJsonLines(source: ByteSource, options: LineOptions = {}): AsyncGenerator<JsonRecord> {
  for await (const { text, number } of readLines(source, options)) {
    if (text.trim()) yield { value: parseObject(`${source.name} line ${number}`, text), line: number };
  }
}

function parseObject(where: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text, refusePrototype);
  } catch (error) {
    throw new DataError({
      where,
      problem: `${error instanceof Error ? error.message : String(error)}: ${show(text)}`,
      expected: 'one JSON object on the line',
      fix: 'Correct the line',
      cause: error,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new DataError({
    where,
    problem: `the line holds ${show(value)}`,
    expected: 'one JSON object, such as {"text": "…", "label": "…"}',
    fix: 'Write every example as an object on its own line',
  });
}

function refusePrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('the key "__proto__" is not allowed');
  return value;
}
