/**
 * A text that goes on: what it reads and what it generates, one token at a time. Nothing is ever computed again; a
 * stream holds the states of the layers, and a copy of the weights that it shares with its forks.
 */
import type { TokenState, TokenStepper } from '../../models/language-model/language-model';
import { ConfigError, DataError, show } from '../../src/errors';
import type { TokenWriter } from '../../src/text/running-text';
import { endId } from '../../src/text/vocabulary';
import { neverGenerated, parseStreamOptions, promptIds, type TextStreamOptions, type TokenChoice } from './generation';
import type { LanguageModelPreprocessor } from './preprocessor';

/** A generated token. */
export interface StreamedText {
  token: string;
  /** What is certain of the text now: with words and bytes some of it may follow with the next tokens. */
  text: string;
  /** The model's own, whatever it was chosen by. */
  logProbability: number;
  /** With the end of a text; the next token then begins another one. */
  ended?: true;
}

export interface StreamParts {
  preprocessor: LanguageModelPreprocessor;
  makeStepper: () => TokenStepper;
  choice: TokenChoice;
  /** Whether the weights are still those that the stepper was made of. */
  isCurrent: () => boolean;
}

/** One stepper for a stream and its forks: it holds the state of the one that was used last. */
class SharedStepper {
  readonly stepper: TokenStepper;
  private users = 0;
  private present?: TextStream;

  constructor(make: () => TokenStepper) {
    this.stepper = make();
  }

  open(): this {
    this.users++;
    return this;
  }

  /** With the state of this stream in place. */
  of(stream: TextStream, state: TokenState | undefined, put: (state: TokenState) => void): TokenStepper {
    if (this.present === stream) return this.stepper;
    if (this.present) this.release(this.present);
    if (state) this.stepper.state = state;
    else this.stepper.reset();
    this.present = stream;
    this.put = put;
    return this.stepper;
  }

  /** The state of a stream, which is handed to it if it is in place. */
  release(stream: TextStream): void {
    if (this.present !== stream) return;
    this.put(this.stepper.state);
    this.present = undefined;
  }

  close(stream: TextStream): void {
    if (this.present === stream) this.present = undefined;
    if (--this.users === 0) this.stepper.dispose();
  }

  private put: (state: TokenState) => void = () => {};
}

interface Position {
  state?: TokenState;
  /** Of the last layer after the last token [H]; none before the first. */
  h?: Float32Array;
  /** What sampling looks back at. */
  tokens: number[];
  writer: TokenWriter;
  isStart: boolean;
}

/** Reads and generates text with a language model, token by token. */
export class TextStream {
  private shared?: SharedStepper;
  private scores?: Float32Array; // [V], log-probabilities of the next token
  private readonly forbidden: readonly number[];

  /** By `LanguageModel.stream`. */
  constructor(
    private readonly parts: StreamParts,
    private at: Position = startOf(parts),
    shared?: SharedStepper,
  ) {
    this.forbidden = neverGenerated(parts.preprocessor);
    this.shared = (shared ?? new SharedStepper(parts.makeStepper)).open();
  }

  /**
   * Reads a text: the next token follows it. Nothing for an empty one.
   * @throws DataError for what is no text, and for tokens that training did not have, naming them; ConfigError after
   * `dispose`, or once the model was trained further.
   */
  feed(text: string): void {
    const stepper = this.stepper();
    if (typeof text !== 'string') {
      throw new DataError({
        where: 'prompt',
        problem: `it is ${show(text)}`,
        expected: 'a string',
        fix: 'Pass a text',
      });
    }
    const { preprocessor, choice } = this.parts;
    const ids = promptIds(text, this.at.isStart, choice.mapsUnknown, preprocessor);
    if (ids.length > 0) this.begin(stepper);
    for (const id of ids) {
      this.read(stepper, id);
      if (choice.seesPrompt) this.at.tokens.push(id);
      this.at.writer.push(preprocessor.vocabulary.tokenOf(id));
    }
    this.at.writer.flush(); // it is written already
    if (ids.length > 0) this.at.isStart = false;
  }

