/** The packed tarball of this package, unpacked into a project of its own, as npm would install it. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const root = resolve(__dirname, '../..');

interface PackageJson {
  name: string;
  version: string;
  license: string;
  engines: { node: string };
  dependencies: Record<string, string>;
  bin: Record<string, string>;
  exports: Record<string, unknown>;
  scripts: Record<string, string>;
}

export const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageJson;

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Without what the surrounding run of npm or jest says by its environment. */
function runIn(folder: string, command: string, args: string[]): Ran {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|JEST|NODE_)/i.test(name)));
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** The program that a package of our own node_modules starts by this name. */
export const toolPath = (file: string) => join(root, 'node_modules', file);

export class PackedProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'tfseq-package-'));
  readonly tarball: string;
  /** The installed package. */
  readonly installed = join(this.folder, 'node_modules', packageJson.name);

  /** Only what package.json depends on is there, linked to our own copies; nothing is downloaded. */
  constructor() {
    if (!existsSync(join(root, 'dist/cli.js'))) throw new Error('dist/ is missing: npm run build');
    const options = ['--ignore-scripts', '--json', '--pack-destination', this.folder];
    execFileSync('npm', ['pack', ...options], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    this.tarball = join(this.folder, `${packageJson.name}-${packageJson.version}.tgz`);
    mkdirSync(this.installed, { recursive: true });
    execFileSync('tar', ['xzf', this.tarball, '-C', this.installed, '--strip-components=1']);
    Object.keys(packageJson.dependencies).forEach((name) => this.link(name));
  }

  link(name: string): void {
    const place = join(this.folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), place);
  }

  write(file: string, text: string): string {
    const path = join(this.folder, file);
    writeFileSync(path, text);
    return path;
  }

  node(...args: string[]): Ran {
    return runIn(this.folder, process.execPath, args);
  }

  /** A command of the package, by the link that npm makes for its `bin`. */
  command(name: string, ...args: string[]): Ran {
    const link = join(this.folder, name);
    if (!existsSync(link)) symlinkSync(join(this.installed, packageJson.bin[name]), link);
    return runIn(this.folder, link, args);
  }

  /** Paths inside the package. */
  files(): string[] {
    const list = readdirSync(this.installed, { recursive: true, withFileTypes: true });
    return list
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.installed.length + 1));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
