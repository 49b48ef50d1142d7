/** The format of a file, by the ending of its name. */
import { oneOf } from '../../display/format';
import { ConfigError } from '../../errors';
import type { ByteSource } from '../bytes/source';
import type { TableDialect } from './tables/csv';

/** In lower case, without the dot and without `.gz`: `data/a1.CSV.gz` → `csv`. */
export const endingOf = (name: string): string => /\.([^./]+?)(\.gz)?$/i.exec(name)?.[1].toLowerCase() ?? '';

/** A tab separates the cells of TSV; those of CSV are separated as the file shows. */
export const tableDialect = (format: string, { delimiter, quotes }: TableDialect): TableDialect => ({
  quotes,
  delimiter: delimiter ?? (format === 'tsv' ? '\t' : undefined),
});

/** A format, and the bytes that are to be read in it. */
export interface FoundFormat<Format extends string> {
  format: Format;
  source: ByteSource;
}

/**
 * @param endings in small letters, without the dot; `.gz` behind them is looked through
 * @param formats that the option `format` may name
 * @param byContent finds it for any other ending, if what the file begins with leaves no doubt
 * @throws ConfigError where nothing says it
 */
export async function formatByEnding<Format extends string>(
  source: ByteSource,
  endings: Readonly<Record<string, Format>>,
  formats: readonly Format[],
  byContent?: () => Promise<FoundFormat<Format> | undefined>,
): Promise<FoundFormat<Format>> {
  const ending = endingOf(source.name);
  if (Object.hasOwn(endings, ending)) return { format: endings[ending], source };
  const found = await byContent?.();
  if (found) return found;
  throw new ConfigError({
    where: source.name,
    problem: 'the ending of the name does not say the format',
    expected: ({ option }) => `one of ${Object.keys(endings).join(', ')} (each also with .gz), or ${option('format')}`,
    fix: ({ set }) => `Rename the file, or pass ${set('format', formats[0])} (or ${oneOf(formats.slice(1))})`,
  });
}
