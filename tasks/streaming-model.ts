/** The contract of a model that predicts step by step, while its input arrives. */

import type { FrameValues } from '../src/data/examples/frames';

/** Why a model cannot stream, and the setting (`bidirectional=false`) with which another one could. */
export interface StreamObstacle {
  reason: string;
  setting: string;
}

export interface LabelStream {
  /** @param values of the next step */
  next(values: FrameValues): { label: string; probability: number };
  /** Where the stream is: a copy, from which it goes on once assigned. */
  state: object;
  dispose(): void;
}

export interface StreamingModel {
  readonly streamObstacle: StreamObstacle | undefined;
  stream(): LabelStream;
}

export const isStreamingModel = (model: object): model is StreamingModel => 'streamObstacle' in model;
