/** Sentences and their translations, or questions and answers. */
export interface ParallelText {
  source: string;
  target: string;
  /** File and line, for messages. */
  where?: string;
}
