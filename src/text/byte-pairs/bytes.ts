/**
 * Text as bytes, and every byte as a visible character, so that pieces of a text can be strings.
 *
 * Bytes are those of UTF-8. A lone surrogate (half of a character, in a damaged text) gets the three bytes that UTF-8
 * would give its number ("WTF-8", Simon Sapin), so that every string of JavaScript comes back as it was. The visible
 * characters are those of GPT-2: a printable Latin-1 byte stands for itself, the other 68 are U+0100 to U+0143 in order.
 */
const visible = Array.from({ length: 256 }, (_, byte) => byte);
{
  let next = 0x100;
  const printable = (byte: number) => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  for (let byte = 0; byte < 256; byte++) if (!printable(byte)) visible[byte] = next++;
}
const byteOf = new Map(visible.map((code, byte) => [code, byte]));

/** The 256 characters that stand for bytes, in the order of their code points. */
export const byteCharacters: readonly string[] = [...visible]
  .sort((a, b) => a - b)
  .map((code) => String.fromCharCode(code));

export function bytesToVisible(text: string): string {
  let result = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const put = (byte: number) => (result += String.fromCharCode(visible[byte]));
    if (code < 0x80) put(code);
    else if (code < 0x800) [0xc0 | (code >> 6), tail(code)].forEach(put);
    else if (code < 0x10000) [0xe0 | (code >> 12), tail(code >> 6), tail(code)].forEach(put);
    else [0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code)].forEach(put);
  }
  return result;
}

const tail = (bits: number) => 0x80 | (bits & 0x3f);

/** A byte that belongs to no whole character becomes U+FFFD, as does a character that stands for no byte. */
export function visibleToText(characters: string, damaged: (byte: number) => string = () => '\ufffd'): string {
  const bytes = Array.from({ length: characters.length }, (_, i) => byteOf.get(characters.charCodeAt(i)) ?? -1);
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const code = codePointAt(bytes, i);
    text += code < 0 ? damaged(bytes[i]) : String.fromCodePoint(code);
    i += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4; // a damaged one is passed over alone
  }
  return text;
}

/** Smallest code point of a sequence of this many bytes; a shorter one must not be spelled longer. */
const least = [0, 0, 0x80, 0x800, 0x10000];

/** −1 where no whole character begins. */
function codePointAt(bytes: readonly number[], start: number): number {
  const lead = bytes[start];
  if (lead < 0x80) return lead;
  const length = lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 0;
  if (length === 0) return -1;
  let code = lead & (0xff >> (length + 1));
  for (let i = start + 1; i < start + length; i++) {
    if (!(bytes[i] >= 0x80 && bytes[i] < 0xc0)) return -1;
    code = (code << 6) | (bytes[i] & 0x3f);
  }
  return code >= least[length] && code <= 0x10ffff ? code : -1;
}
