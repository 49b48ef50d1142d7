/** A preprocessor joined of its two halves: any input with any target. */
import type { DataOptions } from '../src/data/example-kind';
import type { InputEncoder } from './inputs/input-encoder';
import type { Locate, TargetEncoder } from './targets/target-encoder';

type AnyInput = InputEncoder<never, object, unknown>;
type AnyTarget = TargetEncoder<never, unknown>;
type InputOf<I extends AnyInput> = Parameters<I['encode']>[0];
type TargetOf<T extends AnyTarget> = Parameters<T['encode']>[0];

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

export class JoinedPreprocessor<Example extends object, I extends AnyInput, T extends AnyTarget> {
  /** @param split takes an example apart that has passed the checks of its kind. */
  constructor(
    readonly input: InputEncoder<InputOf<I>, ReturnType<I['encode']>, unknown> & I,
    readonly target: TargetEncoder<TargetOf<T>, ReturnType<T['encode']>> & T,
    private readonly split: (example: Example, where: string) => Parts<InputOf<I>, TargetOf<T>>,
  ) {}

  get labels(): readonly string[] {
    return this.target.labels ?? [];
  }

  get labelCounts(): readonly number[] | undefined {
    return this.target.counts;
  }

  get dataOptions(): DataOptions | undefined {
    return this.input.dataOptions;
  }

  encode(example: Example, where: string): InputAndTarget<ReturnType<I['encode']>, ReturnType<T['encode']>> {
    const { input, target, locate } = this.split(example, where);
    return { input: this.input.encode(input, locate()), target: this.target.encode(target, locate) };
  }

  encodeInput(input: InputOf<I>, where: string): InputAndTarget<ReturnType<I['encode']>, ReturnType<T['encode']>> {
    return { input: this.input.encode(input, where), target: this.target.missing };
  }

  drainWarnings(): string[] {
    return [...this.input.drainWarnings(), ...this.target.drainWarnings()];
  }

  summary(): Record<string, number> {
    return { ...this.input.summary(), ...(this.target.fitted?.() ?? this.target.decision?.toJSON()) };
  }

  toJSON(): object {
    return { ...this.input.toJSON(), ...this.target.toJSON() };
  }
}
