/** What a language model is trained with: texts alone, or texts that follow from a label. */
import type { LabeledText } from '../../src/data/examples/labeled-text';
import type { PlainText } from '../../src/data/examples/plain-text/example';
import { labeledText, plainText } from '../../src/data/kinds';
import type { ExampleSource } from '../../src/data/example-source';
import type { DataKind } from '../../src/data/example-kind';

/** A text, or a text with the label that it follows from. */
export type LanguageExample = PlainText | LabeledText;
/** What is scored. */
export type LanguageInput = string | { text: string; label: string };

/**
 * Pieces of a text put together, for what is measured as one stream. What is no example stays as it is: it is refused where
 * examples are checked.
 */
export async function* wholeExamples(
  examples: ExampleSource<LanguageExample>,
): AsyncGenerator<LanguageExample, void, undefined> {
  let begun: string[] = [];
  for await (const example of examples) {
    const continues =
      typeof example === 'object' && example !== null && 'continues' in example && example.continues === true;
    if (continues) begun.push(example.text);
    else if (begun.length === 0) yield example;
    else {
      yield { ...example, text: begun.join('') + example.text };
      begun = [];
    }
  }
  if (begun.length > 0) yield { text: begun.join('') };
}

/** Under another name than texts alone, so that one of the two can be chosen. */
export const conditionalText: DataKind<LabeledText> = { ...labeledText, input: 'labelled-text' };

export const languageKinds: readonly DataKind[] = [plainText, conditionalText];
