/** Sizes of a model are whole numbers above 0. */
import { ConfigError, show } from '../src/errors';

/** @throws ConfigError naming the first size that is not one. */
export function checkSizes(where: string, sizes: Record<string, unknown>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (Number.isInteger(size) && (size as number) > 0) continue;
    throw new ConfigError({ where, problem: `${name} is ${show(size)}`, expected: 'a whole number above 0' });
  }
}
