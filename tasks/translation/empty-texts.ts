/** Texts in which the tokenizer finds nothing to translate. */
import { DataError, show } from '../../src/errors';

export const emptySide = (side: string, text: string, where: string) =>
  new DataError({
    where,
    problem: `the ${side} ${show(text)} is empty`,
    expected: 'a text of more than whitespace',
    fix: 'Leave the pair out on both sides, or check how the files are read',
  });

export const emptyInput = (text: string, where: string) =>
  new DataError({
    where,
    problem: `the text to translate, ${show(text)}, is empty`,
    expected: 'a text of more than whitespace',
    fix: 'Leave it out: an empty line has no translation',
  });
