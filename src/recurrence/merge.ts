/** The outputs of two directions as one, and the gradient back into both. f forwards, b backwards. */
import { float64, type Matrix } from '../cells/float64';

/** concat [f b] [B,2H], sum f + b, average (f + b) / 2, mul f ⊙ b */
export type Merge = 'concat' | 'sum' | 'average' | 'mul';

export function mergeDirections(merge: Merge, f: Matrix, b: Matrix): Matrix {
  switch (merge) {
    case 'concat':
      return float64.join([f, b]);
    case 'sum':
      return float64.add(f, b);
    case 'average':
      return float64.scale(float64.add(f, b), 1 / 2);
    case 'mul':
      return float64.multiply(f, b);
  }
}

/** From the gradient of the merged output to those of f and b. */
export function mergeBackward(merge: Merge, d: Matrix, f: Matrix, b: Matrix): [df: Matrix, db: Matrix] {
  switch (merge) {
    case 'concat':
      return [float64.columns(d, 0, f.columns), float64.columns(d, f.columns, d.columns)];
    case 'sum':
      return [d, d];
    case 'average':
      return [float64.scale(d, 1 / 2), float64.scale(d, 1 / 2)];
    case 'mul':
      return [float64.multiply(d, b), float64.multiply(d, f)];
  }
}
