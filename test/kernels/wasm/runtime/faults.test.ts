/** What goes wrong with threads and engines: a slower way that says why, or a typed error; never a hang. */
import { BackendError, ConfigError } from '../../../../src/errors';
import type { RuntimeOptions, Surroundings } from '../../../../src/kernels/wasm/runtime/runtime-plan';
import {
  createRuntime,
  createRuntimeAside,
  type ThreadedRuntime,
} from '../../../../src/kernels/wasm/runtime/threaded-runtime';
import { ticketOf } from '../../../../src/kernels/wasm/runtime/worker';
import type { WorkerEnd } from '../../../../src/kernels/wasm/runtime/worker-host';
import { nodeWorkers } from '../../../../src/platform/node-workers';
import { idleThread, probe } from '../../../support/passes';
import { firstThread, place } from '../../../support/workers';

const open: ThreadedRuntime[] = [];
afterEach(() => open.splice(0).forEach((runtime) => runtime.close()));

async function started(options: RuntimeOptions, where: Surroundings): Promise<ThreadedRuntime> {
  const runtime = createRuntime(options, where);
  open.push(runtime);
  await runtime.start();
  return runtime;
}

describe('slower, with the reason', () => {
  test('no shared memory', async () => {
    const runtime = await started({ threads: 4 }, place({}, { unshared: 'the page is not isolated' }));
    expect(runtime.report()).toMatchObject({ threads: 1, memory: 'plain', reasons: ['the page is not isolated'] });
    expect(probe(runtime)).toEqual([1]);
  });

  test('who wants one thread lacks nothing', async () => {
    const runtime = await started({ threads: 1 }, place({}, { unshared: 'the page is not isolated' }));
    expect(runtime.report().reasons).toEqual([]);
  });

  test('the neutral door', async () => {
    const runtime = await started({}, { ...place(), host: undefined });
    expect(runtime.report()).toMatchObject({ threads: 1, reasons: [expect.stringMatching(/tfjs-sequence\/node/)] });
  });

  test('threads are refused, at once or at the second', async () => {
    for (const granted of [0, 1]) {
      const stopped: number[] = [];
      let asked = 0;
      const start = (): { stop(): void } => {
        if (asked++ === granted) throw new Error('too many threads');
        return { stop: () => stopped.push(1) };
      };
      const runtime = await started({ threads: 3 }, place({ start }));
      expect(runtime.report()).toMatchObject({
        threads: 1,
        reasons: ['the workers were refused (too many threads), so there is one thread'],
      });
      expect(stopped).toHaveLength(granted);
      expect(probe(runtime)).toEqual([3, 6, 9]);
      expect(asked).toBe(granted + 1); // not tried again and again
    }
  });

  test('threads are refused later, by an event', async () => {
    const start = (_source: string, _data: unknown, ended: (end: WorkerEnd) => void) => {
      setTimeout(() => ended({ reason: 'worker-src forbids it' }), 5);
      return { stop: () => undefined };
    };
    const runtime = await started({ threads: 2 }, place({ start }));
    expect(runtime.report().reasons).toEqual([expect.stringMatching(/refused \(worker-src forbids it\)/)]);
    expect(probe(runtime)).toEqual([2, 4]);
  });

  test('threads that start but cannot run the module', async () => {
    const start: typeof nodeWorkers.start = (source, data, ended) =>
      nodeWorkers.start(source, { ...data, memory: new WebAssembly.Memory({ initial: 1 }) }, ended);
    const runtime = await started({ threads: 2 }, place({ start }));
    expect(runtime.report()).toMatchObject({ threads: 1, reasons: [expect.stringMatching(/refused/)] });
    expect(probe(runtime)).toEqual([2, 4]);
  });

  test('less address space than asked for', async () => {
    const { Memory } = WebAssembly;
    const small = jest.spyOn(WebAssembly, 'Memory').mockImplementation((descriptor) => {
      if ((descriptor.maximum ?? 0) > 8192) throw new RangeError('could not allocate memory');
      return new Memory(descriptor);
    });
    try {
      const runtime = await started({ threads: 1 }, place());
      expect(runtime.report().reasons).toEqual(['the system gives room for 512 MB, not 2048']);
      expect(() => runtime.allocator.allocate(600 << 20)).toThrow(/600 MB more are needed.*at most 512 MB/s);
      small.mockImplementation(() => {
        throw new RangeError('could not allocate memory');
      });
      expect(() => createRuntime({}, place())).toThrow(/no memory for the kernels \(could not allocate memory\)/);
    } finally {
      small.mockRestore();
    }
  });

  test('relaxed SIMD that is asked for and not there', async () => {
    const lacking = place({ withRelaxedSimd: undefined }, { relaxedSimd: false });
    const runtime = await started({ threads: 1, relaxedSimd: true }, lacking);
    expect(runtime.report()).toMatchObject({ variant: 'simd', reasons: ['this engine has no relaxed SIMD'] });
  });
});

