import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } })
const whole = { GITHUB_APP_ID: '1', GITHUB_APP_PRIVATE_KEY: privateKey, GITHUB_INSTALLATION_ID: '2', GITHUB_WEBHOOK_SECRET: 'sixteen letters!', GITHUB_TEMPLATE_OWNER: 'acme' }
const github = (env: Record<string, string>) => readConfig(env).github

describe('the settings for GitHub', () => {
  it('are not needed, and GitHub’s own build machines set none of them', () => {
    expect(github({})).toBeNull()
    expect(github({ GITHUB_API_URL: 'https://api.github.com', GITHUB_REPOSITORY_OWNER: 'acme', GITHUB_ACTIONS: 'true' })).toBeNull()
  })

  it('are taken when they are whole, with a key whose line breaks were written out', () => {
    expect(github(whole)).toMatchObject({ appId: '1', installationId: 2, owner: 'acme', templateOwner: 'acme', apiUrl: 'https://api.github.com' })
    expect(github({ ...whole, GITHUB_APP_PRIVATE_KEY: privateKey.replaceAll('\n', '\\n') })?.privateKey).toBe(privateKey)
  })

  it.each([
    [{ GITHUB_APP_ID: '1' }, /GITHUB_WEBHOOK_SECRET: is missing[^]*GITHUB_APP_PRIVATE_KEY or GITHUB_APP_PRIVATE_KEY_FILE: is missing/],
    [{ ...whole, GITHUB_APP_PRIVATE_KEY_FILE: 'key.pem' }, /give one of them/],
    [{ ...whole, GITHUB_APP_PRIVATE_KEY: 'hunter2' }, /is not a private key/],
    [{ ...whole, GITHUB_APP_KEY: 'x' }, /GITHUB_APP_KEY: there is no such setting/],
    [{ ...whole, GITHUB_WEBHOOK_SECRET: 'short' }, /16 characters/],
    [{ ...whole, GITHUB_TEMPLATE_OWNER: 'a/b' }, /not the name of an account/],
  ])('are refused in words when they are half (%#)', (env, words) => {
    expect(() => github(env as Record<string, string>)).toThrow(words)
  })
})
