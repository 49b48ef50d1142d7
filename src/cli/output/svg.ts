/** Charts as SVG. The libraries that draw are loaded with the first chart: nothing else needs them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as Vega from 'vega';
import type { ChartSpec } from '../../charts/chart';
import { fileError } from '../../platform/file-errors';
import { ConfigError } from '../../errors';
import { esModule, isInstalled } from '../../platform/node-packages/es-module';

/** What is used of vega-lite. */
interface Compiler {
  compile(spec: ChartSpec): { spec: Vega.Spec };
}

/** Characters that no XML document may have, escaped or not; labels have none of them (src/visible-text.ts). */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** They are optional, and large. */
export const chartPackages = ['vega', 'vega-lite'];

/**
 * Before anything is computed for them.
 * @throws ConfigError where the packages that draw are missing: they are optional, and large.
 */
export function requireCharts(flag: string, packages = chartPackages): void {
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  throw new ConfigError({
    where: `tfseq ${flag}`,
    problem: `charts are drawn by packages that are not installed: ${missing.join(', ')}`,
    expected: 'vega 6 and vega-lite 6',
    fix: 'npm install vega@6 vega-lite@6',
  });
}

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
