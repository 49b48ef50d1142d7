/**
 * Every system is measured in a process of its own: the kernels that one brings would change another one's figures. A
 * child reads one request a line on stdin and answers each with one line on stdout, both JSON:
 *
 *     { "prepare": Work }  →  { "note": "…" } or { "skip": "why it cannot" }
 *     { "step": true }     →  { "ms": 12.3 }, for a work of memory also { "bytes": 4567 }
 */
import type { Work } from './works';

export type Request = { prepare: Work } | { step: true };
export interface Measured {
  ms: number;
  bytes?: number;
}
export type Answer = { note: string } | { skip: string } | Measured;
