/** Scratch bytes in a file that no folder lists any more, so that it is gone with its process, also with a killed one. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendError, reasonOf } from '../../errors';
import type { Scratch } from '../platform';

/** @param folder where it is made: by default the system's for temporary files, which TMPDIR names */
export async function openScratchFile(folder = tmpdir()): Promise<Scratch> {
  const attempt = <Value>(action: () => Promise<Value>) => orExplain(folder, action);
  const file = await attempt(async () => {
    const own = await mkdtemp(join(folder, 'tfseq-'));
    try {
      return await open(join(own, 'scratch'), 'wx+');
    } finally {
      await rm(own, { recursive: true, force: true }); // the open file stays readable
    }
  });
  let isOpen = true;
  let length = 0;
  return {
    append: (bytes) =>
      attempt(async () => {
        for (let done = 0; done < bytes.length;) {
          const { bytesWritten } = await file.write(bytes, done, bytes.length - done, length);
          done += bytesWritten;
          length += bytesWritten;
        }
      }),
    read: (from, to) =>
      attempt(async () => {
        const bytes = new Uint8Array(to - from);
        const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
        if (bytesRead < bytes.length) throw new Error(`${bytesRead} of ${bytes.length} bytes are left of it`);
        return bytes;
      }),
    async dispose() {
      if (isOpen) await file.close();
      isOpen = false;
    },
  };
}

async function orExplain<Value>(folder: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (cause) {
    throw new BackendError({
      where: `temporary file in ${folder}`,
      problem: `it cannot be written or read: ${reasonOf(cause)}`,
      expected: 'room for the tokens of a text that is not held in memory, one to four bytes each',
      fix: 'Free some space, or name another folder in TMPDIR',
      cause,
    });
  }
}
