/** The address of one file of a public repository at one commit (`owner/name@commit`). */
export function rawUrl(origin: string, path: string): string {
  return `https://raw.githubusercontent.com/${origin.replace('@', '/')}/${path}`;
}
