/** The backend is chosen at the first use; where a faster one does not run, the reason is given. */
import { ensureBackend } from '../src/backends/backends';
import type { TrainingEvent } from '../src/training/events';

/** Warns once a process: `ensureBackend` gives every reason once. */
export async function startBackend(onEvent?: (event: TrainingEvent) => void): Promise<void> {
  for (const reason of await ensureBackend()) {
    const message = `slower than it could be: ${reason}`;
    if (onEvent) onEvent({ type: 'warning', message });
    else console.warn(`tfjs-sequence: ${message}`);
  }
}
