// A server of a test's own, over a copy of the workspace: what is changed there disturbs nobody.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './provider.mjs';

export const [bin, workspace] = [process.env.CATCHMENT_BIN, process.env.CATCHMENT_WORKSPACE];

/** Why a test that needs the program is left out; false where it is not. */
export const left = !(bin && workspace) && 'CATCHMENT_BIN and CATCHMENT_WORKSPACE name the program and its data';

/** Serves a copy of the workspace; gives its address, and how it ends. */
export async function serve(flags) {
  const folder = await mkdtemp(join(tmpdir(), 'served-'));
  await cp(workspace, folder, { recursive: true });
  const address = `http://127.0.0.1:${await freePort()}`;
  const ended = await started(address, ['--workspace', folder, ...flags]);
  const stop = async () => {
    await ended();
    await rm(folder, { recursive: true });
  };
  return { address, stop };
}

/** Starts the program at an address and waits until it is ready; gives how it ends. */
export async function started(address, flags, env = {}) {
  const all = ['serve', '--listen', address.slice('http://'.length), '--web', 'dist', ...flags];
  const program = spawn(bin, all, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  program.stderr.on('data', (text) => {
    said += text;
  });
  const stop = async () => {
    if (program.exitCode !== null) return;
    const ended = new Promise((done) => program.once('exit', done));
    program.kill('SIGTERM');
    await ended;
  };
  for (let tries = 0; tries < 300; tries += 1) {
    if ((await fetch(`${address}/readyz`).catch(() => null))?.ok) return stop;
    if (program.exitCode !== null) break;
    await new Promise((done) => setTimeout(done, 100));
  }
  await stop();
  assert.fail(`the program did not become ready: ${said}`);
}
