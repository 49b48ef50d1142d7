/** Charts as SVG. The libraries that draw are loaded with the first chart: nothing else needs them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as Vega from 'vega';
import type { ChartSpec } from '../../charts/chart';
import { fileError } from '../../platform/file-errors';
import { esModule } from './es-module';

/** What is used of vega-lite. */
interface Compiler {
  compile(spec: ChartSpec): { spec: Vega.Spec };
}

/** Characters that no XML document may have, escaped or not; labels have none of them (src/visible-text.ts). */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export async function svgOf(spec: ChartSpec): Promise<string> {
  const vega = await esModule<typeof Vega>('vega');
  const vegaLite = await esModule<Compiler>('vega-lite');
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'none' });
  try {
    return (await view.toSVG()).replace(forbidden, '\ufffd');
  } finally {
    view.finalize();
  }
}

/** Files of a folder, which is made. @throws BundleError for a folder that cannot be written. */
export async function writeFolder(folder: string, files: Record<string, string>): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  } catch (error) {
    throw fileError('save', folder, error);
  }
}
