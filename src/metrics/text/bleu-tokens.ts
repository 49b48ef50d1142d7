/**
 * Tokenizers of BLEU. `13a` is that of the mteval-v13a script, the custom of shared tasks: punctuation and symbols of
 * ASCII are tokens of their own, but not a point or comma between digits, nor a hyphen except after a digit. `none`
 * splits at white space only.
 */
import { trimEnd, words } from './ngrams';

/** How BLEU splits a text: as mteval-v13a, or at white space only. */
export type BleuTokenizer = '13a' | 'none';

const entities: Record<string, string> = { '&quot;': '"', '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Each rule works on what the ones before it left; their order matters. */
const rules: [RegExp, string][] = [
  [/[!-&(-+/:-@[-`{-~]/g, ' $& '], // ASCII without letters, digits, ' , - .
  [/([^0-9])([.,])/g, '$1 $2 '],
  [/([.,])([^0-9])/g, ' $1 $2'],
  [/([0-9])-/g, '$1 - '],
];

export function bleuTokens(text: string, tokenizer: BleuTokenizer): string[] {
  const trimmed = trimEnd(text);
  if (tokenizer === 'none') return words(trimmed);
  const joined = trimmed.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  // One entity after the other, so that `&amp;lt;` becomes `<` as it does in the script.
  const plain = Object.entries(entities).reduce((rest, [name, mark]) => rest.replaceAll(name, mark), joined);
  return words(rules.reduce((rest, [pattern, cut]) => rest.replace(pattern, cut), ` ${plain} `));
}
