/**
 * Files of the registry: from the user's own copy (TFSEQ_DATA_DIR), else from the cache, else downloaded into the
 * cache. Every file is checked by its sha256, wherever it comes from.
 */
import { DataError } from '../../errors';
import { checkOption } from '../../validation';
import { download } from './download';
import type { FileHost } from '../bytes/file-host';
import type { FetchOptions } from './fetch-options';
import type { FileForm, RegistryEntry, RegistryFile } from './registry/entry';
import type { ByteSource } from '../bytes/source';

type EntryFiles = Pick<RegistryEntry, 'folder' | 'files'>;

/** A file that is here and has the right hash. */
export interface LocatedFile {
  file: RegistryFile;
  path: string;
  from: 'local' | 'cache' | 'download';
}

/**
 * Finds or downloads all files of a data set.
 * @throws DataError for a file that is nowhere and cannot be downloaded, or whose sha256 is another one, ConfigError
 * for a time that is none
 */
export async function fetchFiles(
  entry: EntryFiles,
  host: FileHost,
  options: FetchOptions = {},
): Promise<LocatedFile[]> {
  const { timeoutSeconds = 60 } = options;
  checkOption('data fetch', 'timeoutSeconds', timeoutSeconds, timeoutSeconds > 0, 'a number of seconds above 0');
  const located: LocatedFile[] = [];
  for (const file of entry.files) {
    located.push((await findLocal(entry, file, host)) ?? (await findCached(entry, file, host, options)));
  }
  return located;
}

/** The same as sources, by the registry's names of the files. */
export async function locateFiles(
  entry: EntryFiles,
  host: FileHost,
  options: FetchOptions = {},
): Promise<Map<string, ByteSource>> {
  const located = await fetchFiles(entry, host, options);
  return new Map(located.map(({ file, path }) => [file.name, { name: path, open: () => host.open(path) }]));
}

async function findLocal(entry: EntryFiles, file: RegistryFile, host: FileHost): Promise<LocatedFile | undefined> {
  if (host.localDirectory === undefined) return undefined;
  for (const form of file.alternative ? [file, file.alternative] : [file]) {
    const path = `${host.localDirectory}/${entry.folder}/${form.name}`;
    if ((await host.describe(path)).kind !== 'file') continue;
    await checkHash(path, form, host, 'Replace the file in TFSEQ_DATA_DIR, or unset that variable to download it');
    return { file, path, from: 'local' };
  }
  return undefined;
}

async function findCached(
  entry: EntryFiles,
  file: RegistryFile,
  host: FileHost,
  options: FetchOptions,
): Promise<LocatedFile> {
  const path = `${host.cacheDirectory}/${entry.folder}/${file.name}`;
  const isCached = async () =>
    (await host.describe(path)).bytes === file.bytes && (await host.sha256(path)) === file.sha256;
  if (await isCached()) return { file, path, from: 'cache' };
  const url = host.mirror === undefined ? file.url : `${host.mirror}/${entry.folder}/${file.name}`;
  if (url === undefined) throw notPublished(entry.folder, file);
  return host.exclusively(`${path}.lock`, async () => {
    if (await isCached()) return { file, path, from: 'cache' }; // another process was faster
    const part = `${path}.part`;
    await download({ url, part, file, host, ...options });
    await host.remove(`${part}.etag`);
    try {
      await checkHash(url, file, host, 'The file at this address has changed or was cut: try again later', part);
    } catch (error) {
      await host.remove(part);
      throw error;
    }
    await host.move(part, path);
    return { file, path, from: 'download' };
  });
}

const notPublished = (folder: string, { name }: RegistryFile) =>
  new DataError({
    where: `${folder}/${name}`,
    problem: 'this file was made of published ones, and is not published itself',
    expected: `a copy of it as ${folder}/${name} in the folder TFSEQ_DATA_DIR`,
    fix: 'Put it there, or open the published files',
  });

/** @throws DataError with both hashes */
async function checkHash(where: string, form: FileForm, host: FileHost, fix: string, path = where): Promise<void> {
  const found = await host.sha256(path);
  if (found === form.sha256) return;
  throw new DataError({
    where,
    problem: `sha256 is ${found} (${(await host.describe(path)).bytes} bytes)`,
    expected: `${form.sha256} (${form.bytes} bytes)`,
    fix,
  });
}
