/** A preprocessor joined of its two halves: any input with any target. */
import type { DataOptions } from '../src/data/example-kind';
import type { InputEncoder } from './inputs/input-encoder';
import type { Locate, TargetEncoder } from './targets/target-encoder';

/** The types of both halves by their roles. */
export interface HalvesTypes {
  example: object;
  input: unknown;
  encodedInput: object;
  batch: object;
  target: unknown;
  encodedTarget: unknown;
}

/** An encoded example. */
export interface InputAndTarget<EncodedInput, EncodedTarget> {
  input: EncodedInput;
  target: EncodedTarget;
}

/** An example taken apart. */
export interface Parts<Input, Target> {
  input: Input;
  target: Target;
  locate: Locate;
}

export class JoinedPreprocessor<
  H extends HalvesTypes,
  I extends InputEncoder<H['input'], H['encodedInput'], H['batch']> = InputEncoder<
    H['input'],
    H['encodedInput'],
    H['batch']
  >,
  T extends TargetEncoder<H['target'], H['encodedTarget']> = TargetEncoder<H['target'], H['encodedTarget']>,
> {
  /** @param split takes an example apart and throws DataError for what is none. */
  constructor(
    readonly input: I,
    readonly target: T,
    private readonly split: (example: H['example'], where: string) => Parts<H['input'], H['target']>,
  ) {}

  get labels(): readonly string[] {
    return this.target.labels ?? [];
  }

  get dataOptions(): DataOptions | undefined {
    return this.input.dataOptions;
  }

  encode(example: H['example'], where: string): InputAndTarget<H['encodedInput'], H['encodedTarget']> {
    const { input, target, locate } = this.split(example, where);
    return { input: this.input.encode(input, locate()), target: this.target.encode(target, locate) };
  }

  encodeInput(input: H['input'], where: string): InputAndTarget<H['encodedInput'], H['encodedTarget']> {
    return { input: this.input.encode(input, where), target: this.target.missing };
  }

  drainWarnings(): string[] {
    return [...this.input.drainWarnings(), ...this.target.drainWarnings()];
  }

  summary(): Record<string, number> {
    return this.input.summary();
  }

  toJSON(): object {
    return { ...this.input.toJSON(), ...this.target.toJSON() };
  }
}
