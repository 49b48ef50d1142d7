/** What a search may change of a tagger of frames. */
import {
  around,
  cellsFor,
  choice,
  commonDimensions,
  scaled,
  type SearchSpace,
  uniform,
} from '../../tuning/space/space';
import type { FramesConfig } from './settings';

export function framesSpace(config: FramesConfig): SearchSpace<FramesConfig> {
  const { window, centre, bidirectional } = config;
  const centres = bidirectional ? choice('training', 'recording') : choice(centre); // a stream knows no mean of its own
  return {
    settings: {
      ...commonDimensions(config),
      window: scaled(window, 0.5, 1, 2),
      noise: uniform(0, 0.6),
      inputDropout: around(config.inputDropout, 0.25),
      dropout: around(config.dropout, 0.25),
      centre: centres,
      cell: cellsFor(config),
      layers: choice(1, 2),
      averaging: choice(0.98, 0.99, 0.995, 0.998),
    },
    candidates: [
      ...(bidirectional && centre === 'training' ? [{ centre: 'recording' as const }] : []),
      { noise: raised(config.noise, 0.3), inputDropout: Math.min(0.5, raised(config.inputDropout, 0.2)) },
    ],
  };
}

/** Two decimal places, for people who read it. */
const raised = (value: number, by: number) => Number((value + by).toFixed(2));
