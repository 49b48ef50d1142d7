/** Text → one JSON object. */
import { DataError, show } from '../../errors';

export interface JsonRecord {
  value: Record<string, unknown>;
  /** Where it begins. */
  line: number;
}

/** @throws DataError for what is not a JSON object, or has a key `__proto__` */
export function parseObject(where: string, text: string): Record<string, unknown> {
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