  /** Generates the next token, and reads it. @throws ConfigError as `feed`, and for options that leave no token. */
  next(): StreamedText {
    const stepper = this.stepper();
    const { choice, preprocessor } = this.parts;
    const scores = this.nextScores(stepper);
    const allowed = scores.slice();
    for (const id of this.forbidden) allowed[id] = -Infinity;
    const id = choice.choose(allowed, this.at.tokens, 0);
    const logProbability = scores[id];
    this.read(stepper, id);
    this.at.tokens.push(id);
    if (id === endId) {
      const ended = { ...this.ending(), logProbability };
      if (preprocessor.labels.length > 0) this.reset(); // the next text follows from the label again
      return ended;
    }
    const token = preprocessor.vocabulary.tokenOf(id);
    this.at.isStart = false;
    return { token: preprocessor.labelOf(id), text: this.at.writer.push(token), logProbability };
  }

  /** What may follow, the most probable first: all tokens with their probabilities. @throws ConfigError as `feed`. */
  distribution(): { token: string; probability: number }[] {
    const { preprocessor } = this.parts;
    const scores = this.nextScores(this.stepper());
    const all = Array.from(scores, (score, id) => ({ token: preprocessor.labelOf(id), probability: Math.exp(score) }));
    return all.sort((a, b) => b.probability - a.probability);
  }

  /** What is held back of the text because the next tokens might change it; for the end of a text. */
  flush(): string {
    return this.at.writer.flush();
  }

  /**
   * Another stream that goes on from here, for itself.
   * @param options in place of this one's; with the same it would draw the same tokens
   * @throws ConfigError as `feed`, and for options.
   */
  fork(options?: TextStreamOptions): TextStream {
    this.stepper();
    this.shared?.release(this);
    const { preprocessor } = this.parts;
    const choice =
      options !== undefined ? parseStreamOptions('TextStream.fork', options, preprocessor) : this.parts.choice;
    const { tokens, writer, h, ...rest } = this.at;
    const copy = { ...rest, h: h?.slice(), tokens: [...tokens], writer: writer.fork() };
    return new TextStream({ ...this.parts, choice }, copy, this.shared);
  }

  /** Back to the beginning: as if nothing had been read. @throws ConfigError as `feed`. */
  reset(): void {
    this.stepper();
    this.shared?.release(this);
    this.at = startOf(this.parts);
    this.scores = undefined;
  }

  /** Frees its memory. Again is harmless. */
  dispose(): void {
    this.shared?.close(this);
    this.shared = undefined;
  }

  private ending(): { token: string; text: string; ended: true } {
    const text = this.at.writer.flush();
    this.at.writer = this.parts.preprocessor.running.writer();
    this.at.isStart = true;
    return { token: this.parts.preprocessor.labelOf(endId), text, ended: true };
  }

  private nextScores(stepper: TokenStepper): Float32Array {
    this.begin(stepper);
    return (this.scores ??= stepper.logProbabilities(this.at.h as Float32Array));
  }

  /** Reads what every text follows, or its label. */
  private begin(stepper: TokenStepper): void {
    if (!this.at.h) this.read(stepper, this.parts.choice.start);
  }

  private read(stepper: TokenStepper, id: number): void {
    const h = stepper.read([id]); // of the stepper, which changes it
    if (this.at.h) this.at.h.set(h);
    else this.at.h = h.slice();
    this.scores = undefined;
  }

  /** @throws ConfigError after `dispose`, or once the weights are others. */
  private stepper(): TokenStepper {
    if (!this.shared) throw unusable('it has been disposed of');
    if (!this.parts.isCurrent()) throw unusable('the model has been trained further, loaded anew or disposed of since');
    return this.shared.of(this, this.at.state, (state) => (this.at.state = state));
  }
}

const startOf = ({ preprocessor }: StreamParts): Position => ({
  tokens: [],
  writer: preprocessor.running.writer(),
  isStart: true,
});

const unusable = (problem: string) =>
  new ConfigError({
    where: 'LanguageModel.stream',
    problem,
    expected: 'a stream that is in use, of the present weights',
    fix: 'Make another one with model.stream()',
  });
