/**
 * Training state in `checkpoint/`, beside the bundle and independent of it: a header of JSON and any bytes. Written as
 * one, so that an interrupted save leaves the previous checkpoint.
 */
import * as v from 'valibot';
import { defaultLimit, platform, type Store, tooLarge } from '../platform/platform';
import { checkFile, describeFile, limitOf } from './checked-file';
import type { JsonObject } from './json';
import { fileRecord } from './manifest';
import { readConsistently } from './consistent-read';
import { type Format, encodeChecksummed, decodeChecksummed, jsonLimit } from './checksummed-json';

export interface Checkpoint {
  header: JsonObject;
  bytes: Uint8Array;
}

const folder = 'checkpoint';
const headerPath = `${folder}/checkpoint.json`;
const statePath = `${folder}/state.bin`;
const checkpointFormat: Format = { name: 'tfjs-sequence-checkpoint', version: 1 };
const schema = v.object({
  header: v.custom<JsonObject>((value) => typeof value === 'object' && value !== null, 'an object'),
  state: fileRecord,
});

/** @throws BundleError (`'save'`), the previous checkpoint whole. */
export async function saveCheckpoint(store: Store, { header, bytes }: Checkpoint): Promise<void> {
  const { sha256 } = platform();
  const state = await describeFile(bytes, sha256);
  const headerBytes = await encodeChecksummed(headerPath, checkpointFormat, { header, state }, sha256);
  await store.commit(
    new Map([
      [statePath, bytes],
      [headerPath, headerBytes],
    ]),
  );
}

export const hasCheckpoint = (store: Store): Promise<boolean> => store.has(headerPath);

/** @returns undefined where there is none. @throws BundleError (`'load'`) for a damaged or newer one. */
export async function loadCheckpoint(store: Store): Promise<Checkpoint | undefined> {
  if (!(await hasCheckpoint(store))) return undefined;
  const { sha256 } = platform();
  return readConsistently(store, headerPath, jsonLimit, async (read) => {
    const where = `${store.location}: ${headerPath}`;
    const { header, state } = await decodeChecksummed(
      where,
      checkpointFormat,
      schema,
      await read(headerPath, jsonLimit),
      sha256,
    );
    const whereState = `${store.location}: ${statePath}`;
    if (state.bytes > defaultLimit.bytes) throw tooLarge(whereState, `has ${state.bytes} bytes`, defaultLimit);
    const bytes = await read(statePath, limitOf(state));
    await checkFile(whereState, bytes, state, sha256);
    return { header, bytes };
  });
}

/** Once training is done for good. */
export function removeCheckpoint(store: Store): Promise<void> {
  return store.remove([folder]);
}
