/** Text with a label: the example of classification. */
export interface LabeledText {
  text: string;
  label: string;
  /** File and line, for messages. */
  where?: string;
}
