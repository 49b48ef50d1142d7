/** log Σ exp x; −Infinity for nothing but −Infinity. */
export function logSumExp(...numbers: number[]): number {
  let largest = -Infinity;
  for (const x of numbers) if (!(x <= largest)) largest = x; // NaN too
  if (largest === -Infinity) return largest; // −∞ − −∞ would be NaN
  let sum = 0;
  for (const x of numbers) sum += Math.exp(x - largest);
  return largest + Math.log(sum);
}
