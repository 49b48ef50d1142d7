/** The contract of a model that generates text, for the command line: whatever its task, by the same options. */

/** Options of `tfseq generate`, as far as they are given. A task refuses those that it does not have. */
export interface GenerationRequest {
  /** Most tokens. */
  length?: number;
  stop?: readonly string[];
  seed?: number;
  temperature?: number;
  topK?: number;
  topP?: number;
  minP?: number;
  typical?: number;
  repetitionPenalty?: number;
  repetitionWindow?: number;
  noRepeatNgram?: number;
  order?: readonly string[];
  beam?: number;
  lengthPenalty?: number;
  /** `map`: unknown tokens of a prompt are read as unknown. */
  unknown?: string;
  /** Of a model whose texts follow from labels. */
  label?: string;
  signal?: AbortSignal;
}

export interface TextPiece {
  text: string;
  /** With the last one: all that is to be known of the text, for a program. */
  result?: { text: string; ended: string; score?: number };
}

export interface GeneratingModel {
  /** Whether what it generates follows its prompt, as the next part of one text. */
  readonly continuesPrompt: boolean;
  /** The labels that its texts follow from; none where they follow from none. */
  readonly startLabels: readonly string[];
  /** What its texts are where they are no text to read: pieces of music as JSON. */
  readonly textForm?: 'piano roll';
  /** Throws DataError for the prompt, ConfigError for options. */
  generatePieces(prompt: string | undefined, request: GenerationRequest): AsyncIterable<TextPiece>;
}

export const isGeneratingModel = (model: object): model is GeneratingModel => 'generatePieces' in model;
