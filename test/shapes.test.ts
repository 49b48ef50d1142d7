import { checkShape, sizeOf } from '../src/shapes';

describe('checkShape', () => {
  it('binds letters and holds them', () => {
    const axes = checkShape('lstm', 'x', [2, 3, 4], ['B', 'T', 4]);
    expect(axes).toEqual({ B: 2, T: 3 });
    expect(() => checkShape('lstm', 'mask', [2, 5], ['B', 'T'], axes)).toThrow(
      'lstm: mask has shape [2,5]. Expected [B,T] with B=2, T=3. Check mask and the sizes it must agree with.',
    );
  });

  it('refuses another rank or a fixed size that differs', () => {
    expect(() => checkShape('lstm', 'x', [2, 3], ['B', 'T', 'I'])).toThrow('Expected [B,T,I]');
    expect(() => checkShape('lstm', 'x', [2, 3, 5], ['B', 'T', 4])).toThrow('Expected [B,T,4]');
  });

  it('counts entries', () => {
    expect(sizeOf([])).toBe(1);
    expect(sizeOf([2, 0, 3])).toBe(0);
    expect(sizeOf([2, 3, 4])).toBe(24);
  });
});
