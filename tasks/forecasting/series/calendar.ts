/** What is known of a time stamp in advance, as points on circles: 23 h is as near to 0 h as 1 h is. */

/** Of the hour in the day, the day in the week, the day in the month, the month in the year, the day in the year. */
export const calendarFeatures = ['hour', 'weekday', 'day', 'month', 'yearday'] as const;
export type CalendarFeature = (typeof calendarFeatures)[number];

const DAY = 86_400_000;

/** From 0 to 1. */
function phase(feature: CalendarFeature, time: number): number {
  const date = new Date(time);
  const ofDay = (((time % DAY) + DAY) % DAY) / DAY;
  switch (feature) {
    case 'hour':
      return ofDay;
    case 'weekday':
      return (date.getUTCDay() + ofDay) / 7;
    case 'day':
      return (date.getUTCDate() - 1) / 31;
    case 'month':
      return date.getUTCMonth() / 12;
    case 'yearday':
      return (time - Date.UTC(date.getUTCFullYear(), 0, 1)) / (366 * DAY);
  }
}

/** Sine and cosine of each, one after the other. */
export function calendarOf(features: readonly CalendarFeature[], time: number): number[] {
  return features.flatMap((feature) => {
    const angle = 2 * Math.PI * phase(feature, time);
    return [Math.sin(angle), Math.cos(angle)];
  });
}
