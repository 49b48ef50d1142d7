/** Recordings of frames (sensors, features of video) with a label for every frame. */
export interface FrameRecording {
  recording: string;
  /** Features, frame after frame. */
  frames: Float32Array; // [T,F]
  steps: number;
  size: number;
  /** One a frame; none, if the file has no labels and none were demanded. */
  labels: string[];
  /** Names of the features. */
  features?: readonly string[];
  /** Where a frame is a picture: height, width, channels. */
  shape?: readonly [number, number, number];
  /** File and line of the first frame, for messages. */
  where?: string;
  /** Line of every frame, where it comes from a file. */
  lines?: number[];
}
