/** What a check of data sees of an example, whatever its kind. */
export interface ExampleView {
  /** What it is predicted from; equal ones are duplicates. Case and white space do not count. */
  key: string;
  /** What is predicted, as one text. */
  target: string;
  /** The labels of it, where it is labels: one, or one a step. */
  labels: readonly string[];
  /** The texts in it, for their characters. */
  texts: readonly string[];
  /** By what is counted: words, characters, frames. */
  lengths: Readonly<Record<string, number>>;
  /** File and line. */
  where?: string;
}

export const wordsOf = (text: string): number => text.match(/\S+/g)?.length ?? 0;

/** 53 bits of two multiplicative hashes over code units or values: among a million texts two meet with probability 10^-4. */
export function hashOf(items: string | ArrayLike<number>): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < items.length; i++) {
    const item = typeof items === 'string' ? items.charCodeAt(i) : bitsOf(items[i]);
    a = Math.imul(a ^ item, 2654435761);
    b = Math.imul(b ^ item, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);
function bitsOf(value: number): number {
  float[0] = value;
  return bits[0];
}
