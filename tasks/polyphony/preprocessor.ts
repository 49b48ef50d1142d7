/** Pieces as the 88 keys of a piano, which sound or do not. Nothing is learnt from training. */
import { checkPianoRoll, type PianoRoll } from '../../src/data/examples/piano-roll/example';
import { DataError } from '../../src/errors';

/** A piece: for each step the MIDI numbers that sound; also as JSON, `'{"notes": [[60, 64], [62]]}'`. */
export type PolyphonyInput = Pick<PianoRoll, 'notes'> | string;

/** Keys of a piano: MIDI 21 (A0) to 108 (C8). */
export const KEYS = 88;
const LOWEST = 21;

export interface EncodedPiece {
  /** 1 for a key that sounds, step after step. */
  keys: Uint8Array; // [T,88]
  /** T, at least 2. */
  steps: number;
}

export class PolyphonyPreprocessor {
  /** @throws DataError for a note that a piano has not, and for a piece of one step, of which nothing is predicted. */
  encode({ notes, where }: PianoRoll, place: string): EncodedPiece {
    return this.encodeInput({ notes }, where ?? place);
  }

  /** @throws as `encode`, and for what is no list of steps. */
  encodeInput(input: PolyphonyInput, where: string): EncodedPiece {
    const piece = this.encodeBeginning(input, where);
    if (piece.steps > 1) return piece;
    throw new DataError({
      where,
      problem: 'the piece has one step',
      expected: 'at least two: each step but the first is predicted',
      fix: 'Leave it out',
    });
  }

  /** Also of one step. @throws DataError for what is no list of steps, and for a note that a piano has not. */
  encodeBeginning(input: PolyphonyInput, where: string): EncodedPiece {
    const piece: unknown = typeof input === 'string' ? fromJSON(input) : input;
    checkPianoRoll(piece, where);
    const { notes } = piece;
    const keys = new Uint8Array(notes.length * KEYS);
    notes.forEach((step, t) => {
      for (const pitch of step) keys[t * KEYS + keyOf(pitch, `${where} step ${t + 1}`)] = 1;
    });
    return { keys, steps: notes.length };
  }

  drainWarnings(): string[] {
    return [];
  }

  summary(): Record<string, number> {
    return { keys: KEYS };
  }

  toJSON(): object {
    return {};
  }
}

/** Of one step: MIDI numbers, the lowest first. */
export const pitchesOf = (keys: ArrayLike<number>): number[] =>
  Array.from({ length: KEYS }, (_, key) => LOWEST + key).filter((pitch) => keys[pitch - LOWEST] > 0);

/** The text as its notes where it is no JSON: the check of notes names it. */
function fromJSON(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { notes: text };
  }
}

function keyOf(pitch: number, where: string): number {
  const key = pitch - LOWEST;
  if (key >= 0 && key < KEYS) return key;
  throw new DataError({
    where,
    problem: `the note is ${pitch}`,
    expected: `one of the ${KEYS} keys of a piano: MIDI ${LOWEST} to ${LOWEST + KEYS - 1}`,
    fix: 'Transpose the piece, or leave the note out',
  });
}
