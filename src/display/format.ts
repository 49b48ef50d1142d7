/** Metrics, durations and choices as they are printed everywhere: terminal, tables, pages. */

/** Accuracies and F1 in per cent, the rest with four decimal places; a dash for a metric that was not measured. */
export function formatMetric(name: string, value: number | null | undefined): string {
  if (value === undefined || value === null) return '–';
  return /accuracy|F1$/i.test(name) ? `${(100 * value).toFixed(1)} %` : value.toFixed(4);
}

export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${(whole / 3600).toFixed(1)} h`;
}

/** `a, b or c` */
export const oneOf = (names: readonly string[]): string => names.join(', ').replace(/, ([^,]*)$/, ' or $1');
