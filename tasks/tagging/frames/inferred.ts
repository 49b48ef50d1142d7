/** Settings of a tagger of frames that follow from its training recordings (docs/decisions/defaults.md). */
import type { FrameRecording } from '../../../src/data/examples/frames';
import { inferred, type Note, trainingLength } from '../../inferred-settings';
import { recordingsDifferInOffset } from './recording-offsets';
import { type FramesConfig, type FramesOptions, parseFrames } from './settings';

/** Beyond so many epochs a few windows have been seen from everywhere. */
const MOST_EPOCHS = 300;
const LEAST_UPDATES = 800;

/**
 * Each recording's own mean is taken off where recordings differ in offset, and the model needs whole recordings anyway;
 * few windows are seen in more epochs.
 * @throws DataError for what cannot be training frames, ConfigError for options
 */
export function inferFrameOptions(
  recordings: readonly FrameRecording[],
  options: Partial<FramesOptions>,
  note: Note,
): Partial<FramesOptions> {
  const config = parseFrames(options);
  const about = { options, config, note };
  return { input: 'frames', ...centreOf(recordings, about), ...lengthOf(recordings, about) };
}

interface About {
  options: Partial<FramesOptions>;
  config: FramesConfig;
  note: Note;
}

function centreOf(recordings: readonly FrameRecording[], { options, config, note }: About) {
  const isOpen = options.centre === undefined && config.bidirectional;
  const differ = isOpen && recordingsDifferInOffset(recordings);
  const found = { centre: differ ? ('recording' as const) : config.centre };
  const reason = 'the columns start elsewhere in each recording, which says nothing about its labels';
  return inferred(options, { found, defaults: config, reason }, note);
}

function lengthOf(recordings: readonly FrameRecording[], { options, config, note }: About) {
  const windows = recordings.reduce((sum, { labels }) => sum + Math.ceil(labels.length / config.window), 0);
  const { epochs, batchSize } = config;
  const rule = { epochs, batchSize, updates: LEAST_UPDATES, mostEpochs: MOST_EPOCHS };
  const found = { epochs: trainingLength(windows, options, { ...rule, updatesPerEpoch: 0, smallestBatch: 1 }).epochs };
  const reason = `an epoch of ${windows} ${windows === 1 ? 'window' : 'windows'} is few updates`;
  return inferred(options, { found, defaults: config, reason }, note);
}
