/** Strokes of a pen → frames: how far it has moved since the point before, and whether it was lifted on the way. */

/** Points of the pen on the paper, in the order of writing. */
export type Stroke = readonly (readonly [x: number, y: number])[];

/**
 * [Δx, Δy, lift] of every point but the first; lift is 1 where a stroke begins, else 0. A drawing of one point has one frame, of
 * zeros.
 */
export function penFrames(strokes: readonly Stroke[]): number[][] {
  const points = strokes.flatMap((stroke, s) => stroke.map(([x, y], i) => ({ x, y, lift: Number(i === 0 && s > 0) })));
  if (points.length < 2) return [[0, 0, 0]];
  return points.slice(1).map(({ x, y, lift }, i) => [x - points[i].x, y - points[i].y, lift]);
}
