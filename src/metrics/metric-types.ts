/** Metrics as plain values, and the one among them that a run monitors. */

/** Values by their names: `accuracy`, `macroF1`, `loss`, … */
export type Metrics = Record<string, number>;

/** The same in JSON: `null` for a value that is not finite. */
export type SavedMetrics = Record<string, number | null>;

/** A metric, and which way is better. */
export interface Monitor {
  metric: string;
  mode: 'max' | 'min';
}
