import { minimize, type Objective } from '../../../src/baselines/linear/minimize';

describe('minimize', () => {
  it('finds the minimum of a quadratic bowl of condition 10,000', () => {
    const scales = [1, 10, 100, 10_000];
    const bowl: Objective = (x, gradient) => {
      let value = 0;
      scales.forEach((scale, j) => {
        value += (scale / 2) * (x[j] - j) ** 2;
        gradient[j] = scale * (x[j] - j);
      });
      return value;
    };
    const { x, value } = minimize(bowl, new Float64Array(4).fill(5), { tolerance: 1e-9 });
    x.forEach((xj, j) => expect(xj).toBeCloseTo(j, 8));
    expect(value).toBeCloseTo(0, 12);
  });

  it('stays where there is no slope', () => {
    const start = Float64Array.of(3, 4);
    expect(minimize(() => 7, start).x).toEqual(start);
  });

  it('goes down from one evaluation kept to the next, and stops when told', () => {
    const ln: Objective = ([x], gradient) => {
      gradient[0] = Math.tanh(x);
      return Math.log(Math.cosh(x));
    };
    const values = [1, 2, 3, 4].map((iterations) => minimize(ln, Float64Array.of(9), { iterations }).value);
    expect([...values].sort((a, b) => b - a)).toEqual(values);
    expect(minimize(ln, Float64Array.of(9), { tolerance: 1e-8 }).x[0]).toBeCloseTo(0, 8);
  });
});
