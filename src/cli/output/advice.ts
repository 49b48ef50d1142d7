/** What a model that loses to a baseline could become better by, as command lines to copy. */
import type { Advice } from '../../../tasks/advice/measured-model';
import { continueCommand, type FurtherTraining, trainCommand, tuneCommand } from './next-commands';

/** As `--json` has it. */
export interface AdvisedCommand extends Advice {
  command: string;
}

const commands = { continue: continueCommand, train: trainCommand, tune: tuneCommand };

/** @param training how the model was trained that the advice is about */
export function advisedCommands(
  advice: readonly Advice[],
  task: string,
  training: Omit<FurtherTraining, 'settings'>,
): AdvisedCommand[] {
  return advice.map((one) => ({
    ...one,
    command: commands[one.action](task, { ...training, settings: one.settings }),
  }));
}

/** Lines for a person; none without advice. */
export const adviceLines = (advised: readonly AdvisedCommand[]): string[] =>
  advised.length
    ? [
        'What the measurements point to:',
        ...advised.flatMap(({ what, reason, command }) => [`  ${what}: ${reason}`, `    ${command}`]),
      ]
    : [];
