/** Pictures that vega-lite describes, as SVG. The libraries are loaded with the first picture: nothing else needs them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as Vega from 'vega';
import type * as VegaLite from 'vega-lite';
import { fileError } from '../../platform/file-errors';
import { esModule } from './es-module';

export async function svgOf(spec: VegaLite.TopLevelSpec): Promise<string> {
  const vega = await esModule<typeof Vega>('vega');
  const vegaLite = await esModule<typeof VegaLite>('vega-lite');
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
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
