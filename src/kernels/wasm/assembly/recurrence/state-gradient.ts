/** dh_{t-1} += da Uᵀ, dropped where there is recurrent dropout: of all cells alike. */
import { multiplyRows } from '../math/product';
import { dropout, H, H_BYTES, Z_BYTES } from './partition';
import { addTo, multiplyEach } from '../math/vector';

let dh: usize;
/** [examples,H] */
let scratch: usize;

export function openStateGradient(gradient: usize, product: usize): void {
  dh = gradient;
  scratch = product;
}

/** @param da `depth` columns of n rows. @param panels Uᵀ, packed [depth,H] */
export function addStateGradient(da: usize, depth: i32, panels: usize, n: i32): void {
  if (dropout) addTo(dh, droppedProduct(da, depth, panels, n), n * H);
  else multiplyRows(da, Z_BYTES, n, panels, depth, H, dh, H_BYTES, true);
}

/** @returns where da Uᵀ ⊙ factors stands until the next product. */
export function droppedProduct(da: usize, depth: i32, panels: usize, n: i32): usize {
  multiplyRows(da, Z_BYTES, n, panels, depth, H, scratch, H_BYTES, false); //      [n,H]
  if (dropout) multiplyEach(scratch, scratch, dropout, n * H);
  return scratch;
}
