/** Models of single keys, on the same steps. */
import { noteBaselines, type NotePredictor } from '../../src/baselines/notes/note-probabilities';
import type { PianoRoll } from '../../src/data/examples/piano-roll/example';
import type { Metrics } from '../task';
import { meanNats } from './predictor';
import { type EncodedPiece, KEYS, type PolyphonyPreprocessor } from './preprocessor';

export function polyphonyBaselines(
  train: readonly PianoRoll[],
  test: readonly PianoRoll[],
  preprocessor: PolyphonyPreprocessor,
): Record<string, Metrics> {
  const encode = (piece: PianoRoll) => preprocessor.encode(piece, 'piece');
  const { independent, held, linear } = noteBaselines(
    train.map((piece) => encode(piece).keys),
    KEYS,
  );
  const pieces = test.map(encode);
  const measured = (predict: NotePredictor) => ({ nats: meanNats(pieces.map((piece) => natsOf(piece, predict))) });
  return {
    'independent notes': measured(independent),
    'held notes': measured(held),
    'linear, step before': measured(linear),
  };
}

/** Of each step but the first. */
function natsOf({ keys, steps }: EncodedPiece, predict: NotePredictor): Float64Array {
  const p = predict(keys);
  const nats = new Float64Array(steps - 1);
  for (let i = 0; i < p.length; i++) nats[Math.floor(i / KEYS)] -= Math.log(keys[i + KEYS] === 1 ? p[i] : 1 - p[i]);
  return nats;
}
