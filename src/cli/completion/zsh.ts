/** A script that completes in zsh, with descriptions. */
import type { CompletedCommand } from './tree';

/** Single quotes of a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
/** As `_describe` takes it. */
const item = (name: string, description: string | undefined) =>
  quoted(`${name}${description ? `:${description.replaceAll('\\', '\\\\').replaceAll(':', '\\:')}` : ''}`);

export function zsh(commands: readonly CompletedCommand[]): string {
  const paths = commands.flatMap(({ path }) => (path ? [quoted(path)] : []));
  const values = commands.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flags, values: known }) => {
        const places = flags.map((flag) => quoted(`${path} ${flag}`)).join('|');
        return `    ${places}) ${known.length ? `compadd -- ${known.join(' ')}` : '_files'}; return ;;`;
      }),
  );
  const places = commands.map(({ path, words, options, takesFiles }) => {
    const descriptionOf = (word: string) => commands.find((one) => one.path === `${path} ${word}`.trim())?.description;
    const flags = options.flatMap((option) => option.flags.map((flag) => item(flag, option.description)));
    return `    ${quoted(path)})
      offered=(${words.map((word) => item(word, descriptionOf(word))).join(' ')}) files=${takesFiles ? 1 : 0}
      flags=(${flags.join(' ')}) ;;`;
  });
  // not `path`, which is zsh's own name for PATH
  return `#compdef tfseq
# tfseq completion for zsh: source <(tfseq completion zsh), after compinit
_tfseq() {
  local word at='' files=0
  local -a offered flags
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${at:+$at }$word" in
      ${paths.join('|')}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${values.join('\n')}
  esac
  case "$at" in
${places.join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    _describe -o option flags
    return
  fi
  if (( $#offered )); then _describe word offered; fi
  if (( files )); then _files; fi
}
if [[ "$funcstack[1]" == _tfseq ]]; then _tfseq "$@"; else compdef _tfseq tfseq; fi`;
}
