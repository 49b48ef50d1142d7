import { spawnSync } from 'node:child_process';
import { expectRefusal, temporaryFolder, tfseq } from '../support';

const { place, write } = temporaryFolder();
const script = async (shell: string) => {
  const { code, stdout, stderr } = await tfseq('completion', shell);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};

describe('bash', () => {
  let file: string;
  beforeAll(async () => {
    file = write('tfseq.bash', await script('bash'));
    write('reviews.csv', 'text,label\n');
  });

  /** What the tab key offers behind a line, in a bash that has sourced the script. */
  function offered(line: string): string[] {
    const words = line.split(' ');
    const run = [
      `source '${file}'`,
      `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}`,
      '_tfseq; printf "%s\\n" "${COMPREPLY[@]}"',
    ].join('\n');
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', run], { encoding: 'utf8', cwd: place() });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout.split('\n').filter(Boolean);
  }

  it.each<[string, string[]]>([
    ['tfseq tr', ['train']],
    ['tfseq data l', ['list']],
    ['tfseq train sen', ['sentiment']],
    ['tfseq train sentiment --cont', ['--continue-from']],
    ['tfseq train sentiment --backend w', ['wasm']],
    ['tfseq train sentiment --data rev', ['reviews.csv']],
    ['tfseq predict rev', ['reviews.csv']],
    ['tfseq evaluate runs/a --split v', ['validation']],
    ['tfseq completion z', ['zsh']],
    ['tfseq inspect --js', ['--json']],
    ['tfseq nothing-like-it --x', []],
  ])('%s', (line, expected) => expect(offered(line)).toEqual(expected));

  it('offers every verb', () => {
    for (const verb of ['train', 'evaluate', 'predict', 'inspect', 'data', 'gradcheck', 'doctor', 'completion']) {
      expect(offered('tfseq ')).toContain(verb);
    }
  });

  it('is registered for tfseq', () => {
    const { stdout } = spawnSync('bash', ['--norc', '-c', `source '${file}'; complete -p tfseq`], { encoding: 'utf8' });
    expect(stdout).toBe('complete -F _tfseq tfseq\n');
  });
});

it('zsh and fish get scripts of their own, another shell is refused', async () => {
  expect(await script('zsh')).toMatch(/bashcompinit[\s\S]*complete -F _tfseq tfseq/);
  const fish = await script('fish');
  expect(fish).toMatch(/^complete -c tfseq -n '__fish_use_subcommand' -f -a train -d '/m);
  expect(fish).toMatch(/__fish_seen_subcommand_from train' -l backend -r -f -a 'auto wasm tensorflow cpu'/);
  expect(fish).toMatch(/__fish_seen_subcommand_from data; and __fish_seen_subcommand_from list' -l json/);
  await expectRefusal(['completion', 'bahs'], 'the shell is "bahs"', 'Did you mean bash?');
});
