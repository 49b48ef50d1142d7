/**
 * Addresses among the tokens of a text: `example.com`, `kim@example.org`, `http://example.org/a`, `report.pdf`,
 * `Node.js`. Their marks stand without blanks, where the same marks between other words have one: `end. Then`.
 *
 * A host or file name is known by its last part. Only endings that are no words are listed, since a sentence of a
 * lowercased text may begin with any word; after `://` or `www.` every word may be a part.
 */

const endings = new Set(
  (
    'com net org edu gov mil info biz io ai dev uk eu fr nl pl ru cn jp br ch tv ' +
    'js ts jsx tsx mjs py rb rs cpp json yaml yml toml xml html htm php css md txt csv tsv ' +
    'pdf doc docx xls xlsx ppt pptx odt zip tar gz png jpg jpeg gif svg mp3 mp4 wav avi exe dll'
  ).split(' '),
);
/** Words of some language, but not after `@`. */
const countries = new Set('de es it at se dk fi cz ca au kr mx tr be'.split(' '));
const schemes = /^(?:https?|ftps?|ssh|git|file|wss?)$/i;
const part = /^[\p{L}\p{N}_]/u;
/** What joins the parts of a host or of the name before `@`. */
const joint = /^[.-]$/;
const pathMark = /^(?:[./?=&#~%:+-]|\/\/)$/;

/** Indices of the marks that stand without blanks. */
export function marksInAddresses(tokens: readonly string[]): Set<number> {
  const marks = new Set<number>();
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === ':' && tokens[i + 1] === '//' && schemes.test(tokens[i - 1] ?? '')) {
      marks.add(i).add(i + 1);
      i = addPath(tokens, addHost(tokens, i + 2, marks), marks) - 1;
    } else if (tokens[i] === '.' && /^www$/i.test(tokens[i - 1] ?? '')) {
      marks.add(i);
      i = addPath(tokens, addHost(tokens, i + 1, marks), marks) - 1;
    } else if (tokens[i] === '@' && part.test(tokens[i - 1] ?? '') && hasHost(tokens, i + 1)) {
      marks.add(i);
      for (let j = i - 2; j > 0 && joint.test(tokens[j]) && part.test(tokens[j - 1]); j -= 2) marks.add(j);
      i = addHost(tokens, i + 1, marks) - 1;
    } else if (tokens[i] === '.' && part.test(tokens[i - 1] ?? '') && endings.has(tokens[i + 1]?.toLowerCase())) {
      if (isLower(tokens[i + 1])) marks.add(i);
    }
  }
  return marks;
}

/** Adds the marks of a host that begins at `start`. Returns where it ends. */
function addHost(tokens: readonly string[], start: number, marks: Set<number>): number {
  let end = start;
  let isWhole = false; // an ending has been seen: what follows a further full stop may be the next sentence
  while (part.test(tokens[end] ?? '')) {
    isWhole ||= end > start && (endings.has(tokens[end]) || countries.has(tokens[end]));
    const next = tokens[end + 2] ?? '';
    const goesOn = joint.test(tokens[end + 1] ?? '') && part.test(next) && isLower(next);
    if (!goesOn || (isWhole && !endings.has(next))) return end + 1;
    marks.add(end + 1);
    end += 2;
  }
  return end;
}

/** Adds the marks of port, path and query. Returns where they end. */
function addPath(tokens: readonly string[], start: number, marks: Set<number>): number {
  let end = start;
  while (pathMark.test(tokens[end] ?? '')) {
    const next = tokens[end + 1] ?? '';
    const isStop = /^[.:?]$/.test(tokens[end]); // of the sentence, unless a file or a query follows
    if (!part.test(next) && !(tokens[end] === '/' && pathMark.test(next))) break;
    if (isStop && !endings.has(next) && !/^\p{N}/u.test(next) && tokens[end + 2] !== '=') break;
    marks.add(end);
    end += part.test(next) ? 2 : 1;
  }
  return end;
}

const isLower = (word: string) => word === word.toLowerCase();

/** Whether parts from `start` on end as a host does. */
function hasHost(tokens: readonly string[], start: number): boolean {
  for (let i = start; part.test(tokens[i] ?? ''); i += 2) {
    if (!joint.test(tokens[i + 1] ?? '') || !part.test(tokens[i + 2] ?? '')) return false;
    if (endings.has(tokens[i + 2]) || (tokens[i + 1] === '.' && countries.has(tokens[i + 2]))) return true;
  }
  return false;
}
