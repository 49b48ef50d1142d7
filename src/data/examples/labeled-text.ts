/** Text with a label: the example of classification. */
import { DataError, show } from '../../errors';
import { entriesOf, locationOf } from './example';

/** A text and its label. */
export interface LabeledText {
  text: string;
  label: string;
  /** File and line, for messages. */
  where?: string;
}

/** @param position of the example, for messages where it names no file. @throws DataError for a missing text or label. */
export function checkLabeledText(example: unknown, position: string): asserts example is LabeledText {
  const { text, label } = entriesOf(example);
  if (typeof text !== 'string') {
    throw new DataError({
      where: locationOf(example, position),
      problem: text === undefined ? 'there is no text' : `the text is ${show(text)}`,
      expected: 'a string',
      fix: 'Correct or remove the example',
    });
  }
  if (typeof label === 'string' && label.trim() !== '') {
    if (text.trim() !== '') return;
    throw new DataError({
      where: locationOf(example, position),
      problem: `the text is empty; the label is ${show(label)}`,
      expected: 'a text for every label',
      fix: 'Correct or remove the example',
    });
  }
  throw new DataError({
    where: locationOf(example, position),
    problem: label === '' ? `the label is missing: ${show(text)}` : `the label is ${show(label)}`,
    expected: 'a label for every text, a string',
    fix: 'Correct or remove the example',
  });
}
