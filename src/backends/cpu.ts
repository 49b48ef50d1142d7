/**
 * What is too slow for training on the cpu backend of TensorFlow.js 4.22: an embedding and its gradient, which transposes
 * [V,D] to [V,D]; stock copies it value by value (100 ms for V = 20,000).
 */
import { gatherOver } from './gather';
import { cpuMemory } from './kernel-memory';
import { transposeOver } from './no-copy';
import { replaceKernel } from './replace-kernel';
import { unsortedSegmentSumWith } from './segment-sum';

export function registerCpuKernels(): void {
  replaceKernel('UnsortedSegmentSum', 'cpu', () => unsortedSegmentSumWith(cpuMemory));
  replaceKernel('GatherV2', 'cpu', (stock) => gatherOver(stock, cpuMemory));
  replaceKernel('Transpose', 'cpu', transposeOver);
}
