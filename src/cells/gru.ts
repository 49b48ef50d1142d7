/**
 * GRU (Cho et al. 2014) in its two conventions:
 *
 *     z = σ(x W_z + h U_z + b_z)     r = σ(x W_r + h U_r + b_r)      h = h_{t-1} on this side
 *     reset before:  n = tanh(x W_n + (r ⊙ h) U_n + b_n)             Cho et al.; Keras reset_after=false, stock tfjs
 *     reset after:   n = tanh(x W_n + b_n + r ⊙ (h U_n + d_n))       PyTorch, cuDNN, Keras' default
 *     h_t = z ⊙ h + (1 − z) ⊙ n = n + z ⊙ (h − n)
 *
 * Letters: z update gate, r reset gate, n candidate, az ar an the same before σ or tanh, u = the part from the state.
 * Blocks stand in Keras' order z, r, n (PyTorch: r, z, n). Reset after has a second bias d, `recurrentBias` [3H]: the
 * second row of Keras' bias.
 */
import type { Algebra } from './algebra';
import { asBuiltIn } from './built-in';
import { type Cell, withProjection } from './cell';
import { sigmoidBackward, tanhBackward } from './slopes';
import { checkOptionNames } from '../validation';

/** Options of the cell `gru`. */
export interface GruOptions {
  hiddenSize: number;
  /** Default true: the convention of PyTorch and Keras 3. */
  resetAfter?: boolean;
}

/**
 * GRU (Cho et al. 2014), in either convention: resetting before or after the product with the state. State `h` [B,H].
 */
export function gru(options: GruOptions): Cell {
  checkOptionNames('gru', options, { hiddenSize: true, resetAfter: true });
  const { hiddenSize, resetAfter = true } = options;
  return asBuiltIn(resetAfter ? gruResetAfter(hiddenSize) : gruResetBefore(hiddenSize));
}

const common = (name: string, hiddenSize: number) => ({ name, hiddenSize, gates: 3, stateNames: ['h'] });

function gruResetAfter(H: number): Cell {
  return {
    ...common('gru', H),

    parameters: (inputSize) =>
      withProjection(inputSize, 3 * H, [
        { name: 'recurrentKernel', shape: [H, 3 * H], initializer: 'orthogonal' },
        { name: 'recurrentBias', shape: [3 * H], initializer: 'zeros' },
      ]),

    step(
      { add, subtract, multiply, sigmoid, tanh, matMul, split },
      xW,
      { h: hPrev },
      { recurrentKernel: U, recurrentBias },
    ) {
      const [xz, xr, xn] = split(xW, 3); //                                   3 × [B,H]
      const u = add(matMul(hPrev, U), recurrentBias); //                   1a [B,3H]
      const [uz, ur, un] = split(u, 3); //                                 1b 3 × [B,H]
      const z = sigmoid(add(xz, uz)); //                                   2a
      const r = sigmoid(add(xr, ur)); //                                   2b
      const n = tanh(add(xn, multiply(r, un))); //                         3
      const h = add(n, multiply(z, subtract(hPrev, n))); //                4
      return { state: { h }, saved: { hPrev, z, r, n, un } };
    },

    stepBackward(algebra, { h: dh }, { hPrev, z, r, n, un }, { recurrentKernel: U }) {
      const { add, multiply, join, matMulTransposed } = algebra;
      const { dz, dan, dhHeld } = throughUpdate(algebra, dh, hPrev, z, n); // 4, 3 [B,H]
      const dr = multiply(dan, un); //                                     3
      const dun = multiply(dan, r);
      const dar = sigmoidBackward(algebra, dr, r); //                       2b
      const daz = sigmoidBackward(algebra, dz, z); //                       2a
      const du = join([daz, dar, dun]); //                                 1b [B,3H]
      const dhPrev = add(dhHeld, matMulTransposed(du, U)); //              1a [B,H]
      return {
        dxW: join([daz, dar, dan]),
        dState: { h: dhPrev },
        dWeights: { recurrentKernel: { left: hPrev, right: du }, recurrentBias: { right: du } },
      };
    },
  };
}

function gruResetBefore(H: number): Cell {
  return {
    ...common('gru-reset-before', H),

    parameters: (inputSize) =>
      withProjection(inputSize, 3 * H, [{ name: 'recurrentKernel', shape: [H, 3 * H], initializer: 'orthogonal' }]),

    step({ add, subtract, multiply, sigmoid, tanh, matMul, split, columns }, xW, { h: hPrev }, { recurrentKernel: U }) {
      const [xz, xr, xn] = split(xW, 3); //                                   3 × [B,H]
      const u = matMul(hPrev, columns(U, 0, 2 * H)); //                    1a [B,2H]
      const [uz, ur] = split(u, 2); //                                     1b 2 × [B,H]
      const z = sigmoid(add(xz, uz)); //                                   2a
      const r = sigmoid(add(xr, ur)); //                                   2b
      const rh = multiply(r, hPrev); //                                    3a
      const n = tanh(add(xn, matMul(rh, columns(U, 2 * H, 3 * H)))); //    3b
      const h = add(n, multiply(z, subtract(hPrev, n))); //                4
      return { state: { h }, saved: { hPrev, z, r, n, rh } };
    },

    stepBackward(algebra, { h: dh }, { hPrev, z, r, n, rh }, { recurrentKernel: U }) {
      const { add, multiply, join, columns, matMulTransposed } = algebra;
      const { dz, dan, dhHeld } = throughUpdate(algebra, dh, hPrev, z, n); // 4, 3b [B,H]
      const drh = matMulTransposed(dan, columns(U, 2 * H, 3 * H)); //      3b
      const dr = multiply(drh, hPrev); //                                  3a
      const dhReset = multiply(drh, r);
      const dar = sigmoidBackward(algebra, dr, r); //                       2b
      const daz = sigmoidBackward(algebra, dz, z); //                       2a
      const du = join([daz, dar]); //                                      1b [B,2H]
      const dhGates = matMulTransposed(du, columns(U, 0, 2 * H)); //       1a [B,H]
      return {
        dxW: join([daz, dar, dan]),
        dState: { h: add(add(dhHeld, dhReset), dhGates) },
        dWeights: {
          recurrentKernel: [
            { left: hPrev, right: du }, // columns of z and r
            { left: rh, right: dan }, // columns of n
          ],
        },
      };
    },
  };
}

/** Step 4 and tanh of step 3 backwards: h_t = n + z ⊙ (h − n), n = tanh(an). */
function throughUpdate<A>(algebra: Algebra<A>, dh: A, hPrev: A, z: A, n: A) {
  const { multiply, subtract, oneMinus } = algebra;
  const dz = multiply(dh, subtract(hPrev, n));
  const dn = multiply(dh, oneMinus(z));
  const dhHeld = multiply(dh, z);
  const dan = tanhBackward(algebra, dn, n);
  return { dz, dan, dhHeld };
}
