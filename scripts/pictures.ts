/**
 * `npx tsx scripts/pictures.ts`: the pictures of README.md, from what the built command line really prints and draws. Needs
 * `script` (util-linux), which gives the command a terminal.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..');
const images = join(root, 'docs/images');
const folder = mkdtempSync(join(tmpdir(), 'tfseq-pictures-'));

/** What a command writes to a terminal, control sequences and all. */
function recorded(args: string): string {
  const file = join(folder, 'recording');
  execFileSync('script', ['-qec', `node ${join(root, 'dist/cli.js')} ${args}`, file], { cwd: folder, stdio: 'ignore' });
  return readFileSync(file, 'utf8').replace(/^Script started.*\n/, '');
}

const ESC = String.fromCharCode(27);
const control = new RegExp(`${ESC}(\\[[\\d;?]*[A-Za-z]|[78])`, 'g');

/** The lines of the screen after part of a recording: a carriage return or `ESC[1G` begins the line again. */
function screen(recording: string): string[] {
  const lines = recording.split('\n').map((line) => line.split(new RegExp(`\\r|${ESC}\\[1G`)));
  return lines.map(
    (states) => states.map((state) => state.replace(control, '')).findLast((state) => state !== '') ?? '',
  );
}

const escaped = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/ /g, '\u00a0');

function terminal(lines: readonly string[]): string {
  const longest = Math.max(...lines.map(({ length }) => length));
  const [width, height] = [28 + Math.ceil(7.85 * longest), 24 + 18 * lines.length];
  const rows = lines.map(
    (line, i) =>
      `<text x="14" y="${28 + 18 * i}" fill="${line.startsWith('$') ? '#8bd5ca' : '#d8dee9'}">${escaped(line)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#1e2430"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13">',
    ...rows,
    '</g>',
    '</svg>\n',
  ].join('\n');
}

const settings = 'hiddenSize=32 learningRate=0.01 averaging=0.98 epochs=6';
const recording = recorded(`train sentiment --data sentiment-sample --out runs/first --set ${settings}`);
const middle = recording.search(/epoch 4\/6 {2}step (2[5-9]|[34]\d)\/60/);
if (middle < 0) throw new Error('no line of the middle of epoch 4: try again');
const shown = screen(recording.slice(0, recording.indexOf(`${ESC}[0K`, middle)));
writeFileSync(
  join(images, 'training.svg'),
  terminal(['$ npx tfseq train sentiment --data sentiment-sample --out runs/first', ...shown]),
);

execFileSync('node', [
  join(root, 'dist/cli.js'),
  'predict',
  'dates-sample',
  'Friday, 31 December 2027',
  '--attention',
  folder,
]);
copyFileSync(join(folder, '1.svg'), join(images, 'attention.svg'));
