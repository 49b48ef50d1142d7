/** Why bytes are no lines of text. */
import { DataError } from '../../errors';

export function emptyFile(name: string): DataError {
  return new DataError({
    where: name,
    problem: 'the file is empty (0 bytes)',
    expected: 'at least one line',
    fix: 'Check the path and how the file was written',
  });
}

export const notUtf8 = (where: string, bytes: Uint8Array, offset: number): DataError => {
  const bad = firstInvalidByte(bytes);
  const shown = [...bytes.subarray(bad, bad + 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return new DataError({
    where,
    problem: `the bytes ${shown} at byte offset ${offset + bad} are not valid UTF-8`,
    expected: 'text in UTF-8',
    fix: ({ set }) =>
      `Pass ${set('encoding', 'windows-1252')} (or latin1) if that is what it is, else convert the file: iconv -f ENCODING -t utf-8`,
  });
};

/** Index of the first byte of the first sequence that is no character. */
function firstInvalidByte(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let valid = 0;
  try {
    for (let i = 0; i < bytes.length; i++) {
      if (decoder.decode(bytes.subarray(i, i + 1), { stream: true })) valid = i + 1;
    }
  } catch {
    return valid;
  }
  return valid;
}

export const noText = (where: string, offset: number): DataError =>
  new DataError({
    where,
    problem: `the byte at byte offset ${offset} is NUL`,
    expected: 'text, which has none',
    fix: ({ set }) => `If the file is UTF-16, pass ${set('encoding', 'utf-16le')} (or utf-16be); else it is not text`,
  });

export const notUtf16 = (name: string, encoding: string): DataError =>
  new DataError({
    where: name,
    problem: `the bytes are not valid ${encoding.toUpperCase()}`,
    expected: 'text in the encoding that the file begins in, or that was given',
    fix: ({ option }) => `Correct ${option('encoding')}; if the file was cut off, fetch it again`,
  });

export const twoEncodings = (where: string, since: string): DataError =>
  new DataError({
    where,
    problem: `the line is UTF-8, and ${since} is not`,
    expected: 'one encoding in the whole file',
    fix: ({ option }) => `Convert its parts before putting them together, or say with ${option('encoding')} what it is`,
  });

export const mixedEnds = (where: string): DataError =>
  new DataError({
    where,
    problem: 'lines end with CR, and in or after this one there is an LF',
    expected: 'one kind of line end in the whole file',
    fix: "Replace the CRs: tr '\\r' '\\n' < FILE > OTHER",
  });

export const tooLong = (where: string, size: number, limit: number): DataError =>
  new DataError({
    where,
    problem: `the line is longer than the limit: ${size} bytes read and no end yet`,
    expected: `at most ${limit} bytes in a line`,
    fix: ({ choose }) =>
      choose('Check that the file has line ends, or raise maximumLineBytes', 'Check that the file has line ends'),
  });
