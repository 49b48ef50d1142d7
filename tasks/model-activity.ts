/** What a model is busy with: one training at a time, and no weights freed while something uses them. */
import { ConfigError } from '../src/errors';

interface Disposable {
  dispose(): void;
}

export class ModelActivity {
  /** The training that runs, if one does. */
  private training?: { controller: AbortController; isDisposed: boolean };
  /** Networks in use: by how many calls, and whether they are to be freed once these are done. */
  private isDisposed = false;
  private readonly uses = new Map<Disposable, { calls: number; isDisposed: boolean }>();

  constructor(private readonly className: string) {}

  /**
   * Runs a training. @param work gets a signal that aborts with the caller's own, or when the model is disposed of
   * @throws ConfigError where one runs already, and where the model is disposed of meanwhile
   */
  async train<Result>(
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    this.refuseWhileTraining('fit');
    if (this.isDisposed) throw this.notReady('fit');
    const training = { controller: new AbortController(), isDisposed: false };
    const abort = () => training.controller.abort(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    this.training = training;
    try {
      const result = await work(training.controller.signal);
      this.refuseDisposed();
      return result;
    } finally {
      signal?.removeEventListener('abort', abort);
      this.training = undefined;
    }
  }

  /** @throws ConfigError while a training runs. */
  refuseWhileTraining(method: string): void {
    if (!this.training) return;
    throw new ConfigError({
      where: `${this.className}.${method}`,
      problem: 'this model is being trained',
      expected: `${method} after the fit that runs has ended`,
      fix: 'Await that fit, or use another model',
    });
  }

  /** @throws ConfigError where the training that runs has lost its model. */
  refuseDisposed(): void {
    if (!this.training?.isDisposed) return;
    throw new ConfigError({
      where: `${this.className}.fit`,
      problem: 'the model was disposed of while it was being trained; the training has been stopped',
      expected: 'dispose() after fit has ended',
      fix: 'Await fit, or stop it with its signal, before dispose()',
    });
  }

  /** The network is not freed before the work has ended. */
  async using<Result>(network: Disposable, work: () => Promise<Result>): Promise<Result> {
    const release = this.hold(network);
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** The network is not freed before the function that this returns has been called. */
  hold(network: Disposable): () => void {
    const use = this.uses.get(network) ?? { calls: 0, isDisposed: false };
    this.uses.set(network, use);
    use.calls++;
    return () => {
      use.calls -= 1;
      if (use.calls > 0) return;
      this.uses.delete(network);
      if (use.isDisposed) network.dispose();
    };
  }

  /** Why a method has no network to work with. */
  notReady(method: string): ConfigError {
    const { className } = this;
    return new ConfigError({
      where: `${className}.${method}`,
      ...(this.isDisposed
        ? {
            problem: 'the model was disposed of: its weights are freed',
            expected: `${method} before dispose()`,
            fix: `Load it again with await ${className}.load(location), or train a new ${className}`,
          }
        : {
            problem: 'there is no trained model',
            expected: 'fit or load before',
            fix: `Call await model.fit(examples), or use await ${className}.load(location)`,
          }),
    });
  }

  /** A network takes the place of the one that was disposed of. */
  renew(): void {
    this.isDisposed = false;
  }

  /** Stops a training; frees the network, or has it freed once the calls that use it are done. */
  dispose(network: Disposable | undefined): void {
    this.isDisposed = true;
    if (this.training) {
      this.training.isDisposed = true;
      this.training.controller.abort();
    }
    const use = network && this.uses.get(network);
    if (use) use.isDisposed = true;
    else network?.dispose();
  }
}
