/** Loss and gradient of a CRF. */
import type { CrfWork } from '../../works';
import type { Round } from '../child-loop';
import { Skip, type System } from './system';

export function prepareCrf({ ours }: System, work: CrfWork): Round {
  if (!ours) throw new Skip('stock TensorFlow.js has no CRF');
  throw new Skip(`${work.name} is not there yet`);
}
