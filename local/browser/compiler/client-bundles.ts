import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const browserDir = dirname(dirname(fileURLToPath(import.meta.url)));

/** Bundles our own browser code: the runtime that a phone runs and the shell around the phones. */
export async function bundleClients(outDir: string): Promise<void> {
  await build({
    entryPoints: {
      runtime: join(browserDir, 'runtime', 'main.ts'),
      scanner: join(browserDir, 'runtime', 'scanner.ts'),
      shell: join(browserDir, 'shell', 'main.ts'),
    },
    outdir: outDir,
    bundle: true,
    format: 'iife',
    target: 'chrome109',
    minify: true,
    sourcemap: 'linked',
    // the gateway serves them
    external: ['/icons/*'],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  copyFileSync(join(browserDir, 'shell', 'index.html'), join(outDir, 'index.html'));
}
