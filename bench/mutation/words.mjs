// A plugin of Stryker's: sentences for people are words, and no decision. What decides which sentence is said is tried.
import { PluginKind, declareValuePlugin } from '@stryker-mutator/api/plugin'

const isSentence = (text) => /^\p{Lu}.* .* .*/su.test(text.trim())

/** A text that nothing is decided in: no condition, no call. */
function isPlain(node) {
  if (node.type === 'StringLiteral') return isSentence(node.value)
  if (node.type !== 'TemplateLiteral') return false
  return isSentence(node.quasis.map((q) => q.value.raw).join('…')) && node.expressions.every((e) => e.type === 'Identifier' || e.type === 'MemberExpression')
}

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'words', {
    shouldIgnore: (path) => (isPlain(path.node) ? 'words for people' : undefined),
  }),
]
