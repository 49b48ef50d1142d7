import { visibleLines, visibleText } from '../../src/display/visible-text';

it.each([
  ['plain text, ünïcödé, 漢字, 👩‍👩‍👧 and سلام', 'plain text, ünïcödé, 漢字, 👩‍👩‍👧 and سلام'],
  ['\x1b[31mred\x1b]0;title\x07', '\\u001b[31mred\\u001b]0;title\\u0007'],
  ['a\tb\nc\rd\0', 'a\\tb\\nc\\rd\\u0000'],
  ['\x7f\x85\x9b2J', '\\u007f\\u0085\\u009b2J'],
  ['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
  ['user\u202e\u2066admin', 'user\\u202e\\u2066admin'],
  ['\ud800x\udc00', '\\ud800x\\udc00'],
  ['\ufffe\uffff', '\\ufffe\\uffff'],
])('%j is written as %j', (text, expected) => {
  expect(visibleText(text)).toBe(expected);
});

it('is valid inside JSON, where it stands for the same text', () => {
  const label = 'a\x9b\u202e\ud800"\\';
  expect(JSON.parse(visibleText(JSON.stringify({ label })))).toEqual({ label });
});

it('keeps the breaks of several lines', () => {
  expect(visibleLines('a\n\tb\x1b')).toBe('a\n\\tb\\u001b');
});
