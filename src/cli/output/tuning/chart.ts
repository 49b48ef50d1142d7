/** The chart of a search as SVG. */
import { type ChartedTrial, trialsChart } from '../../../charts/trials';
import { svgOf } from '../svg';
import { baselineValues, type Found } from './summary';
import { settingsText } from './trial-lines';

export function trialsSvg(found: Found): Promise<string> {
  const { trials, monitor, best, standard } = found;
  let seconds = 0;
  const charted = trials.flatMap((trial): ChartedTrial[] => {
    const { number, value, epochs, settings } = trial;
    seconds += trial.seconds;
    return value === null ? [] : [{ number, seconds, value, epochs, settings: settingsText(settings) }];
  });
  const lines = { 'default settings': standard.trials[0].value, ...bestBaseline(found) };
  return svgOf(trialsChart({ ...monitor, trials: charted, chosen: best.trials[0].number, lines }));
}

/** The others would only make the scale wider. */
function bestBaseline(found: Found): Record<string, number> {
  const sign = found.monitor.mode === 'max' ? 1 : -1;
  const [best] = Object.entries(baselineValues(found)).sort(([, a], [, b]) => sign * (b - a)) as
    [string, number][] | [];
  return best ? { [`baseline: ${best[0]}`]: best[1] } : {};
}
