/** Sizes of a model are whole numbers above 0. */
import { checkCount } from '../src/validation';

/** @throws ConfigError naming the first size that is not one. */
export function checkSizes(where: string, sizes: Record<string, unknown>): void {
  for (const [name, size] of Object.entries(sizes)) {
    checkCount(where, name, size);
  }
}
