/**
 * What is used of abcjs 6, which parses ABC notation. It is optional: whoever needs it passes it on, so that nothing else
 * loads it.
 */
import { ConfigError } from '../../errors';

/** abcjs 6: `import abcjs from 'abcjs'`. */
export interface AbcParser {
  /** The tunes of a text, parsed and not drawn. */
  parseOnly(abc: string): readonly object[];
}

/** @throws ConfigError for what is not abcjs. */
export function parseTunes(abc: string, parser: AbcParser): readonly ParsedTune[] {
  if (typeof parser?.parseOnly === 'function') return parser.parseOnly(abc) as readonly ParsedTune[];
  throw new ConfigError({
    where: 'ABC notation',
    problem: 'what was passed to parse it has no parseOnly',
    expected: 'abcjs 6',
    fix: "npm install abcjs@6, and pass it on: import abcjs from 'abcjs'",
  });
}

/** A tune as abcjs reads it. */
export interface ParsedTune {
  /** What it could not read, with the text as HTML in it. */
  warnings?: readonly string[];
  lines: readonly { staff?: readonly ParsedStaff[] }[];
  millisecondsPerMeasure(): number;
  /** Of whole notes. */
  getBarLength(): number;
  /** Every note as it is played, repeats and chord symbols too. */
  setUpAudio(options: object): { tracks: readonly (readonly ParsedSound[])[] };
}

export interface ParsedStaff {
  meter?: ParsedMetre;
  voices?: readonly (readonly ParsedElement[])[];
}

/** `value` with the type `specified`. */
export interface ParsedMetre {
  type: string;
  value?: readonly { num: string | number; den?: string | number }[];
}

/** One of a line: a note, a rest, a bar line, a change of metre … */
export interface ParsedElement {
  el_type: string;
  /** Of a bar line or a metre. */
  type?: string;
  value?: ParsedMetre['value'];
  /** Of notes: in whole notes, of a tuplet as it is written. */
  duration?: number;
  pitches?: readonly { name?: string; pitch: number }[];
  rest?: { type: string };
  startTriplet?: number;
  /** With `startTriplet`. */
  tripletMultiplier?: number;
  endTriplet?: boolean;
}

/** `start` and `duration` in whole notes, `volume` as a MIDI velocity. */
export interface ParsedSound {
  cmd: string;
  pitch?: number;
  start?: number;
  duration?: number;
  volume?: number;
}
