import { fileNames } from '../../../src/cli/output/label-report';

it('files of recordings have names of their own, also where names differ by a sign or the case only', () => {
  expect(fileNames(['a/b', 'a b', 'A_B', 'a_b-2', 'c'])).toEqual(['a_b', 'a_b-2', 'A_B-3', 'a_b-2-2', 'c']);
});
