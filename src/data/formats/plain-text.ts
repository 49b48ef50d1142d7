/** Plain text: one item a line. An empty line is an empty item, so that predictions can be put beside their lines. */
import { lineOptionNames, type LineOptions, readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import { checkOptionNames } from '../../validation';

/** @throws DataError as `readLines`. */
export async function* readText(source: ByteSource, options: LineOptions = {}): AsyncGenerator<string> {
  checkOptionNames('readText', options, lineOptionNames);
  for await (const { text } of readLines(source, options)) yield text;
}
