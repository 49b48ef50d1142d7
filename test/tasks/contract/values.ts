/** Comparing plain values. */

/** As JSON has it: without entries that are undefined. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

export function without(object: object, ...keys: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** Every number within the tolerance, all else equal. */
export function expectClose(actual: unknown, expected: unknown, tolerance: number): void {
  const differences: string[] = [];
  compare(plain(actual), plain(expected), '');
  expect(differences).toEqual([]);

  function compare(a: unknown, b: unknown, at: string): void {
    if (typeof a === 'number' && typeof b === 'number') {
      if (!(Math.abs(a - b) <= tolerance)) differences.push(`${at}: ${a}, not ${b}`);
    } else if (isNode(a) && isNode(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) compare(a[key], b[key], `${at}/${key}`);
    } else if (a !== b) differences.push(`${at}: ${JSON.stringify(a)}, not ${JSON.stringify(b)}`);
  }
}

const isNode = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
