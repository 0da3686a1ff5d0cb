// A plugin of Stryker's: sentences for people and lines of the log are words, and no decision. What decides which is said is tried.
import { PluginKind, declareValuePlugin } from '@stryker-mutator/api/plugin'

const isSentence = (text) => /^\p{Lu}.* .* .*/su.test(text.trim())

/** A text that nothing is decided in: no condition, no call. */
function isPlain(node) {
  if (node.type === 'StringLiteral') return isSentence(node.value)
  if (node.type !== 'TemplateLiteral') return false
  return isSentence(node.quasis.map((q) => q.value.raw).join('…')) && node.expressions.every((e) => e.type === 'Identifier' || e.type === 'MemberExpression')
}

/** `ctx.log.warn({ err: error }, 'not reached')`: what a line says, not whether it is written. */
function isOfLogLine(path) {
  const call = path.parentPath
  const callee = call?.isCallExpression() && path.listKey === 'arguments' ? call.node.callee : null
  return callee?.type === 'MemberExpression' && callee.object.type === 'MemberExpression' && callee.object.property.name === 'log'
}

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'words', {
    shouldIgnore: (path) => (isPlain(path.node) || isOfLogLine(path) ? 'words for people' : undefined),
  }),
]
