/** `bundle.json`: what a bundle is, and size and hash of every other file of it. */
import * as v from 'valibot';
import { BundleError } from '../errors';
import { wholeNumber } from '../validation';
import type { SavedMetrics } from '../metrics/metric-types';
import { checkStorePath } from '../platform/platform';
import type { Json, JsonObject } from './json';
import { type Format, encodeChecksummed, type Sha256, decodeChecksummed } from './checksummed-json';

export const manifestPath = 'bundle.json';
export const bundleFormat: Format = { name: 'tfjs-sequence', version: 1 };

/** What a bundle says about itself. */
export interface BundleInfo {
  /** Name of the task, which knows how to read `config` and `encoder`. */
  task: string;
  /** The full configuration, defaults written out. */
  config: JsonObject;
  /** The preprocessor: tokenizer, vocabulary and what else encodes an example. */
  encoder: JsonObject;
  /** Label names in id order; none for tasks without labels. */
  labels: string[];
  metrics: SavedMetrics;
  /** Metrics of trivial models by their names: `{ majority: { accuracy: 0.5 } }`. */
  baselines: Record<string, SavedMetrics>;
  /** How files are read as those of training were: columns by name, formats. */
  dataOptions?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  /** What it was trained and measured on, in words for the model card. */
  trainedOn?: string;
  measuredOn?: string;
  seed: number;
  /** Versions of `tfjs-sequence` and `@tensorflow/tfjs` that wrote it. */
  libraries: Record<string, string>;
}

export interface FileRecord {
  bytes: number;
  sha256: string;
}

export interface Manifest {
  info: BundleInfo;
  files: Record<string, FileRecord>;
}

const json = v.custom<Json>((value) => value !== undefined, 'a JSON value'); // parseJson has seen to it
const jsonObject = v.record(v.string(), json);
const metrics = v.record(v.string(), v.nullable(v.number()));

export const fileRecord = v.object({
  bytes: wholeNumber(0),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')),
});

/** Unknown entries are left alone: a later release may add some without a new version. */
const manifestSchema = v.object({
  task: v.string(),
  config: jsonObject,
  encoder: jsonObject,
  labels: v.array(v.string()),
  metrics,
  baselines: v.record(v.string(), metrics),
  dataOptions: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.array(v.string())]))),
  trainedOn: v.optional(v.string()),
  measuredOn: v.optional(v.string()),
  seed: v.number(),
  libraries: v.record(v.string(), v.string()),
  files: v.record(v.string(), fileRecord),
});

/** @throws BundleError for entries that JSON cannot hold. */
export function encodeManifest({ info, files }: Manifest, sha256: Sha256): Promise<Uint8Array> {
  const baselines = Object.fromEntries(Object.entries(info.baselines).map(([name, row]) => [name, finite(row)]));
  return encodeChecksummed(
    manifestPath,
    bundleFormat,
    { ...info, metrics: finite(info.metrics), baselines, files },
    sha256,
  );
}

/**
 * Checks format, version, entries, hash and file names.
 * @param location of the bundle, for messages
 * @throws BundleError
 */
export async function decodeManifest(location: string, bytes: Uint8Array, sha256: Sha256): Promise<Manifest> {
  const where = `${location}: ${manifestPath}`;
  const { files, ...info } = await decodeChecksummed(where, bundleFormat, manifestSchema, bytes, sha256);
  for (const path of Object.keys(files)) checkStorePath(where, path, 'load');
  return { info, files };
}

/** The entry of a file that a bundle cannot do without. @throws BundleError */
export function recordOf(location: string, manifest: Manifest, path: string): FileRecord {
  if (Object.hasOwn(manifest.files, path)) return manifest.files[path];
  throw new BundleError({
    during: 'load',
    where: `${location}: ${manifestPath}`,
    problem: `does not list ${path}`,
    expected: 'size and sha256 of every file',
    fix: 'Save the model again',
  });
}

const finite = (row: SavedMetrics): SavedMetrics =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number.isFinite(value) ? value : null]));
