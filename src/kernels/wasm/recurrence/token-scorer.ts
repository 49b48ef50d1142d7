/** Scores of a vocabulary on the module: its matrix is packed once, threads share the columns, then the rows. */
import { ShapeError } from '../../../errors';
import type { TokenScorer, TokenScorerOptions } from '../../token-scorer';
import { Arrays } from '../jobs/arrays';
import type { Block } from '../runtime/allocator';
import { jobSize, writeJob } from '../jobs/jobs';
import { Layout, type Location } from '../runtime/layout';
import { LogSoftmaxJob, MultiplyJob, Operation, PackJob, PRODUCT_SCRATCH } from '../jobs/operations';
import { packedSize, threadsFor } from '../jobs/product';
import type { Runtime } from '../runtime/runtime';

const WHERE = 'scores of tokens';

export class WasmTokenScorer implements TokenScorer {
  private readonly panels: Location;
  private readonly bias: Location;
  private readonly block: Block;

  /** @throws BackendError where the memory is full; ShapeError for weights of another size. */
  constructor(
    private readonly runtime: Runtime,
    private readonly options: TokenScorerOptions,
  ) {
    const { inputSize: k, vocabularySize: n } = options;
    const layout = new Layout();
    this.panels = layout.add(packedSize(k, n));
    this.bias = layout.add(n);
    this.block = layout.allocate(runtime.allocator);
    try {
      this.pack();
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  logProbabilities(x: Float32Array): Float32Array {
    const { allocator } = this.runtime;
    const { inputSize: k, vocabularySize: n } = this.options;
    const m = x.length / k;
    if (!Number.isInteger(m)) {
      throw new ShapeError({ where: WHERE, problem: `x has ${x.length} numbers`, expected: `rows of ${k}` });
    }
    const threads = threadsFor(this.runtime, m, k, n);
    const layout = new Layout();
    const multiply = layout.add(jobSize(MultiplyJob));
    const softmax = layout.add(jobSize(LogSoftmaxJob));
    const a = layout.add(x.length);
    const c = layout.add(m * n);
    const scratch = layout.add(threads * PRODUCT_SCRATCH);
    return layout.during(allocator, () => {
      allocator.floats(a.offset, x.length).set(x);
      writeJob(allocator, multiply, MultiplyJob, { a, panels: this.panels, c, m, k, n, scratch });
      writeJob(allocator, softmax, LogSoftmaxJob, { z: c, bias: this.bias, rows: m, columns: n });
      this.runtime.run(Operation.multiply, multiply.offset, threads);
      this.runtime.run(Operation.logSoftmax, softmax.offset, Math.min(m, threads));
      return allocator.floats(c.offset, m * n).slice();
    });
  }

  dispose(): void {
    this.runtime.allocator.free(this.block);
  }

  private pack(): void {
    const { allocator } = this.runtime;
    const { inputSize: k, vocabularySize: n, weights, transposed, bias } = this.options;
    const layout = new Layout();
    const arrays = new Arrays(WHERE, allocator, layout);
    const b = arrays.input('weights', weights, k * n);
    const from = arrays.input('bias', bias, n);
    const job = layout.add(jobSize(PackJob));
    layout.during(allocator, () => {
      arrays.copyIn();
      writeJob(allocator, job, PackJob, { b, transposed: Number(transposed), k, n, panels: this.panels });
      this.runtime.run(Operation.pack, job.offset, 1);
      allocator.floats(this.bias.offset, n).set(allocator.floats(from.offset, n));
    });
  }
}
