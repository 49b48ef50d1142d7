/**
 * L-BFGS: minimises a smooth convex function of many variables from its value and gradient. The last few steps s and
 * the changes y of the gradient along them stand in for the inverse Hessian (Nocedal & Wright, Numerical Optimization,
 * 2nd ed., algorithms 7.4 and 7.5); a step is halved until the value falls enough (algorithm 3.1).
 */

/** Value at x; writes the gradient there into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

interface Point {
  x: Float64Array;
  value: number;
  gradient: Float64Array;
}

interface Step {
  s: Float64Array;
  y: Float64Array;
  /** 1 / yᵀs */
  rho: number;
}

const remembered = 8;

/**
 * Follows the function down from `start` until no entry of the gradient is beyond `tolerance`, or for `iterations`
 * steps, or until rounding hides any further fall.
 */
export function minimize(f: Objective, start: Float64Array, { tolerance = 1e-4, iterations = 500 } = {}): Point {
  let point = evaluate(f, start);
  let steps: Step[] = [];
  for (let i = 0; i < iterations && largestEntry(point.gradient) > tolerance; i++) {
    const next = lineSearch(f, point, descent(point.gradient, steps), steps.length === 0);
    if (!next) break;
    const s = minus(next.x, point.x);
    const y = minus(next.gradient, point.gradient);
    const curvature = dot(y, s);
    if (curvature > 0) steps = [...steps.slice(1 - remembered), { s, y, rho: 1 / curvature }];
    point = next;
  }
  return point;
}

function evaluate(f: Objective, x: Float64Array): Point {
  const gradient = new Float64Array(x.length);
  return { x, value: f(x, gradient), gradient };
}

/** −H g with the last steps' approximation of the inverse Hessian H (two-loop recursion, algorithm 7.4). */
function descent(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const d = minus(new Float64Array(gradient.length), gradient);
  if (!steps.length) return d;
  const alphas: number[] = [];
  for (const { s, y, rho } of [...steps].reverse()) {
    const alpha = rho * dot(s, d);
    addScaled(d, -alpha, y);
    alphas.unshift(alpha);
  }
  const { y, rho } = steps[steps.length - 1];
  const scale = 1 / (rho * dot(y, y));
  for (let j = 0; j < d.length; j++) d[j] *= scale;
  steps.forEach(({ s, y, rho }, i) => addScaled(d, alphas[i] - rho * dot(y, d), s));
  return d;
}

/** The first of 1, ½, ¼, … times the direction whose value falls by a small part of what the slope promises. */
function lineSearch(f: Objective, from: Point, direction: Float64Array, isFirst: boolean): Point | undefined {
  const slope = dot(direction, from.gradient);
  let length = isFirst ? 1 / Math.sqrt(-slope) : 1; // nothing is known about the scale yet: a step of length 1
  for (let halvings = 0; halvings < 40; halvings++, length /= 2) {
    const x = from.x.slice();
    addScaled(x, length, direction);
    const point = evaluate(f, x);
    if (point.value < from.value + 1e-4 * length * slope) return point;
  }
  return undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

function addScaled(a: Float64Array, factor: number, b: Float64Array): void {
  for (let j = 0; j < a.length; j++) a[j] += factor * b[j];
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  const difference = a.slice();
  addScaled(difference, -1, b);
  return difference;
}

function largestEntry(a: Float64Array): number {
  let largest = 0;
  for (let j = 0; j < a.length; j++) {
    if (a[j] > largest) largest = a[j];
    else if (-a[j] > largest) largest = -a[j];
  }
  return largest;
}
