/** `npm run results -- NAME …`: trains, evaluates, and rewrites its rows in docs/results.json and docs/results.md. */
import { useBackend } from '../src/node';
import { adding } from './results/adding';
import { classification } from './results/classification/sets';
import { sentimentDefaults } from './results/defaults-sentiment';
import { taggingDefaults } from './results/defaults-tagging';
import { translationDefaults } from './results/defaults-translation';
import { forecasting } from './results/forecasting';
import { languageModel } from './results/language-model';
import { musicModels } from './results/music';
import { pretrained } from './results/pretraining';
import type { Experiment } from './results/rows';
import { sentiment } from './results/sentiment';
import { tagging } from './results/tagging';
import { translation } from './results/translation';
import { tuning } from './results/tune';
import { writeRows } from './results-file';

const experiments: Record<string, readonly Experiment[]> = {
  ...sentiment,
  ...sentimentDefaults,
  ...classification,
  ...tagging,
  ...taggingDefaults,
  ...translationDefaults,
  ...translation,
  ...adding,
  ...languageModel,
  ...musicModels,
  ...pretrained,
  ...forecasting,
  ...tuning,
};

async function main(): Promise<void> {
  const names = process.argv.slice(2);
  const known = Object.keys(experiments);
  const isOf = (one: string, name: string) => one === name || one.startsWith(`${name}/`);
  const chosen = names.flatMap((name) => known.filter((one) => isOf(one, name)));
  if (!names.length || names.some((name) => !known.some((one) => isOf(one, name)))) {
    process.stderr.write(`usage: npm run results -- NAME …, with NAME one of ${known.join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  await useBackend('auto');
  const settings = process.env.TFSEQ_RELAXED_SIMD === '0' ? 'TFSEQ_RELAXED_SIMD=0 ' : '';
  for (const name of chosen) {
    for (const experiment of experiments[name]) writeRows(await experiment(`${settings}npm run results -- ${name}`));
  }
}

void main();
