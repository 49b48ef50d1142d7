/** JSON of a saved file: parsed strictly, written only if it reads back the same. */
import { BundleError, reasonOf, show } from '../errors';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

const deepest = 200;

/**
 * @param where file, for messages
 * @throws BundleError for bytes that are not UTF-8, not JSON, not an object, too deep, or that have a key `__proto__`.
 */
export function parseJson(where: string, bytes: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw damaged(where, `is not JSON: ${reasonOf(cause)}`, 'UTF-8 text with one JSON object', cause);
  }
  if (!isJsonObject(value)) throw damaged(where, `holds ${show(value)}`, 'one JSON object');
  checkTree(where, value);
  return value;
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The value as JSON text gives it back (`undefined` entries are gone).
 * @throws BundleError for what JSON would change silently: NaN, infinities, functions, typed arrays, `__proto__`.
 */
export function toJson(where: string, value: unknown): Json {
  return copy(value, '');

  function copy(part: unknown, path: string): Json {
    if (part === null || typeof part === 'string' || typeof part === 'boolean' || Number.isFinite(part)) {
      return part as Json;
    }
    if (Array.isArray(part)) return part.map((item, i) => copy(item, `${path}[${i}]`));
    if (isPlainObject(part) && !Object.hasOwn(part, '__proto__')) {
      const entries = Object.entries(part).filter(([, entry]) => entry !== undefined);
      return Object.fromEntries(entries.map(([key, entry]) => [key, copy(entry, path ? `${path}.${key}` : key)]));
    }
    throw new BundleError({
      during: 'save',
      where: path ? `${where}: ${path}` : where,
      problem: `${show(part)} cannot be written as JSON`,
      expected: 'null, true, false, finite numbers, strings, and plain arrays and objects of them',
    });
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null; // also objects of another realm
}

/** Walks without recursion, since nesting may be hostile. */
function checkTree(where: string, root: JsonObject): void {
  const open = [{ value: root as unknown, path: '', depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__')) {
      throw damaged(where, `has a key "__proto__" ${path ? `in ${path}` : 'at its top'}`, 'no such key');
    }
    if (depth > deepest) throw damaged(where, `is nested deeper than ${deepest} levels`, 'the file as it was saved');
    for (const [key, entry] of Object.entries(value)) {
      if (typeof entry === 'object') open.push({ value: entry, path: path ? `${path}.${key}` : key, depth: depth + 1 });
    }
  }
}

function damaged(where: string, problem: string, expected: string, cause?: unknown): BundleError {
  return new BundleError({
    during: 'load',
    where,
    problem,
    expected,
    fix: 'Copy the whole directory again, or save the model again',
    cause,
  });
}
