/**
 * Recurrent dropout (Gal & Ghahramani 2016, "A theoretically grounded application of dropout in recurrent neural
 * networks"): one mask per sequence multiplies h where it enters the gates, the same at every step. What h carries on
 * (z ⊙ h in a GRU) is not dropped.
 *
 * Every matrix product inside a cell is a product with the state, so dropout is an algebra in which these products drop
 * their left side; no cell knows of it.
 */
import type { Algebra, Product } from './algebra';

/** @param mask [B,H]: 0 where dropped, 1 / (1 − rate) where kept. */
export function withRecurrentDropout<A>(algebra: Algebra<A>, mask: A): Algebra<A> {
  const drop = (term: Product<A>): Product<A> =>
    term.left === undefined ? term : { ...term, left: algebra.multiply(term.left, mask) };
  return {
    ...algebra,
    matMul: (a, b) => algebra.matMul(algebra.multiply(a, mask), b),
    matMulTransposed: (a, b) => algebra.multiply(algebra.matMulTransposed(a, b), mask),
    sumOfProducts: (terms) => algebra.sumOfProducts(terms.map(drop)),
  };
}
