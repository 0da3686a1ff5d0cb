// Where things are, for every script here. Plain Node built-ins only: node_modules may be missing.
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')

export const inRoot = (...parts) => join(root, ...parts)

/** The command line of a tool in node_modules, run by this same Node: no shell, no PATH, the same on every system. */
export const tool = (script) => [process.execPath, inRoot('node_modules', ...script.split('/'))]

export const tools = {
  tsc: tool('typescript/bin/tsc'),
  vite: tool('vite/bin/vite.js'),
  vitest: tool('vitest/vitest.mjs'),
  oxlint: tool('oxlint/bin/oxlint'),
  depcruise: tool('dependency-cruiser/bin/dependency-cruise.mjs'),
}
