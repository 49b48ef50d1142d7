/** The option --backend, and a word where what runs is slower than it could be. */
import { type BackendChoice, type BackendReport, useBackend } from '../../node';
import { note } from '../output/report';

export async function chooseBackend(choice: BackendChoice): Promise<BackendReport> {
  const report = await useBackend(choice);
  if (report.reason) note(`on ${report.name}, slower than it could be: ${report.reason}`);
  return report;
}
