/**
 * Every system is measured in a process of its own: the kernels that one brings would change another one's figures. A
 * child reads one request a line on stdin and replies to each with one line on stdout, both JSON:
 *
 *     { "prepare": Work }  →  { "note": "…" } or { "skip": "why it cannot" }
 *     { "burst": 400 }     →  { "ms": 12.3 }, for a work of memory also { "bytes": 4567 }
 *
 * A burst is a step that does not count, since threads and caches have gone cold while others had their turn, and then
 * steps in a row, as in training, until they have taken that many milliseconds together: the mean of these. Where a
 * step takes longer than a burst, all count.
 */
import type { Work } from './works';

export type Request = { prepare: Work } | { burst: number };
export interface Measured {
  ms: number;
  bytes?: number;
}
export type Reply = { note: string } | { skip: string } | Measured;
