/** Ctrl-C and its like: the first asks to stop, the second means at once. */

/** Milliseconds in which a second signal is the same Ctrl-C: from the terminal, and handed on by npx. */
const echo = 1000;

/** @returns a listener for signals that says whether it is a repeated one. */
export function onInterrupt(handle: (isRepeated: boolean) => void): () => void {
  let first: number | undefined;
  return () => {
    if (first !== undefined && performance.now() - first < echo) return;
    handle(first !== undefined);
    first ??= performance.now();
  };
}
