import { initialize, withoutInitialValues } from '../src/parameters';
import { Random } from '../src/random';
import { ConfigError } from '../src/errors';

const random = () => Random.fromSeed(5);
const variance = (values: Float32Array) => values.reduce((sum, x) => sum + x * x, 0) / values.length;

/** Largest distance of M Mᵀ (rows) from the identity. */
function distanceFromOrthonormalRows(values: Float32Array, rows: number, columns: number): number {
  let worst = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += values[i * columns + k] * values[j * columns + k];
      worst = Math.max(worst, Math.abs(sum - (i === j ? 1 : 0)));
    }
  }
  return worst;
}

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  return values.map((_, index) => values[(index % rows) * columns + Math.floor(index / rows)]);
}

describe('initialize', () => {
  it('is seeded', () => {
    const spec = { name: 'kernel', shape: [3, 4], initializer: 'glorotUniform' } as const;
    expect(initialize(spec, random())).toEqual(initialize(spec, random()));
    expect(initialize(spec, random().fork('a'))).not.toEqual(initialize(spec, random().fork('b')));
  });

  it('has the spread of its source', () => {
    const shape = [300, 500];
    const of = (initializer: 'glorotUniform' | 'glorotNormal' | 'heUniform') =>
      variance(initialize({ name: 'w', shape, initializer }, random()));
    expect(of('glorotUniform')).toBeCloseTo(2 / 800, 4);
    expect(of('glorotNormal')).toBeCloseTo(2 / 800, 4);
    expect(of('heUniform')).toBeCloseTo(2 / 300, 4);
    expect(variance(initialize({ name: 'e', shape, initializer: { uniform: 0.05 } }, random()))).toBeCloseTo(
      0.0025 / 3,
      5,
    );
    expect(variance(initialize({ name: 'e', shape, initializer: { normal: 0.1 } }, random()))).toBeCloseTo(0.01, 3);
  });

  it.each([
    [64, 256],
    [64, 64],
    [40, 7],
  ])('orthogonal %i × %i: the fewer of rows and columns are orthonormal', (rows, columns) => {
    const values = initialize({ name: 'u', shape: [rows, columns], initializer: 'orthogonal' }, random());
    const distance =
      rows <= columns
        ? distanceFromOrthonormalRows(values, rows, columns)
        : distanceFromOrthonormalRows(transpose(values, rows, columns), columns, rows);
    expect(distance).toBeLessThan(1e-6);
  });

  it('fills constants and refuses what it does not know', () => {
    expect([...initialize({ name: 'b', shape: [2], initializer: 'ones' }, random())]).toEqual([1, 1]);
    expect([...initialize({ name: 'b', shape: [2], initializer: 'zeros' }, random())]).toEqual([0, 0]);
    expect(() => initialize({ name: 'b', shape: [2], initializer: 'orthogonal' }, random())).toThrow(ConfigError);
    expect(() => initialize({ name: 'b', shape: [2], initializer: 'lecun' as 'ones' }, random())).toThrow(
      'parameter b: unknown initializer "lecun"',
    );
  });
});

describe('without initial values', () => {
  const spec = { name: 'kernel', shape: [4, 6], initializer: 'orthogonal' } as const;

  it('every weight is zero, and nothing is drawn', () => {
    const stream = random();
    const before = stream.state;
    const blocks = { name: 'bias', shape: [4], initializer: { blocks: ['ones', 'zeros'] } } as const;
    const values = withoutInitialValues(() => [initialize(spec, stream), initialize(blocks, stream)]);
    expect(values).toEqual([new Float32Array(24), new Float32Array(4)]);
    expect(stream.state).toEqual(before);
  });

  it('only inside, also after an error, and where one is inside of another', () => {
    const drawn = initialize(spec, random());
    expect(() =>
      withoutInitialValues(() => {
        throw new Error('while building');
      }),
    ).toThrow('while building');
    expect(initialize(spec, random())).toEqual(drawn);
    const inner = withoutInitialValues(() => {
      withoutInitialValues(() => initialize(spec, random()));
      return initialize(spec, random());
    });
    expect(inner).toEqual(new Float32Array(24));
  });
});
