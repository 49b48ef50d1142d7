/** The format of a file, by the ending of its name. */
import { oneOf } from '../../display/format';
import { ConfigError } from '../../errors';

/** In lower case, without the dot and without `.gz`: `data/a1.CSV.gz` → `csv`. */
export const endingOf = (name: string): string => /\.([^./]+?)(\.gz)?$/i.exec(name)?.[1].toLowerCase() ?? '';

/**
 * @param endings in small letters, without the dot; `.gz` behind them is looked through.
 * @param formats that the option `format` may name.
 * @throws ConfigError for another ending.
 */
export function formatByEnding<Format extends string>(
  name: string,
  endings: Readonly<Record<string, Format>>,
  formats: readonly Format[],
): Format {
  const ending = endingOf(name);
  if (Object.hasOwn(endings, ending)) return endings[ending];
  throw new ConfigError({
    where: name,
    problem: 'the ending of the name does not say the format',
    expected: ({ option }) => `one of ${Object.keys(endings).join(', ')} (each also with .gz), or ${option('format')}`,
    fix: ({ set }) => `Rename the file, or pass ${set('format', formats[0])} (or ${oneOf(formats.slice(1))})`,
  });
}
