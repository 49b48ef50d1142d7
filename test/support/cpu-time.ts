/** Seconds of this process' processors, which other processes on the machine do not lengthen as they do time on a clock. */
export function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
