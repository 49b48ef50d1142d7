/**
 * One thread of the pool, and the words by which the pool talks to it: int32 in a SharedArrayBuffer of their own.
 *
 * A pass: the pool writes operation, job and threads, sets `running` to the number of threads it wakes, and adds one to
 * the ticket of each. A thread whose ticket has changed runs its part and takes one off `running`; the last wakes the
 * pool. A thread that was not woken looks at nothing, so no pass can be taken for another.
 */

/** Indices into the control words. What different threads write is in different cache lines of 16 words. */
export const CONTROL = {
  operation: 0,
  job: 1,
  threads: 2,
  /** Threads that have booted. */
  ready: 16,
  running: 32,
  /** 1 + number of the first thread that failed. */
  failed: 48,
  messageLength: 49,
  /** UTF-16 units, one a word. */
  message: 50,
  messageEnd: 250,
} as const;

const LINE = 16;
export const ticketOf = (thread: number) => 256 + LINE * thread;
export const controlWords = (threads: number) => ticketOf(threads);

/** Looks at a word before going to sleep, about 50 µs: the passes of a training step follow each other that closely. */
export const SPINS = 2_000;

/**
 * Source of a function of ThreadData. A text, since no function can be sent to a thread, and bundlers, coverage tools and
 * minifiers change what `Function.toString` says.
 */
export const THREAD_SOURCE = `function ({ module, memory, control, thread }) {
  const words = new Int32Array(control);
  const ticket = ${ticketOf(0)} + ${LINE} * thread;
  const fail = (error) => {
    if (Atomics.compareExchange(words, ${CONTROL.failed}, 0, 1 + thread) !== 0) return;
    const message = String((error && error.message) || error).slice(0, ${CONTROL.messageEnd - CONTROL.message});
    for (let i = 0; i < message.length; i++) words[${CONTROL.message} + i] = message.charCodeAt(i);
    words[${CONTROL.messageLength}] = message.length;
  };
  let run;
  try {
    run = new WebAssembly.Instance(module, { env: { memory } }).exports.run;
  } catch (error) {
    fail(error);
  }
  Atomics.add(words, ${CONTROL.ready}, 1);
  for (let seen = 0; ; ) {
    for (let i = 0; i < ${SPINS} && Atomics.load(words, ticket) === seen; i++);
    while (Atomics.load(words, ticket) === seen) Atomics.wait(words, ticket, seen);
    seen = Atomics.load(words, ticket);
    try {
      run(words[${CONTROL.operation}], words[${CONTROL.job}], thread, words[${CONTROL.threads}]);
    } catch (error) {
      fail(error);
    }
    if (Atomics.sub(words, ${CONTROL.running}, 1) === 1) Atomics.notify(words, ${CONTROL.running});
  }
}`;
