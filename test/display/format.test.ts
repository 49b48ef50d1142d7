import { formatDuration, formatMetric } from '../../src/display/format';

describe('metrics', () => {
  it('are shares in per cent, or have four places', () => {
    expect(formatMetric('accuracy', 0.12345)).toBe('12.3 %');
    expect(formatMetric('macroF1', 1)).toBe('100.0 %');
    expect(formatMetric('loss', 0.12345)).toBe('0.1235');
    expect(formatMetric('loss', null)).toBe('–');
    expect(formatMetric('loss', undefined)).toBe('–');
  });

  it.each([
    [0.04, '0.0 s'],
    [9.96, '10 s'],
    [42.4, '42 s'],
    [59.7, '1 min 0 s'],
    [119.8, '2 min 0 s'],
    [7200, '2.0 h'],
    [Infinity, '–'],
  ])('%d seconds are %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});
