/** The operations on tensors of TensorFlow.js (../tensor-operations.ts), on one thread. */
import { TensorOperation } from '../../jobs/tensor-operations';
import { adam } from './adam';
import { average } from './average';
import { copyRuns } from './copy-runs';
import { countCorrect } from './count-correct';
import { crossEntropy, crossEntropyGradient } from './cross-entropy';
import { dropoutMask } from './dropout-mask';
import { multiplyAcross } from './multiply-across';
import { norm } from './norm';
import { pool, poolGradient } from './pooling';
import { gather, repeatRow, scatterAdd, sumRows } from './rows';

export function runOnTensors(operation: i32, job: usize): void {
  switch (operation) {
    case TensorOperation.adam:
      return adam(job);
    case TensorOperation.average:
      return average(job);
    case TensorOperation.norm:
      return norm(job);
    case TensorOperation.crossEntropy:
      return crossEntropy(job);
    case TensorOperation.crossEntropyGradient:
      return crossEntropyGradient(job);
    case TensorOperation.countCorrect:
      return countCorrect(job);
    case TensorOperation.dropoutMask:
      return dropoutMask(job);
    case TensorOperation.pool:
      return pool(job);
    case TensorOperation.poolGradient:
      return poolGradient(job);
    case TensorOperation.gather:
      return gather(job);
    case TensorOperation.scatterAdd:
      return scatterAdd(job);
    case TensorOperation.sumRows:
      return sumRows(job);
    case TensorOperation.copyRuns:
      return copyRuns(job);
    case TensorOperation.repeatRow:
      return repeatRow(job);
    case TensorOperation.multiplyAcross:
      return multiplyAcross(job);
    default:
      unreachable();
  }
}
