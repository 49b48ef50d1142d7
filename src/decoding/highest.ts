/** The highest values of a table, and where they are. */
export interface Place {
  row: number;
  column: number;
  value: number;
}

/**
 * The `count` highest of `rows[r][c] + added[r]`, highest first, fewer if there are not so many above −Infinity. Equal
 * ones in the order of rows, then columns.
 */
export function highest(rows: readonly Float32Array[], added: readonly number[], count: number): Place[] {
  const places: Place[] = [];
  let least = -Infinity; // the lowest that is kept, once there are enough
  rows.forEach((numbers, row) => {
    for (let column = 0; column < numbers.length; column++) {
      const value = numbers[column] + added[row];
      if (!(value > least)) continue;
      let i = places.length;
      while (i > 0 && places[i - 1].value < value) i--;
      places.splice(i, 0, { row, column, value });
      if (places.length > count) places.pop();
      if (places.length === count) least = places[count - 1].value;
    }
  });
  return places;
}
