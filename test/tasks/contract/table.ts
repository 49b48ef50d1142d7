/**
 * The table: a row for every task and input kind, and for what else a task has in two forms. A row is all that a new
 * task adds to this suite. Settings that draw random numbers are on, and every part of a network is there, so that the
 * fingerprints say something about them; sizes are tiny, so that a run takes a second.
 */
import { classifiedTextsRow, clipsRow, pictureClipsRow } from './classification-rows';
import { forecastingRow, recursiveRow } from './forecasting-rows';
import { framesRow, picturesRow } from './frame-rows';
import { charactersRow, conditionalRow, tiedWordsRow } from './language-model-rows';
import { polyphonyRow } from './polyphony-rows';
import type { Row } from './row';
import { sentimentRow, sentimentOfBlanksRow } from './sentiment-rows';
import { bytePairsRow, translationRow } from './translation-rows';
import { tagsRow, wordsRow } from './word-rows';

export const table: readonly Row[] = [
  sentimentRow,
  sentimentOfBlanksRow,
  classifiedTextsRow,
  clipsRow,
  pictureClipsRow,
  wordsRow,
  tagsRow,
  framesRow,
  picturesRow,
  translationRow,
  bytePairsRow,
  charactersRow,
  tiedWordsRow,
  polyphonyRow,
  conditionalRow,
  forecastingRow,
  recursiveRow,
];
