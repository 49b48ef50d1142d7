/** Settings of a tagger of frames that follow from its training recordings. */
import type { FrameRecording } from '../../../src/data/examples/frames';
import { inferred, type Note } from '../../inferred-settings';
import { recordingsDifferInOffset } from './recording-offsets';
import { type FramesOptions, parseFrames } from './settings';

/**
 * Each recording's own mean is taken off where recordings differ in offset, and the model needs whole recordings anyway.
 * @throws DataError for what cannot be training frames, ConfigError for options
 */
export function inferFrameOptions(
  recordings: readonly FrameRecording[],
  options: Partial<FramesOptions>,
  note: Note,
): Partial<FramesOptions> {
  const config = parseFrames(options);
  const isOpen = options.centre === undefined && config.bidirectional;
  const differ = isOpen && recordingsDifferInOffset(recordings);
  const found = { centre: differ ? ('recording' as const) : config.centre };
  const reason = 'the columns start elsewhere in each recording, which says nothing about its labels';
  return { input: 'frames', ...inferred(options, { found, defaults: config, reason }, note) };
}
