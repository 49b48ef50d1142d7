import { noteBaselines } from '../../../src/baselines/notes/note-probabilities';
import { DataError } from '../../../src/errors';

const rows = (...steps: number[][]) => Uint8Array.from(steps.flat());

it('counts keys alone, after sound, and after silence', () => {
  const piece = rows([1, 0], [1, 1], [0, 1], [1, 1]);
  const { independent, held } = noteBaselines([piece], 2);
  const test = rows([1, 0], [0, 0], [0, 0]);
  expect([...independent(test)]).toEqual([3 / 5, 4 / 5, 3 / 5, 4 / 5]);
  const afterSound = [2 / 4, 3 / 4]; // of key 0: on, off after on; of key 1: on, on
  const afterSilence = [2 / 3, 2 / 3]; // of each on once
  expect([...held(test)]).toEqual([afterSound[0], afterSilence[1], ...afterSilence]);
});

it('regresses on all keys of the step before: the gradient is 0 at the weights that it finds', () => {
  const pieces = [rows([1, 0], [0, 1], [1, 0], [0, 1], [1, 1]), rows([0, 0], [1, 0], [0, 1])];
  const p = noteBaselines(pieces, 2).linear;
  const steps = pieces.flatMap((piece) => Array.from({ length: piece.length / 2 - 1 }, (_, t) => [piece, t] as const));
  for (let k = 0; k < 2; k++) {
    const errors = steps.map(([piece, t]) => p(piece)[t * 2 + k] - piece[(t + 1) * 2 + k]);
    expect(errors.reduce((sum, error) => sum + error, 0)).toBeCloseTo(0, 3); // of the bias, which has no penalty
  }
  expect(p(rows([1, 0], [0, 0]))[1]).toBeGreaterThan(0.5); // what followed
});

it('refuses pieces without a second step', () => {
  expect(() => noteBaselines([rows([1, 0])], 2)).toThrow(DataError);
});
