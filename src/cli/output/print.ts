/**
 * Standard output is for results, standard error for what a person should know beside them. Whatever reaches either has
 * no control characters of its own: labels, tokens and names come from files and bundles of others.
 */
import pc from 'picocolors';
import type { DataNote } from '../../data/bytes/notes';
import { onCommandLine } from '../../wording';
import { visibleLines, visibleText } from '../../display/visible-text';

/** Bold, dim and colours, as picocolors writes them, and tabs between columns. */
// eslint-disable-next-line no-control-regex -- what a terminal reads as a colour
const ours = pc.isColorSupported ? /(\t|\x1b\[(?:1|2|22|3[1-6]|39)m)/ : /(\t)/;

/** @param text of several lines. Untrusted parts of it are made visible where they are put in; this is the second net. */
export const print = (text: string): void => void process.stdout.write(`${terminalText(text)}\n`);

const terminalText = (text: string): string =>
  text
    .split(ours)
    .map((part, i) => (i % 2 ? part : visibleLines(part)))
    .join('');

/** The same for text without colours and tabs. Of JSON it escapes, as JSON allows, what JSON leaves as it is: C1, U+2028. */
export const printPlain = (text: string): void => void process.stdout.write(`${visibleLines(text)}\n`);
/** A part of a text that goes on, with its tabs. */
export const printPiece = (text: string): void =>
  void process.stdout.write(text.split('\t').map(visibleLines).join('\t'));
/** Prints the one JSON document of a command. */
export const printJSON = (document: unknown): void => printPlain(JSON.stringify(document, null, 2));

export const report = (text: string): void => void process.stderr.write(`${visibleLines(text)}\n`);
/** One sentence. */
export const note = (text: string): void => report(`note: ${visibleText(text)}`);
/** Of a file that was read. */
export const dataNote = (found: DataNote): void => note(found.messageIn(onCommandLine));

/** Help of the option and the argument that most commands have. */
export const jsonHelp = 'print one JSON document';
export const bundleHelp = 'a trained model: the --out of train, a URL, or the name of a sample model';
