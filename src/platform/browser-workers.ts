/** Threads of our WebAssembly kernels in a page: Workers whose script travels inside ours. */
import type { WorkerHost } from '../kernels/wasm/runtime/worker-host';

export const browserWorkers: WorkerHost = {
  cores: globalThis.navigator?.hardwareConcurrency ?? 1,
  settings: () => ({}),
  start(source, data, ended) {
    const program = `onmessage = ({ data }) => (${source})(data);`;
    const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
    let worker: Worker;
    try {
      worker = new Worker(url);
    } catch (error) {
      URL.revokeObjectURL(url);
      throw error;
    }
    setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER);
    worker.onerror = (event) => {
      event.preventDefault(); // the report names it; the console of the page need not
      ended({ reason: event.message || 'the page may not start Workers from blob: URLs; its worker-src decides' });
    };
    worker.postMessage(data);
    return { stop: () => worker.terminate() };
  },
};

/** ms; some browsers fetch the script only after the constructor has returned. */
const REVOKE_AFTER = 10_000;