describe('not at all, with an error', () => {
  test('no SIMD', () => {
    const create = () => createRuntime({}, place({}, { simd: false }));
    expect(create).toThrow(BackendError);
    expect(create).toThrow(/no WebAssembly SIMD.*Use a newer engine/s);
  });

  test('a page that may not compile WebAssembly', async () => {
    const refused = new WebAssembly.CompileError('Wasm code generation disallowed by embedder');
    const now = jest.spyOn(WebAssembly, 'Module').mockImplementation(() => {
      throw refused;
    });
    const aside = jest.spyOn(WebAssembly, 'compile').mockRejectedValue(refused);
    try {
      const words = /refuses the module: Wasm code generation disallowed.*'wasm-unsafe-eval' in script-src/s;
      expect(() => createRuntime({}, place())).toThrow(BackendError);
      expect(() => createRuntime({}, place())).toThrow(words);
      await expect(createRuntimeAside({}, place())).rejects.toThrow(words);
    } finally {
      now.mockRestore();
      aside.mockRestore();
    }
  });

  test.each([
    [{ threads: 0 }, /threads is 0.*from 1 to 64/s],
    [{ threads: 1.5 }, /threads is 1.5/],
    [{ threads: 65 }, /threads is 65/],
    [{ memoryLimit: 0 }, /memoryLimit is 0.*from 1 to 4095/s],
    [{ memoryLimit: 5000 }, /memoryLimit is 5000/],
  ])('%o', (options, words) => {
    expect(() => createRuntime(options, place())).toThrow(ConfigError);
    expect(() => createRuntime(options, place())).toThrow(words);
  });
});

describe('a thread that is lost', () => {
  test('in a pass: an error after the time limit, then new threads', async () => {
    const runtime = await started({ threads: 3 }, place(firstThread(idleThread())));
    expect(runtime.report().threads).toBe(3);
    expect(() => probe(runtime)).toThrow(BackendError); // after 0.1 s
    expect(probe(runtime)).toEqual([3, 6, 9]); // the very next pass, while new threads boot
    await runtime.start();
    expect(runtime.report()).toMatchObject({ threads: 3, reasons: [] });
    expect(probe(runtime)).toEqual([3, 6, 9]);
  });

  test('its words', async () => {
    const runtime = await started({ threads: 2 }, place(firstThread(idleThread())));
    expect(() => probe(runtime)).toThrow(/a thread did not finish within 0.1 s.*Repeat the step/s);
  });

  test('and still alive writes into nobody’s memory; when it is dead the memory is free again', async () => {
    const scribble = `
      const ticket = ${ticketOf(0)} + 16 * thread;
      Atomics.wait(words, ticket, 0);
      const end = Date.now() + 300;
      const all = new Int32Array(memory.buffer);
      while (Date.now() < end) Atomics.store(all, words[1] / 4, 99); // over and over on its job
    `;
    const runtime = await started({ threads: 2 }, place(firstThread(idleThread(scribble))));
    expect(() => probe(runtime)).toThrow(BackendError);
    const { used } = runtime.allocator;
    expect(used).toBe(128); // job and target of the pass, withheld
    for (let i = 0; i < 50; i++) expect(probe(runtime)).toEqual([2, 4]);
    const dead = Date.now() + 5000;
    while (runtime.allocator.used > 0 && Date.now() < dead) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(runtime.allocator.used).toBe(0);
    expect(runtime.allocator.allocate(4).offset).toBe(64);
  });

  test('between passes: it is noticed and replaced', async () => {
    const workers: { stop(): void }[] = [];
    let ends = 0;
    const start: typeof nodeWorkers.start = (source, data, ended) => {
      const worker = nodeWorkers.start(source, data, (end) => {
        ended(end);
        ends++;
      });
      workers.push(worker);
      return worker;
    };
    const runtime = await started({ threads: 2 }, place({ start }));
    workers[0].stop();
    while (ends === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(probe(runtime)).toEqual([2, 4]);
    await runtime.start();
    expect(runtime.report().threads).toBe(2);
    expect(probe(runtime)).toEqual([2, 4]);
    expect(workers).toHaveLength(2);
  });
});
