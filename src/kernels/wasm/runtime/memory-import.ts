/**
 * The one binary of a module serves shared and plain memory: what it imports, the memory, is declared anew before it is
 * compiled. (An engine refuses a module whose declaration does not fit the memory it gets.) Core specification 5.5.5.
 */

const IMPORT_SECTION = 2;
const HEADER_BYTES = 8;
const SHARED_WITH_MAXIMUM = 3;
const NO_MAXIMUM = 0;
/** 65,536 pages, the most there can be, as LEB128: a memory with any smaller maximum fits. */
const ALL_PAGES = [0x80, 0x80, 0x04];

/** @param bytes of a module whose only import is the memory `env.memory`. */
export function importMemory(bytes: Uint8Array, shared: boolean): Uint8Array<ArrayBuffer> {
  const limits = shared ? [SHARED_WITH_MAXIMUM, 1, ...ALL_PAGES] : [NO_MAXIMUM, 1];
  const content = [1, 3, ...ascii('env'), 6, ...ascii('memory'), 2, ...limits];
  const { start, end } = sectionOf(bytes, IMPORT_SECTION);
  const parts = [bytes.subarray(0, start), [IMPORT_SECTION, content.length, ...content], bytes.subarray(end)];
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A section is its number, the size of its content in LEB128, its content. */
function sectionOf(bytes: Uint8Array, number: number): { start: number; end: number } {
  let start = HEADER_BYTES;
  for (;;) {
    let at = start + 1;
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      size |= (bytes[at] & 127) << shift;
      if (bytes[at++] < 128) break;
    }
    const end = at + size;
    if (bytes[start] === number) return { start, end };
    start = end;
  }
}

const ascii = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
