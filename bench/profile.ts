/** `npm run profile -- [NAME …]`: where the time of a whole training step goes, kernel by kernel. Medians over steps. */
import { spawnSync } from 'node:child_process';
import { table } from '../src/cli/output/table';
import { useBackend } from '../src/node';
import { quantile } from './measure';
import { type KernelTime, timeKernels } from './kernel-timer';
import { type WholeStep, wholeSteps } from './whole-steps';

/** Steps until everything is compiled; steps without stopwatches; steps with them. */
const rounds = { warmUp: 40, plain: 60, timed: 60 };

interface Profile {
  /** Milliseconds of every step. */
  plain: number[];
  timed: number[];
  /** Of every timed step. */
  kernels: Map<string, KernelTime>[];
}

async function profile(run: WholeStep, backend: string): Promise<Profile> {
  const end = new AbortController();
  const found: Profile = { plain: [], timed: [], kernels: [] };
  const { plain, timed, kernels } = found;
  let take: (() => Map<string, KernelTime>) | undefined;
  let last = 0;
  await run((event) => {
    if (event.type !== 'step' || end.signal.aborted) return;
    const ms = performance.now() - last;
    if (take) {
      timed.push(ms);
      kernels.push(take());
    } else if (event.globalStep > rounds.warmUp) plain.push(ms);
    if (plain.length === rounds.plain) take ??= timeKernels(backend);
    if (timed.length === rounds.timed) end.abort();
    last = performance.now();
  }, end.signal);
  return found;
}

function report(name: string, { plain, timed, kernels }: Profile): string {
  const total = quantile(timed, 0.5);
  const names = [...new Set(kernels.flatMap((times) => [...times.keys()]))];
  const each = names.map((name) => ({
    name,
    calls: kernels.reduce((sum, times) => sum + (times.get(name)?.calls ?? 0), 0) / kernels.length,
    ms: quantile(
      kernels.map((times) => times.get(name)?.ms ?? 0),
      0.5,
    ),
  }));
  const rest = total - each.reduce((sum, { ms }) => sum + ms, 0);
  const rows = [...each, { name: '(JavaScript around them)', calls: 1, ms: rest }]
    .sort((a, b) => b.ms - a.ms)
    .filter(({ ms }) => ms / total >= 0.002)
    .map(({ name, calls, ms }) => [name, calls.toFixed(1), ms.toFixed(3), `${((100 * ms) / total).toFixed(1)} %`]);
  const isMain = ({ name }: { name: string }) => /Recurrence|MatMul/.test(name);
  const together = each.filter(isMain).reduce((sum, { ms }) => sum + ms, 0);
  rows.push(['recurrences and matrix products', '', together.toFixed(3), `${((100 * together) / total).toFixed(1)} %`]);
  const head = [`${name}, ${quantile(plain, 0.5).toFixed(2)} ms a step`, 'calls', 'ms', 'share'];
  return table(rows, { head, right: (column) => column > 0 });
}

/** One step in this process; several in one process each, for stopwatches stay. */
async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in wholeSteps));
  if (unknown.length > 0) {
    process.stderr.write(`there is no step ${unknown.join(', ')}; known: ${Object.keys(wholeSteps).join(', ')}\n`);
    process.exitCode = 2;
  } else if (asked.length === 1) {
    const { name } = await useBackend('wasm');
    process.stdout.write(`${report(asked[0], await profile(wholeSteps[asked[0]], name))}\n\n`);
  } else {
    for (const name of asked.length > 0 ? asked : Object.keys(wholeSteps)) {
      spawnSync(process.execPath, [...process.execArgv, __filename, name], { stdio: 'inherit' });
    }
  }
}

void main();
