import { expect, it } from 'vitest'
import { canonicalJson, sha256Hex } from './hash.ts'

it('writes the same value in the same bytes, however its keys are ordered', () => {
  expect(canonicalJson({ b: [3, { d: null, c: true }], a: 'x' })).toBe('{"a":"x","b":[3,{"c":true,"d":null}]}')
  expect(canonicalJson({ b: 1, a: 2 })).toBe(canonicalJson({ a: 2, b: 1 }))
})

it('sorts keys as text, also those that look like numbers', () => {
  expect(canonicalJson({ 9: 'nine', 10: 'ten', a: 1, '': 0, __proto__x: 2 })).toBe('{"":0,"10":"ten","9":"nine","__proto__x":2,"a":1}')
})

it('keeps the order of lists, leaves out what is undefined, and writes dates as text', () => {
  expect(canonicalJson({ at: new Date(0), gone: undefined, list: [2, 1, undefined] })).toBe('{"at":"1970-01-01T00:00:00.000Z","list":[2,1,null]}')
})

it('writes what JSON writes: escapes, numbers, zero', () => {
  for (const value of ['"\\\u0001\u2028é😀', 0, -0, 1e21, 0.1, true, null]) expect(canonicalJson(value)).toBe(JSON.stringify(value))
})

it('hashes text as its UTF-8 bytes', () => {
  expect(sha256Hex('é')).toBe(sha256Hex(new TextEncoder().encode('é')))
  expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})
