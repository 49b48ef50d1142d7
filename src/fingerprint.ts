/**
 * FNV-1a over 16-bit units, 32 bits (Fowler, Noll & Vo): a fast hash to recognise data by. It is no protection against
 * who wants two data to have the same one.
 */

const prime = 0x01000193;

/** The hash of nothing. */
export const emptyHash = 0x811c9dc5;

/** The hash of what `hash` stands for and then this text; `>>> 0` makes it a number from 0 to 2^32 − 1. */
export function hashText(hash: number, text: string): number {
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), prime);
  return hash;
}

/**
 * Ascending hashes as the steps between them, in base 36: a third of their digits, and one string, since the JSON of a
 * bundle gives every entry of an array a line of its own.
 */
export const packHashes = (ascending: readonly number[]): string =>
  ascending.map((hash, i) => (hash - (i ? ascending[i - 1] : -1)).toString(36)).join(' ');

/** @returns undefined for what `packHashes` has not written: hashes of 32 bits, each larger than the one before */
export function unpackHashes(packed: string): number[] | undefined {
  let hash = -1;
  const hashes = packed === '' ? [] : packed.split(' ').map((step) => (hash += parseInt(step, 36)));
  const ascend = hashes.every((one, i) => one > (hashes[i - 1] ?? -1) && one < 2 ** 32);
  return ascend ? hashes : undefined;
}

/** The hash of what `hash` stands for and then these bytes. */
export function hashBytes(hash: number, bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], prime);
  return hash;
}

/**
 * A fingerprint of examples: of their JSON, without where they were read from (`where`, `lines`), and with the bytes of
 * typed arrays. Bytes of an example stand before its text.
 */
export function fingerprint(examples: readonly unknown[]): string {
  const all = new Fingerprint();
  for (const example of examples) all.add(example);
  return String(all);
}

/** The same of examples that come one by one. */
export class Fingerprint {
  private hash = emptyHash;
  private count = 0;

  add(example: unknown): void {
    this.count++;
    const text = JSON.stringify(example, (key, value: unknown) => this.replace(key, value)) ?? ''; // changes the hash
    this.hash = hashText(this.hash, text);
  }

  toString(): string {
    return `${this.count}-${(this.hash >>> 0).toString(16)}`;
  }

  private replace(key: string, value: unknown): unknown {
    if (key === 'where' || key === 'lines') return undefined;
    if (!ArrayBuffer.isView(value)) return value;
    this.hash = hashBytes(this.hash, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    return value.byteLength;
  }
}
