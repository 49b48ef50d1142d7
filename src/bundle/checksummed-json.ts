/**
 * A JSON file that says what it is and notices when it was cut or edited:
 *
 *   { "format": …, "version": …, …, "sha256": hash of the text without this last entry }
 *
 * The hash is taken over the entries as they are written here, so that another indentation does no harm.
 */
import type * as v from 'valibot';
import { BundleError, show } from '../errors';
import type { SizeLimit } from '../platform/platform';
import { isCount, parseFile } from '../validation';
import { type JsonObject, parseJson, toJson } from './json';

/** Lower-case hexadecimal; `platform().sha256`. */
export type Sha256 = (bytes: Uint8Array) => Promise<string>;

export interface Format {
  /** Value of the entry `format`. */
  name: string;
  /** The newest version that this library writes and reads. */
  version: number;
}

/** A vocabulary of ten million words; longer texts are more than JavaScript can parse. */
export const jsonLimit: SizeLimit = { bytes: 2 ** 28, fix: 'Give something that tfjs-sequence saved' };

export const copyAgain = 'Copy the whole directory again, or save the model again';
const utf8 = new TextEncoder();
const textOf = (entries: JsonObject) => JSON.stringify(entries, null, 2);

/** @throws BundleError for entries that JSON cannot hold. */
export async function encodeChecksummed(
  where: string,
  format: Format,
  entries: object,
  sha256: Sha256,
): Promise<Uint8Array> {
  const content = toJson(where, { format: format.name, version: format.version, ...entries }) as JsonObject;
  const hash = await sha256(utf8.encode(textOf(content)));
  return utf8.encode(textOf({ ...content, sha256: hash }) + '\n');
}

/**
 * Checks, in this order: JSON, format, version, schema, hash.
 * @throws BundleError
 */
export async function decodeChecksummed<S extends v.GenericSchema>(
  where: string,
  format: Format,
  schema: S,
  bytes: Uint8Array,
  sha256: Sha256,
): Promise<v.InferOutput<S>> {
  const { sha256: hash, ...content } = parseJson(where, bytes);
  checkFormat(where, format, content);
  const output = parseFile(where, schema, content, copyAgain);
  if ((await sha256(utf8.encode(textOf(content)))) !== hash) throw edited(where, hash);
  return output;
}

function checkFormat(where: string, format: Format, content: JsonObject): void {
  const { format: name, version } = content;
  if (name !== format.name) {
    throw new BundleError({
      during: 'load',
      where,
      problem: `format is ${show(name)}`,
      expected: show(format.name),
      fix: 'Give something that tfjs-sequence saved',
    });
  }
  if (isCount(version, 1, format.version)) return;
  const newer = typeof version === 'number' && version > format.version;
  throw new BundleError({
    during: 'load',
    where,
    problem: newer
      ? `has version ${version} of its format, newer than this tfjs-sequence knows`
      : `version is ${show(version)}`,
    expected: format.version === 1 ? 'version 1' : `version 1 to ${format.version}`,
    fix: newer ? `Install a tfjs-sequence that reads version ${version}, or save again with this one` : copyAgain,
  });
}

const edited = (where: string, hash: unknown) =>
  new BundleError({
    during: 'load',
    where,
    problem: hash === undefined ? 'has no sha256' : 'was changed after it was saved: its sha256 does not fit',
    expected: 'the file as it was saved',
    fix: copyAgain,
  });
