/**
 * `node:fs/promises` that can die: after `plan.stepsToLive` calls nothing works any more, as if the process had been
 * killed there (the write that is under way is cut in half), or single functions fail with an error of the system.
 */
import type * as Files from 'node:fs/promises';

export class Killed extends Error {}

export const plan = {
  stepsToLive: Infinity,
  /** Function name → error code. */
  failing: {} as Record<string, string>,
  reset() {
    this.stepsToLive = Infinity;
    this.failing = {};
  },
};

type Call = (...parameters: unknown[]) => unknown;

function step(name: string): void {
  if (--plan.stepsToLive < 0) throw new Killed();
  const code = plan.failing[name];
  if (code) throw Object.assign(new Error(`${code}: made to fail, ${name}`), { code });
}

const wrap =
  (name: string, call: Call): Call =>
  async (...parameters) => {
    step(name);
    return await call(...parameters);
  };

export function unreliable(real: typeof Files): typeof Files {
  const wrapped = Object.entries(real).map(([name, value]) =>
    typeof value === 'function' ? [name, wrap(name, value as Call)] : [name, value],
  );
  const open = async (...parameters: Parameters<typeof Files.open>) => {
    step('open');
    const handle = await real.open(...parameters);
    return {
      writeFile: async (bytes: Uint8Array) => {
        await handle.writeFile(bytes.subarray(0, bytes.length >> 1));
        step('write');
        await handle.writeFile(bytes.subarray(bytes.length >> 1));
      },
      sync: wrap('sync', () => undefined), // no power cut here, and real flushing takes seconds
      stat: wrap('stat', () => handle.stat()),
      read: wrap('read', (...at) => handle.read(...(at as [Uint8Array, number, number]))),
      close: () => handle.close(), // a killed process closes its files, too
    };
  };
  return { ...(Object.fromEntries(wrapped) as typeof Files), open: open as unknown as typeof Files.open };
}
