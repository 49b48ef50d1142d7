/** Encodings of text, and their characters. */

/** `windows-1252` is what Excel writes as CSV in Western Europe and America; `utf-16le` is its "Unicode text". */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'latin1'] as const;
export type Encoding = (typeof encodings)[number];
/** A byte a character. */
export type SingleByteEncoding = 'windows-1252' | 'latin1';

export const isSingleByte = (encoding: Encoding | undefined): encoding is SingleByteEncoding =>
  encoding === 'windows-1252' || encoding === 'latin1';

/** The characters of the bytes 0x80 to 0x9f; five of them are not assigned and stay control characters. */
const windows1252 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

/** Not by `TextDecoder`: its `latin1` is windows-1252, and Node 20 decodes windows-1252 as ISO 8859-1. */
export function decodeBytes(bytes: Uint8Array, encoding: SingleByteEncoding): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  if (encoding === 'latin1') return text;
  return text.replace(/[\x80-\x9f]/g, (character) => windows1252[character.charCodeAt(0) - 0x80]);
}
