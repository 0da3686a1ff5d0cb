import path from 'node:path'
import { z } from 'zod'
import { ConfigError } from './config-error.ts'
import { type GithubConfig, readGithub } from './config-github.ts'
import { type PaymentsConfig, readPayments } from './config-payments.ts'

export { ConfigError }

/** Configuration by environment; everything is optional. Unknown values of known names are refused at start. */
export interface Config {
  port: number
  host: string
  publicUrl: string
  dataDir: string
  databaseUrl: string | null
  smtpUrl: string | null
  mailFrom: string
  /** Anybody may sign up; otherwise only by invitation. */
  openSignUp: boolean
  logLevel: string
  trustProxy: boolean
  /** What this process does: everything, or only one side. Several processes share one DATABASE_URL and DATA_DIR. */
  role: 'all' | 'web' | 'worker'
  /** The largest pack of one push, in bytes. */
  gitPushBytes: number
  /** Candidates' repositories on GitHub; null where nothing was said about it. */
  github: GithubConfig | null
  /** Of git servers that starters may be imported from although they are private, or speak plain http. */
  importOrigins: readonly string[]
  /** Whether submissions are run, in a sandbox, where there is one. */
  checks: boolean
  /** Rails that pay candidates; both null where nothing was said about them. */
  payments: PaymentsConfig
}

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z.string().startsWith('postgres').optional(),
  SMTP_URL: z.string().startsWith('smtp').optional(),
  MAIL_FROM: z.string().default('hiring@localhost'),
  SIGN_UP: z.enum(['open', 'invitation']).default('invitation'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  TRUST_PROXY: z.enum(['0', '1']).default('0'),
  GIT_PUSH_MB: z.coerce.number().int().min(1).max(2000).default(50),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  CHECKS: z.enum(['on', 'off']).default('on'),
  IMPORT_ORIGINS: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((one) => one.trim()).filter(Boolean))
    .refine((list) => list.every((one) => /^https?:$/.test(URL.parse(one)?.protocol ?? '') && URL.parse(one)?.origin === one), 'Write origins such as https://git.example.com or http://10.0.0.5:3000, with commas between them'),
})

/**
 * Reads the configuration.
 * @throws ConfigError naming every setting that can't be used
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, v]) => v !== undefined && v !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('\n'))
  const e = parsed.data
  if (e.ROLE !== 'all' && !e.DATABASE_URL) throw new ConfigError('ROLE: one side alone needs DATABASE_URL, the database that it shares with the other')
  return {
    port: e.PORT,
    host: e.HOST,
    publicUrl: (e.PUBLIC_URL ?? `http://localhost:${e.PORT}`).replace(/\/$/, ''),
    dataDir: path.resolve(e.DATA_DIR),
    databaseUrl: e.DATABASE_URL ?? null,
    smtpUrl: e.SMTP_URL ?? null,
    mailFrom: e.MAIL_FROM,
    openSignUp: e.SIGN_UP === 'open',
    logLevel: e.LOG_LEVEL,
    trustProxy: e.TRUST_PROXY === '1',
    role: e.ROLE,
    gitPushBytes: e.GIT_PUSH_MB * 1024 * 1024,
    github: readGithub(given),
    checks: e.CHECKS === 'on',
    importOrigins: e.IMPORT_ORIGINS,
    payments: readPayments(given),
  }
}
