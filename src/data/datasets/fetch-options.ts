/** Options of a download, and its progress. */
import type { OptionNames } from '../../validation';

export interface FetchOptions {
  onProgress?: (progress: FetchProgress) => void;
  signal?: AbortSignal;
  /** The longest wait for the server's next byte, in seconds. Default 60. */
  timeoutSeconds?: number;
}

export interface FetchProgress {
  /** Name of the file. */
  file: string;
  /** Bytes that are there, those of an earlier attempt included. */
  received: number;
  total: number;
}

export const fetchOptionNames: OptionNames<FetchOptions> = { onProgress: true, signal: true, timeoutSeconds: true };
