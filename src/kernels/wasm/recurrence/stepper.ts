/**
 * One cell, step by step, on the module: the pass of one time step with everything prepared. Weights are packed once and
 * the job is written once; h and c stay where the pass reads and writes them. A step allocates nothing, and wakes
 * threads only for large batches. Fewer rows than there is room for take less time in proportion.
 */
import type { Named } from '../../../cells/cell';
import { mapEach } from '../../../recurrence/time-loop';
import { sizeOf } from '../../../shapes';
import { type CellStepper, type CellStepperOptions, reorderRows } from '../../cell-stepper';
import { Arrays } from '../jobs/arrays';
import { partitionCount, stepLocations } from './forward-pass';
import type { Block } from '../runtime/allocator';
import { jobSize, writeJob } from '../jobs/jobs';
import { Layout, type Location } from '../runtime/layout';
import { Operation, PRODUCT_SCRATCH, RecurrenceJob, PartitionHeader } from '../jobs/operations';
import { panelsForward, type PassSizes, passSizes, sizeValues } from './pass-sizes';
import { type Pass, runPasses } from './run-pass';
import type { Runtime } from '../runtime/runtime';
import { partitionExamples, writeTables } from './partitions';

export class WasmStepper implements CellStepper {
  private readonly sizes: PassSizes;
  private readonly layout = new Layout();
  private readonly x: Location;
  /** Each [B,H], where a step begins and ends. */
  private readonly state: Named<Location>;
  private readonly panels: Location;
  private readonly job = this.layout.add(jobSize(RecurrenceJob));
  private readonly threads: number;
  private readonly block: Block;
  private readonly h: Float32Array;
  private views: { x: Float32Array; h: Float32Array };
  /** How many go on, from the first. */
  private rows: number;
  /** Their h. */
  private rowsOfH: Float32Array;
  /** Of each partition the word that says how many of its examples take the step. */
  private readonly active: Location[] = [];

  /** @throws BackendError where the memory is full; ShapeError for weights of another size. */
  constructor(
    private readonly runtime: Runtime,
    options: CellStepperOptions,
  ) {
    const { cell, inputSize, batchSize } = options;
    const { layout } = this;
    this.sizes = passSizes(cell, { batchSize, steps: 1, inputSize }, false);
    this.threads = partitionCount(runtime.threads, this.sizes);
    this.h = new Float32Array(batchSize * cell.hiddenSize);
    this.rows = batchSize;
    this.rowsOfH = this.h;
    this.x = layout.add(batchSize * inputSize);
    this.state = Object.fromEntries(cell.stateNames.map((name) => [name, layout.add(this.h.length)]));
    this.panels = layout.add(panelsForward(this.sizes));
    const write = this.prepareJob();
    this.block = layout.allocate(runtime.allocator);
    try {
      this.packWeights(options);
    } catch (error) {
      this.dispose();
      throw error;
    }
    write();
    for (const { offset } of Object.values(this.state)) this.floats(offset).fill(0);
    this.views = this.makeViews();
  }

  step(x: Float32Array): Float32Array {
    if (this.views.x.buffer !== this.runtime.allocator.memory.buffer) this.views = this.makeViews(); // it has grown
    if (x.length !== this.rows * this.sizes.inputSize) this.goOnWith(x.length / this.sizes.inputSize);
    this.views.x.set(x);
    this.runtime.run(Operation.forward, this.job.offset, this.threads);
    this.rowsOfH.set(this.views.h);
    return this.rowsOfH;
  }

  readState(rows = this.sizes.batchSize): Named<Float32Array> {
    const length = rows * this.sizes.hiddenSize;
    return mapEach(this.state, ({ offset }) => this.runtime.allocator.floats(offset, length).slice());
  }

  writeState(state: Named<Float32Array>): void {
    for (const [name, { offset }] of Object.entries(this.state)) this.floats(offset).set(state[name]);
  }

  selectRows(rows: ArrayLike<number>): void {
    for (const { offset } of Object.values(this.state)) reorderRows(this.floats(offset), rows, this.sizes.hiddenSize);
  }

  dispose(): void {
    this.runtime.allocator.free(this.block);
  }

  /** The partitions take rows in turn, so the first of them are the first of each partition. */
  private goOnWith(rows: number): void {
    const { allocator } = this.runtime;
    this.active.forEach(({ offset }, partition) => {
      allocator.ints(offset, 1)[0] = Math.ceil(Math.max(rows - partition, 0) / this.active.length);
    });
    this.rows = rows;
    this.rowsOfH = this.h.subarray(0, rows * this.sizes.hiddenSize);
    this.views = this.makeViews();
  }

  private floats(offset: number): Float32Array {
    return this.runtime.allocator.floats(offset, this.h.length);
  }

  private makeViews() {
    const { allocator } = this.runtime;
    const { batchSize, inputSize } = this.sizes;
    return {
      x: allocator.floats(this.x.offset, batchSize * inputSize),
      h: allocator.floats(this.state.h.offset, this.rowsOfH.length),
    };
  }

  /** Lays out a pass of one step. @returns a function that writes its job, once the locations are known. */
  private prepareJob(): () => void {
    const { layout, sizes, x, state, panels, threads } = this;
    const { allocator } = this.runtime;
    const partitions = partitionExamples(sizes, undefined, false, threads).map((partition) => ({
      partition,
      header: layout.add(jobSize(PartitionHeader)),
      locations: {
        ...stepLocations(layout, partition, sizes, false, false),
        outputs: layout.add(partition.example.length * sizes.H),
        scratch: layout.add(PRODUCT_SCRATCH),
      },
    }));
    this.active.push(...partitions.map(({ locations }) => locations.active as Location));
    const headers = layout.add(threads);
    const { h, c } = state;
    const locations = { panels, xs: x, initialH: h, initialC: c, hs: h, lastH: h, lastC: c };
    return () => {
      for (const { partition, header, locations } of partitions) {
        writeTables(allocator, partition, locations);
        writeJob(allocator, header, PartitionHeader, locations);
      }
      allocator.ints(headers.offset, threads).set(partitions.map(({ header }) => header.offset));
      writeJob(allocator, this.job, RecurrenceJob, {
        ...sizeValues(sizes),
        ...locations,
        partitions: threads,
        headers,
      });
    };
  }

  private packWeights({ cell, inputSize, weights }: CellStepperOptions): void {
    const layout = new Layout();
    const arrays = new Arrays(`step(${cell.name})`, this.runtime.allocator, layout);
    const own = cell.parameters(inputSize).map(({ name, shape }) => {
      return [name, arrays.input(`weights.${name}`, weights[name], sizeOf(shape))] as const;
    });
    const stacked = layout.add(this.sizes.K * this.sizes.Z);
    const pass: Pass = {
      layout,
      arrays,
      job: { ...sizeValues(this.sizes), ...Object.fromEntries(own), stacked, panels: this.panels },
      partitions: [],
      operations: [[Operation.stackWeights, 1]],
      work: 0,
    };
    runPasses(this.runtime, [pass]);
  }
}
