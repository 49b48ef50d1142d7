/** Files beside the code that repeat what package.json says. */
import { existsSync, readFileSync } from 'node:fs';
import { packageJson } from './support/packed';

const text = (path: string) => readFileSync(path, 'utf8');

test('the citation and the changelog are of this version', () => {
  const { version, license } = packageJson;
  expect(text('CITATION.cff')).toContain(`\nversion: ${version}\nlicense: ${license}\n`);
  expect(text('CHANGELOG.md')).toContain(`\n## ${version} (`);
});

test('the workflow checks the oldest Node that is supported, and runs what CI runs', () => {
  const workflow = text('.github/workflows/check.yml');
  const [oldest, ...others] = (/node: \[(.*)\]/.exec(workflow)?.[1] ?? '').split(', ').map(Number);
  expect(packageJson.engines.node).toBe(`>=${oldest}`);
  expect(others.length).toBeGreaterThan(0);
  expect(workflow).toMatch(/- run: \.ci\/run$/m);
});

test('files that the project files name are there', () => {
  for (const file of ['RELEASING.md', '.github/PULL_REQUEST_TEMPLATE.md', 'SECURITY.md', 'CONTRIBUTING.md']) {
    const names = [...text(file).matchAll(/\]\((?!https?:)([^)#]+)\)|\b([A-Z]{5,}\.(?:md|cff))\b/g)];
    for (const [, link, name] of names)
      expect({ file, exists: existsSync(link ?? name) }).toEqual({ file, exists: true });
  }
});
