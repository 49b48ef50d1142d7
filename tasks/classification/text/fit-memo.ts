/**
 * What was fitted on examples, as long as these are in use. The key has to say all that the result follows from; a result is
 * shared, so it has to be one that nothing changes.
 */
export class FitMemo<Result> {
  private readonly results = new WeakMap<object, Map<string, Result>>();

  /** @param mostOfAnOwner the results that were needed last are kept */
  constructor(private readonly mostOfAnOwner = 4) {}

  /** @param owner when it is garbage, so is the result */
  get(owner: object, key: string, fit: () => Result): Result {
    const own = this.results.get(owner) ?? new Map<string, Result>();
    this.results.set(owner, own);
    const result = own.get(key) ?? fit();
    own.delete(key);
    own.set(key, result); // the last of them
    const [oldest] = own.keys();
    if (own.size > this.mostOfAnOwner) own.delete(oldest);
    return result;
  }
}
