/**
 * Words and marks → a text as a person would write it. Where no blank belongs is guessed from the marks: none before a
 * full stop, none inside of brackets and quotation marks, none around a hyphen. French blanks before `?` and `!` are
 * not restored: the words do not tell the language.
 */
import { marksInAddresses } from './addresses';

/** @param wide matches tokens of scripts that write no blanks. */
export function spaceWords(tokens: readonly string[], wide: RegExp): string {
  const glue = glueOf(tokens);
  let text = '';
  tokens.forEach((token, i) => {
    const together = i === 0 || glue[i - 1].right || glue[i].left;
    text += together || (wide.test(tokens[i - 1]) && wide.test(token)) ? token : ` ${token}`;
  });
  return text;
}

/** Whether a token stands close to its neighbours. */
interface Glue {
  left: boolean;
  right: boolean;
}

const closes: Glue = { left: true, right: false };
const closing = /^(?:[\p{Pe}\p{Pf}\p{Terminal_Punctuation}…%]|['’]\p{L})/u;
const opening = /[\p{Ps}\p{Pi}¿¡]$/u;
const inWord = /^[\p{L}\p{N}]/u;
const number = /^\p{N}+$/u;
const quoted = /^["“”]$/;
const entity = /^(?:amp|lt|gt|quot|apos|nbsp)$/;
const capitals = /^\p{Lu}{1,2}$/u;
/** Around these, German leaves out a part of a compound: Limonade- und Bierdosen, Bierflaschen und -dosen. */
const conjunction = /^(?:und|oder|bzw|sowie)$/u;

function glueOf(tokens: readonly string[]): Glue[] {
  const open = new Set<string>();
  const inside = marksInAddresses(tokens);
  const single = tokens.filter((token) => token === "'").length % 2 === 0; // one alone is an apostrophe: the dogs'
  return tokens.map((token, i) => {
    if (inside.has(i)) return { left: true, right: true };
    const [before, after] = [tokens[i - 1] ?? '', tokens[i + 1] ?? ''];
    if (token === '"' || (token === "'" && single)) return quotationMark(token, open);
    if (token === "'") return closes;
    if (token === '„') open.add(token);
    if (token === '”') open.delete('“');
    if (token === '“') return open.delete('„') ? closes : quotationMark(token, open); // it closes in German too
    if (token === '-' && number.test(after) && !inWord.test(before)) return { left: opening.test(before), right: true };
    if ((token === '-' || token === '/') && inWord.test(before) && inWord.test(after))
      return { left: !conjunction.test(before), right: !conjunction.test(after) };
    if (token === '-' && quoted.test(before) && inWord.test(after)) return { left: true, right: true }; // “BBQ“-Schild
    if (token === '&' && tokens[i + 2] === ';' && entity.test(after)) return { left: false, right: true };
    if (token === '&' && capitals.test(before) && capitals.test(after)) return { left: true, right: true }; // Q&A
    if (token === '++' && inWord.test(before)) return closes; // C++
    if (token === '#' && /^[CF]$/.test(before)) return closes; // C#
    if (token === ':' && number.test(before) && number.test(after)) return { left: true, right: true };
    const sign = /^[\p{Sc}#@]$/u.test(token) && (/^\p{Sc}/u.test(token) ? /^\p{N}/u : inWord).test(after);
    return { left: closing.test(token), right: sign || opening.test(token) };
  });
}

/** The same mark opens and closes, in turn. */
function quotationMark(mark: string, open: Set<string>): Glue {
  if (open.delete(mark)) return closes;
  open.add(mark);
  return { left: false, right: true };
}
