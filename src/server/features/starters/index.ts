/** The front door of starters: what a process's starter stands for, and a version's way through the sandbox. */
export { reconcileStarters, withStarters } from './gatekeeper.ts'
export { type CheckMaterial, checkMaterialFor, type NamedStarter, starterFilesFor } from './material.ts'
export { withStarterVersions } from './name-versions.ts'
export { beginTrial, endTrial, type Trial } from './trial.ts'
export type { Verdict } from './version-store.ts'
