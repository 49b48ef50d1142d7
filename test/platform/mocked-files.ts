/** Imported before anything that uses `node:fs/promises`: from then on it is the one of unreliable-files. */
import type * as UnreliableFiles from './unreliable-files';

jest.mock('node:fs/promises', () =>
  jest.requireActual<typeof UnreliableFiles>('./unreliable-files').unreliable(jest.requireActual('node:fs/promises')),
);
