/** What the history of a run, which lies beside its bundle, says of the training and of the settings that were given. */
import { join } from 'node:path';
import * as v from 'valibot';
import type { TrainingCourse } from '../../tasks/advice/measured-model';
import type { AnyTaskModel } from '../node';
import type { GivenSettings } from './output/next-commands';
import { configFile, readHistory } from './run-history';

const metrics = v.record(
  v.string(),
  v.pipe(
    v.nullable(v.number()), // as JSON has what is no number
    v.transform((value) => value ?? NaN),
  ),
);
const startRecord = v.looseObject({
  type: v.literal('start'),
  settings: v.record(v.string(), v.unknown()),
  /** A bundle, whose settings count too. */
  continueFrom: v.optional(v.undefined()),
});
const epochRecord = v.looseObject({ type: v.literal('epoch'), train: metrics, validation: v.nullable(metrics) });
const endRecord = v.looseObject({
  type: v.literal('end'),
  epochs: v.number(),
  updates: v.number(),
  bestEpoch: v.nullable(v.number()),
});

/** Undefined where the folder has no history of a run that was finished. */
export function readCourse(bundle: string): TrainingCourse | undefined {
  const records = readHistory(bundle);
  const end = records.find((record) => v.is(endRecord, record));
  const history = records.flatMap((record) => {
    const { success, output } = v.safeParse(epochRecord, record);
    return success ? [output] : [];
  });
  return end && history.length === end.epochs ? { ...end, globalStep: end.updates, history } : undefined;
}

/** The settings that a bundle was trained with: as they were given, as its run wrote them, or where they are no defaults. */
export function givenSettings(bundle: string, { task, config }: AnyTaskModel): GivenSettings {
  const records = readHistory(bundle);
  const start = records.find((record) => v.is(startRecord, record));
  if (start) return { settings: start.settings };
  if (records.length) return { config: join(bundle, configFile), settings: {} };
  const defaults = new Map(Object.entries(task.parseConfig({})));
  const changed = Object.entries(config).filter(([name, value]) => {
    return JSON.stringify(value) !== JSON.stringify(defaults.get(name));
  });
  return { settings: Object.fromEntries(changed) };
}
