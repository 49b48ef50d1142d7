/**
 * What a page and its Worker write to each other. The page calls, the Worker returns or throws, and meanwhile may
 * report events and request examples. All on one port, so that everything arrives in the order in which it happened.
 */
import type { PlainError } from './plain-errors';

/** Marks our messages: the Worker and the page may exchange others beside them. */
export const PROTOCOL = 'tfjs-sequence';

interface Message {
  protocol: typeof PROTOCOL;
}

/** The call of a method of a model, or, without one, of a function of the library. */
export interface CallMessage extends Message {
  type: 'call';
  id: number;
  method: string;
  model?: number;
  values: readonly unknown[];
}

/** In place of an iterable (examples, bytes of a file) among the values of a call. */
export interface RemoteSource {
  source: number;
  /** Every pass begins with its first item. */
  replayable: boolean;
  /** Of a source of bytes. */
  name?: string;
}

export type PageMessage =
  | CallMessage
  | (Message & { type: 'abort'; id: number })
  | (Message & { type: 'items'; request: number; items: readonly unknown[]; done: boolean })
  | (Message & { type: 'source-error'; request: number; error: PlainError });

export type WorkerMessage =
  | (Message & { type: 'result'; id: number; result: unknown })
  | (Message & { type: 'error'; id: number; error: PlainError })
  | (Message & { type: 'event'; id: number; event: unknown })
  /** The next items of a pass over a source; `close` where no more are wanted. */
  | (Message & { type: 'pull'; request: number; source: number; pass: number; close: boolean });

/** A message as it is written down; the port adds the mark. */
export type Unmarked<M extends PageMessage | WorkerMessage> = M extends unknown ? Omit<M, 'protocol'> : never;

/** A Worker, or one end of a MessageChannel. */
export interface Port {
  /** With what is given away. */
  postMessage(message: unknown, transfer: Transferable[]): void;
  /** Of `message`, `messageerror` and, from a Worker, `error`. */
  addEventListener(type: string, listener: (event: MessageEvent) => void): void;
  /** Of a MessagePort: it delivers nothing before. */
  start?(): void;
  /** Of a Worker. */
  terminate?(): void;
  /** Of a MessagePort. */
  close?(): void;
}

/** The message, if it is one of ours. */
export function messageOf<M extends PageMessage | WorkerMessage>(data: unknown): M | undefined {
  const isOurs = typeof data === 'object' && data !== null && 'protocol' in data && data.protocol === PROTOCOL;
  return isOurs ? (data as M) : undefined;
}
