/**
 * Text that others wrote (labels, tokens, names, file paths) as it may reach a terminal, a log or a picture: on one line,
 * and with nothing in it that moves a cursor, reorders the line or ends an XML document.
 */

// Cc: control characters; Cs: lone surrogates; then line and paragraph separators, controls of writing direction
// (Trojan Source, CVE-2021-42574) and the two noncharacters that XML 1.0 forbids.
const invisible = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Control characters and the like are written as JSON writes them: `\n`, `\u001b`. */
export function visibleText(text: string): string {
  return text.replace(invisible, (character) => short[character] ?? escaped(character));
}

/** The same for several lines, whose breaks stay. */
export const visibleLines = (text: string): string => text.split('\n').map(visibleText).join('\n');

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
