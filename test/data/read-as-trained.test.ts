import { labeledText } from '../../src/data/kinds';
import { readAsTrained } from '../../src/data/read-as-trained';

const remembered = { format: 'csv', delimiter: ';', textColumn: 'review', encoding: 'latin1' };

it('as training read its files; what is given counts more', () => {
  expect(readAsTrained(labeledText, remembered, {}, 'a.dat')).toEqual(remembered);
  expect(readAsTrained(labeledText, remembered, { delimiter: '|' }, 'a.dat')).toMatchObject({ delimiter: '|' });
  expect(readAsTrained(labeledText, remembered, {}, undefined)).toEqual(remembered);
  expect(readAsTrained(labeledText, remembered, {}, 'b.csv')).toEqual(remembered);
});

it('a file whose name says another format is read in that', () => {
  const others = { textColumn: 'review', encoding: 'latin1' };
  expect(readAsTrained(labeledText, remembered, {}, 'b.jsonl.gz')).toEqual(others);
  expect(readAsTrained(labeledText, remembered, { format: 'tsv' }, 'b.jsonl')).toEqual({ ...others, format: 'tsv' });
});
