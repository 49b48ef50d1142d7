/** Lets a page redraw and signals arrive while a run goes on. */

/** Longest stretch of work without returning to the event loop, in milliseconds. */
const longest = 50;

/** A function to be awaited often: it returns to the event loop if the last time is `pause` ago by this clock. */
export function yieldToEventLoop(clock: () => number, pause = longest): () => Promise<void> {
  let last = clock();
  return async () => {
    if (clock() - last < pause) return;
    await nextTask();
    last = clock();
  };
}

/** By a message to ourselves: browsers slow timers and animation frames down in a tab that is not in front. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
