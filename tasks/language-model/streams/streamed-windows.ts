/** Windows of parallel streams over a text that is not in memory: those that `windowsOf` makes of one that is. */
import type { Random } from '../../../src/random';
import type { EpochPlan } from '../../../src/training/batches/epoch-plan';
import { prefetch } from '../../../src/training/batches/prefetch';
import type { EncodedExamples } from '../../task';
import type { EncodedText } from '../preprocessor';
import type { LanguageModelConfig } from '../settings';
import type { LanguageModelTypes } from '../types';
import { TokenRow } from './token-row';
import { type Part, partsOf, streamWindow, windowBorders, windowOptions } from './windows';

/** Ids that a stream reads at once. */
const READ = 2 ** 12;

export class StreamedWindows implements EncodedExamples<LanguageModelTypes> {
  private constructor(
    private readonly row: TokenRow,
    private readonly config: LanguageModelConfig,
  ) {}

  /** Writes the ids down. @throws BackendError for a full disk, and what the texts throw */
  static async of(
    texts: AsyncIterable<EncodedText>,
    vocabularySize: number,
    config: LanguageModelConfig,
  ): Promise<StreamedWindows> {
    return new StreamedWindows(await TokenRow.of(texts, vocabularySize), config);
  }

  planEpoch(_: unknown, __: number, random: Random): EpochPlan<EncodedText[]> {
    const targets = this.row.length - 1;
    const borders = windowBorders(targets, windowOptions(this.config, random.fork('cut')));
    const readers = partsOf(borders, 0, targets).map(() => new ForwardReader(this.row));
    const read = async (part: Part) => streamWindow(await readers[part.stream].read(part), part.stream);
    return prefetch({
      length: borders.length - 1,
      batch: (n) => Promise.all(partsOf(borders, n, targets).map(read)),
    });
  }

  dispose(): Promise<void> {
    return this.row.dispose();
  }
}

/** Of one stream, which reads on and on: it holds the ids after those that were read last. */
class ForwardReader {
  private held: Int32Array = new Int32Array();
  private start = 0;

  constructor(private readonly row: TokenRow) {}

  async read({ from, to }: Part): Promise<Int32Array> {
    if (from < this.start || to > this.start + this.held.length) {
      this.held = await this.row.read(from, Math.min(Math.max(to, from + READ), this.row.length));
      this.start = from;
    }
    return this.held.subarray(from - this.start, to - this.start);
  }
}
