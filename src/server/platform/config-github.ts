import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ConfigError } from './config-error.ts'

/** How this server is a GitHub App. */
export interface GithubConfig {
  appId: string
  privateKey: string
  installationId: number
  webhookSecret: string
  owner: string
  templateOwner: string
  apiUrl: string
}

const name = z.string().regex(/^[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}$/i, 'is not the name of an account on GitHub')

const settings = z.object({
  GITHUB_APP_ID: z.string().regex(/^\d+$/, 'is the number on the app’s page'),
  GITHUB_INSTALLATION_ID: z.string().regex(/^\d+$/, 'is the number at the end of the installation’s address'),
  GITHUB_WEBHOOK_SECRET: z.string().min(16, 'must have 16 characters at least'),
  GITHUB_TEMPLATE_OWNER: name,
  GITHUB_OWNER: name.optional(),
  GITHUB_API_URL: z.url({ protocol: /^https?$/, error: 'is not an address' }).default('https://api.github.com'),
})
const KEYS = ['GITHUB_APP_PRIVATE_KEY', 'GITHUB_APP_PRIVATE_KEY_FILE'] as const
/** Others are left alone: `GITHUB_…` is also what GitHub's own build machines set. */
const OURS = /^GITHUB_(APP|INSTALLATION|WEBHOOK|TEMPLATE|OWNER$)/

type Given = Record<string, string | undefined>

/**
 * All of it or none of it.
 * @throws ConfigError naming what is missing, misspelt or can't be used
 */
export function readGithub(given: Given): GithubConfig | null {
  const named = Object.keys(given).filter((key) => OURS.test(key))
  if (named.length === 0) return null
  const known: string[] = [...Object.keys(settings.shape), ...KEYS]
  const strange = named.filter((key) => !known.includes(key)).map((key) => `${key}: there is no such setting`)
  const parsed = settings.safeParse(given)
  const problems = [...strange, ...(parsed.error?.issues ?? []).map((i) => `${i.path.join('.')}: ${sentenceOf(i)}`), ...keyProblems(given)]
  if (problems.length > 0 || !parsed.success) throw new ConfigError(['GitHub is half set up; it needs all of it or none of it:', ...problems].join('\n'))
  const e = parsed.data
  return {
    appId: e.GITHUB_APP_ID,
    privateKey: readKey(given),
    installationId: Number(e.GITHUB_INSTALLATION_ID),
    webhookSecret: e.GITHUB_WEBHOOK_SECRET,
    owner: e.GITHUB_OWNER ?? e.GITHUB_TEMPLATE_OWNER,
    templateOwner: e.GITHUB_TEMPLATE_OWNER,
    apiUrl: e.GITHUB_API_URL.replace(/\/$/, ''),
  }
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' && issue.message.includes('undefined') ? 'is missing' : issue.message
}

function keyProblems(given: Given): string[] {
  const count = KEYS.filter((key) => given[key] !== undefined).length
  if (count === 1) return []
  return [count === 0 ? `${KEYS.join(' or ')}: is missing` : `${KEYS.join(' and ')}: give one of them`]
}

/** Some tools can't keep line breaks in a variable and write them as \n. */
function readKey(given: Given): string {
  const file = given[KEYS[1]]
  const setting = file === undefined ? KEYS[0] : KEYS[1]
  try {
    const pem = file === undefined ? (given[KEYS[0]] ?? '').replaceAll('\\n', '\n') : readFileSync(file, 'utf8')
    createPrivateKey(pem)
    return pem
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw new ConfigError(`${setting}: ${missing ? `there is no file ${file}` : 'is not a private key in PEM form'}`)
  }
}
