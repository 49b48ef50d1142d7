/**
 * Hashes of what training gives, kept in fingerprints.json: who rearranges code and changes nothing else leaves them as
 * they are. `UPDATE_FINGERPRINTS=1 npx jest test/tasks/contract` writes them anew, for a change that is meant.
 *
 * Of a saved bundle every part has its own hash, so that a difference says where it is. Left out is what varies while
 * the model is the same: versions of libraries, and the hashes of the files that name them.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyTaskModel } from '../../../src/node';
import { weightsOf } from './inside';
import { without } from './values';

export type Fingerprint = Record<string, string>;

const path = join(__dirname, 'fingerprints.json');
const isUpdating = process.env.UPDATE_FINGERPRINTS === '1';

const hashOf = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

/** @param endOfRun state of its last checkpoint @param place where the model was saved */
export async function fingerprintOf(model: AnyTaskModel, endOfRun: Buffer, place: string): Promise<Fingerprint> {
  const json = (file: string) => JSON.parse(readFileSync(join(place, file), 'utf8')) as Record<string, unknown>;
  const { config, encoder, labels, metrics, baselines, ...others } = json('bundle.json');
  const rest = without(others, 'libraries', 'files', 'sha256');
  const network = without(json('model.json'), 'generatedBy');
  const parts = Object.entries({ config, encoder, labels, metrics, baselines, rest, network });
  return {
    weights: hashOf(await weightsOf(model)),
    endOfRun: hashOf(endOfRun),
    ...Object.fromEntries(parts.map(([name, part]) => [name, hashOf(JSON.stringify(part, byKey))])),
  };
}

/** The order of entries means nothing in JSON. */
function byKey(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const readAll = () =>
  (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}) as Record<string, Fingerprint | undefined>;

/** Of a row; with UPDATE_FINGERPRINTS=1 it is written first. */
export function keptFingerprint(row: string, present: Fingerprint): Fingerprint | undefined {
  if (isUpdating) writeFileSync(path, JSON.stringify({ ...readAll(), [row]: present }, null, 2) + '\n');
  return readAll()[row];
}
