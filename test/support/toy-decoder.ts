/**
 * A decoder without a network: the distribution after a history is drawn from a seed and the history, so it has no
 * structure that a search could profit from. It counts its states and its rows.
 */
import type { Decoder, DecoderStart } from '../../src/decoding/decoder';
import { Random } from '../../src/random';

interface ToyState {
  /** What each row has read, its name first. */
  histories: string[];
}

export interface ToyDecoder extends Decoder<ToyState> {
  /** States made and not yet freed. */
  alive: () => number;
  /** Rows that `step` was asked for, in all. */
  rowsRead: () => number;
  start: (names: readonly string[]) => DecoderStart<ToyState>;
}

export const END = 0;
const BEGIN = 1;

interface ToyOptions {
  vocabularySize: number;
  seed?: number;
  /** S: with attention. */
  sourceSize?: number;
  /** How much the distributions differ from even ones. */
  spread?: number;
  /** Added to the score of the end token. */
  endBonus?: number;
}

export function toyDecoder({
  vocabularySize,
  seed = 1,
  sourceSize,
  spread = 1.5,
  endBonus = 0,
}: ToyOptions): ToyDecoder {
  const alive = new Set<ToyState>();
  const make = (histories: string[]) => {
    const state = { histories };
    alive.add(state);
    return state;
  };
  const free = (state: ToyState) => {
    if (!alive.delete(state)) throw new Error('this state was freed twice, or never made');
  };
  let rowsRead = 0;
  const row = (history: string) => {
    const random = Random.fromSeed(seed).fork(history);
    const scores = random.normalArray(vocabularySize, spread);
    scores[END] += endBonus;
    return { logProbabilities: logSoftmax(scores), attention: softmax(random.normalArray(sourceSize ?? 0, 2)) };
  };
  return {
    vocabularySize,
    end: END,
    step: async (tokens, state) => {
      await Promise.resolve();
      rowsRead += tokens.length;
      const histories = state.histories.map((history, i) => `${history} ${tokens[i]}`);
      const rows = histories.map(row);
      return {
        logProbabilities: Float32Array.from(rows.flatMap(({ logProbabilities }) => [...logProbabilities])),
        state: make(histories),
        ...(sourceSize && { attention: Float32Array.from(rows.flatMap(({ attention }) => [...attention])) }),
      };
    },
    select: (state, rows) => make(Array.from(rows, (i) => state.histories[i])),
    dispose: free,
    alive: () => alive.size,
    rowsRead: () => rowsRead,
    start: (names) => ({ tokens: new Int32Array(names.length).fill(BEGIN), state: { histories: [...names] } }),
  };
}

function softmax(scores: Float32Array): Float32Array {
  return logSoftmax(scores).map(Math.exp);
}

function logSoftmax(scores: Float32Array): Float32Array {
  const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
  return scores.map((score) => score - Math.log(sum));
}

/** Every answer of one row: tokens with the end (or `limit` of them without one), and its log-probabilities. */
export async function allAnswers(decoder: ToyDecoder, name: string, limit: number) {
  const answers: { tokens: number[]; logProbabilities: number[]; attention: Float32Array[] }[] = [];
  const { state, tokens } = decoder.start([name]);
  const visit = async (read: ToyState, last: number, before: (typeof answers)[number]): Promise<void> => {
    const output = await decoder.step(Int32Array.of(last), read);
    for (let token = 0; token < decoder.vocabularySize; token++) {
      const answer = {
        tokens: [...before.tokens, token],
        logProbabilities: [...before.logProbabilities, output.logProbabilities[token]],
        attention: [...before.attention, output.attention ?? new Float32Array()],
      };
      if (token === END || answer.tokens.length === limit) answers.push(answer);
      else await visit(output.state, token, answer);
    }
    decoder.dispose!(output.state);
  };
  await visit(state, tokens[0], { tokens: [], logProbabilities: [], attention: [] });
  return answers;
}
