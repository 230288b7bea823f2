import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Read access to a Mini Program's sources by paths relative to its root, with forward slashes. */
export class SourceTree {
  readonly #texts = new Map<string, string>();

  constructor(readonly root: string) {}

  absolute(path: string): string {
    return join(this.root, path);
  }

  has(path: string): boolean {
    const file = this.absolute(path);
    return existsSync(file) && statSync(file).isFile();
  }

  read(path: string): string {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const text = readFileSync(this.absolute(path), 'utf8');
    this.#texts.set(path, text);
    return text;
  }

  /** All files below the root, e.g. `pages/home/index.ts`. */
  list(): string[] {
    return readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(this.root.length + 1)
          .replaceAll('\\', '/'),
      );
  }

  /** The script that a path names: itself, with `.ts` or `.js`, or a folder's `index` or `main`. */
  script(path: string): string | undefined {
    const candidates = [path, `${path}.ts`, `${path}.js`, posix.join(path, 'index.ts'), posix.join(path, 'index.js')];
    const found = candidates.find((candidate) => /\.(ts|js)$/.test(candidate) && this.has(candidate));
    if (found !== undefined) return found;
    const manifest = posix.join(path, 'package.json');
    if (!this.has(manifest)) return undefined;
    const { main = 'index.js' } = JSON.parse(this.read(manifest)) as { main?: string };
    return this.script(posix.join(path, main.replace(/\.js$/, '')));
  }

  /**
   * What `find` answers for a path as written in a file: relative, from the root (`/…`), or a
   * package, looked up in every `miniprogram_npm` on the way to the root as WeChat does.
   */
  resolve(written: string, from: string, find: (path: string) => string | undefined): string | undefined {
    const folder = posix.dirname(from);
    if (written.startsWith('/')) return find(written.slice(1));
    const beside = posix.join(folder, written);
    if (written.startsWith('.')) return find(beside);
    for (let at = folder; ; at = posix.dirname(at)) {
      const inPackage = find(posix.join(at, 'miniprogram_npm', written));
      if (inPackage !== undefined) return inPackage;
      if (at === '.') return undefined;
    }
  }
}
