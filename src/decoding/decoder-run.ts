/** One run of a decoder: its steps, checked, and its states, each freed once, whatever happens. */
import { ConfigError, ShapeError } from '../errors';
import type { Constraint, Decoder, DecoderStart } from './decoder';

/** Outputs of a step for the rows that are still open. */
export interface StepRows {
  /** The model's log-probabilities of row i [V], a view. */
  logProbabilities: (i: number) => Float32Array;
  /** Attention of row i [S], of which `sourceLength` positions are real. */
  attention: (i: number, sourceLength: number | undefined) => Float32Array | undefined;
}

export class DecoderRun<State> {
  private state: State;
  private isOwn = false;

  constructor(
    private readonly where: string,
    private readonly decoder: Decoder<State>,
    start: DecoderStart<State>,
  ) {
    this.state = start.state;
  }

  /** @throws ShapeError for arrays of other sizes than [B,V] and [B,S]. */
  async step(tokens: Int32Array): Promise<StepRows> {
    const { vocabularySize: V } = this.decoder;
    const { logProbabilities, attention, state } = await this.decoder.step(tokens, this.state);
    this.replaceState(state);
    const B = tokens.length;
    if (logProbabilities.length !== B * V || (attention && attention.length % B !== 0)) {
      throw new ShapeError({
        where: `${this.where}: the decoder's step`,
        problem: `${logProbabilities.length} log-probabilities and ${attention?.length ?? 'no'} weights for ${B} rows`,
        expected: `a row of ${V} log-probabilities each, and equally many weights of attention`,
        fix: 'Return [B,V] and [B,S], row by row',
      });
    }
    const S = attention ? attention.length / B : 0;
    return {
      logProbabilities: (i) => logProbabilities.subarray(i * V, (i + 1) * V),
      attention: (i, length = S) => attention?.slice(i * S, i * S + Math.min(length, S)),
    };
  }

  /** Goes on with these rows only. */
  select(rows: readonly number[], before: number): void {
    if (rows.length === before && rows.every((row, i) => row === i)) return;
    this.replaceState(this.decoder.select(this.state, Int32Array.from(rows)));
  }

  /** Frees the last state. To be called at the end in any case. */
  dispose(): void {
    if (this.isOwn) this.decoder.dispose?.(this.state);
    this.isOwn = false;
  }

  private replaceState(next: State): void {
    this.dispose();
    this.state = next;
    this.isOwn = true;
  }
}

/**
 * A copy of one row's log-probabilities [V] with all that is forbidden at −Infinity.
 * @throws ConfigError when no token is left; ShapeError for NaN.
 */
export function constrained(
  logProbabilities: Float32Array,
  constraints: readonly Constraint[],
  tokens: readonly number[],
  row: number,
): Float32Array {
  const allowed = logProbabilities.slice();
  for (const constrain of constraints) constrain(allowed, tokens, row);
  let best = -Infinity;
  for (let v = 0; v < allowed.length; v++) {
    if (Number.isNaN(allowed[v])) throw notANumber(v, tokens, row);
    if (allowed[v] > best) best = allowed[v];
  }
  if (best > -Infinity) return allowed;
  throw new ConfigError({
    where: `decoding row ${row}`,
    problem: `no token may follow after ${tokens.length} tokens: ${constraints.length} constraints forbid all`,
    expected: 'constraints that leave at least one token at every step',
    fix: 'Look for a forced token that is forbidden too, or a minimum length above the maximum',
  });
}

const notANumber = (token: number, tokens: readonly number[], row: number) =>
  new ShapeError({
    where: `decoding row ${row}`,
    problem: `the log-probability of token ${token} is NaN after ${tokens.length} tokens`,
    expected: 'numbers',
    fix: 'Check the weights of the model: its training may have diverged',
  });
