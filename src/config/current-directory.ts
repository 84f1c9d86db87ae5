/** The working directory, or `/` when it has been deleted under the process. */
export function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}
