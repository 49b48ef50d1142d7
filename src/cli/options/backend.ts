/** The option --backend, and a note where what runs is slower than it could be. */
import type { Command } from 'commander';
import { type BackendChoice, type BackendReport, useBackend } from '../../node';
import { note } from '../output/print';

export const withBackend = (command: Command): Command =>
  command.option('--backend <name>', 'auto, wasm, tensorflow or cpu', 'auto');

export async function chooseBackend(choice: BackendChoice): Promise<BackendReport> {
  const report = await useBackend(choice);
  if (report.reason) note(`on ${report.name}, slower than it could be: ${report.reason}`);
  return report;
}
