import { killSavers, useSaver } from './saver-kills';

const saver = useSaver();

test('100 more kills', () => killSavers(saver, 100, 12), 600_000);
