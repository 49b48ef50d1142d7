/** What a tagger of frames that is worse than a baseline lacks. */
import type { Advice, MeasuredModel } from '../../advice/measured-model';
import type { FramesConfig } from './settings';

/** Only where it can be: a model of one direction may be meant to stream, which the advice says. */
export const adviseOnFrames = ({ config, lost }: MeasuredModel<unknown, FramesConfig, unknown>): Advice[] =>
  !config.bidirectional && lost.some(({ baseline }) => baseline.includes('both sides')) ? [bothDirections] : [];

const bothDirections: Advice = {
  what: 'both directions (such a model does not stream)',
  reason: 'the linear baseline sees the frames that come after, and the network does not',
  action: 'train',
  settings: { bidirectional: true },
};
